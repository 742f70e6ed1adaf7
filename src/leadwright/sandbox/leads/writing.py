"""Writing leads down: input, ground truth and metadata, in the keys evaluation reads."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from leadwright.sandbox.atlas import Atlas
from leadwright.sandbox.companies.company import Company
from leadwright.sandbox.leads.meaning import AMBIGUOUS, UNIQUE, Meant, who_is_meant
from leadwright.sandbox.leads.sketch import Sketch
from leadwright.sandbox.leads.slips import MISTAKES
from leadwright.sandbox.sources.source import Row
from leadwright.sandbox.truth.facts import SCALARS, Truth
from leadwright.sandbox.truth.rules import HIGH_VALUE_USD, band

_KNOWN = (*SCALARS, "last_round")
_NO_FACTS: Mapping[str, object] = {
    **dict.fromkeys(_KNOWN),
    "decision_makers": [],
    "recent_news": [],
    "conflicts": [],
}
_HARDER = MISTAKES | {"former_name", "parent", "domain_as_name", "blank_name"}
_MALFORMED = frozenset({"malformed_email", "missing_email", "missing_company_name"})


@dataclass(slots=True)
class Pen:
    """Writes leads in the order given and remembers who had which id."""

    atlas: Atlas
    truth: Truth
    _ids: dict[int, str] = field(default_factory=dict)

    def write(self, sketches: Iterable[Sketch]) -> list[Row]:
        """All leads as rows."""
        return [self._row(f"W-{n:04d}", one) for n, one in enumerate(sketches, start=1)]

    def _row(self, lead_id: str, sketch: Sketch) -> Row:
        self._ids[id(sketch)] = lead_id
        meant = who_is_meant(sketch, self.atlas)
        truth = self._ground_truth(sketch, meant)
        return {
            "lead_id": lead_id,
            "input": _input(lead_id, sketch),
            "ground_truth": truth,
            "metadata": self._metadata(sketch, meant, truth),
        }

    def _ground_truth(self, sketch: Sketch, meant: Meant) -> Row:
        ids = self._records(meant.company) if meant.company else []
        facts = self.truth.facts(ids) if ids else dict(_NO_FACTS)
        current = self.truth.contact(sketch.listed, ids) if sketch.listed and ids else None
        reasons = list(self._reasons(sketch, meant, facts, current=current))
        twin = self._ids[id(sketch.twin_of)] if sketch.twin_of else None
        employees = facts["employees"]
        return {
            "match": meant.match,
            "entity_id": _entity_id(meant.company) if meant.company else None,
            "record_ids": ids,
            "candidates": [self._records(one) for one in meant.candidates],
            **facts,
            "employee_band": band(employees if isinstance(employees, int) else None),
            "deal_value_usd": _plain_number(sketch.deal.usd),
            "contact_in_corpus": current is not None,
            "contact_is_current": current,
            "duplicate_of": twin,
            "should_escalate": bool(reasons),
            "escalation_reasons": reasons,
            "expected_action": _action(twin, reasons),
        }

    def _reasons(
        self, sketch: Sketch, meant: Meant, facts: Row, *, current: bool | None
    ) -> Iterable[str]:
        core = ("founded_year", "employees", "total_funding_usd", "decision_makers")
        told = {
            "no_data": meant.match != AMBIGUOUS and not any(facts[one] for one in core),
            "ambiguous_company": meant.match == AMBIGUOUS,
            "conflicting_data": bool(facts["conflicts"]),
            "regulated_industry": facts["industry"] in self.truth.rules.said.regulated_industries,
            "high_value": sketch.deal.usd > HIGH_VALUE_USD,
            "invalid_contact": sketch.bad_contact,
            "stale_contact": current is False,
        }
        return (reason for reason, holds in told.items() if holds)

    def _metadata(self, sketch: Sketch, meant: Meant, truth: Row) -> Row:
        known = sum(truth[name] is not None for name in _KNOWN)
        alike = len(self.atlas.named_alike(sketch.company)) - 1 if sketch.company else 0
        confusable = max(alike, sketch.near)
        return {
            "difficulty": _difficulty(sketch, meant, truth, known=known, confusable=confusable),
            "industry": truth["industry"] or "unknown",
            "company_size": truth["employee_band"] or "unknown",
            "bucket": sketch.bucket,
            "name_noise": sketch.written.noise,
            "field_flags": list(sketch.flags),
            "contact_synthetic": sketch.listed is None,
            "known_fields": known,
            "confusable_entities": confusable,
        }

    def _records(self, company: Company) -> Sequence[str]:
        return list(self.atlas.records[company.key])


def _input(lead_id: str, sketch: Sketch) -> Row:
    return {
        "lead_id": lead_id,
        "name": sketch.name,
        "title": sketch.title,
        "email": sketch.email,
        "phone": sketch.phone,
        "company_name": sketch.written.text or None,
        "company_domain": sketch.web,
        "country": sketch.country,
        "deal_value": sketch.deal.value,
        "currency": sketch.deal.currency,
        "source": sketch.source,
    }


def _difficulty(sketch: Sketch, meant: Meant, truth: Row, *, known: int, confusable: int) -> str:
    reasons = truth["escalation_reasons"]
    no_data = isinstance(reasons, list) and "no_data" in reasons
    if meant.match != UNIQUE or truth["conflicts"] or no_data:
        return "hard"
    harder = (
        sketch.written.noise in _HARDER,
        not _MALFORMED.isdisjoint(sketch.flags),
        truth["contact_is_current"] is False,
        sketch.twin_of is not None,
        known <= len(_KNOWN) // 2,
        confusable > 0 and sketch.domain is None,
    )
    return "medium" if any(harder) else "easy"


def _action(twin: str | None, reasons: Sequence[str]) -> str:
    if twin:
        return "merge_duplicate"
    return "escalate" if reasons else "outreach"


def _entity_id(company: Company) -> str:
    return f"ent-{hashlib.sha256(company.key.encode()).hexdigest()[:10]}"


def _plain_number(value: float) -> int | float:
    return int(value) if value == int(value) else value
