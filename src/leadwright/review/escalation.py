"""A lead handed to a person: why, with the numbers, what would help, and who waits for the same."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol, TypedDict

from leadwright.errors import Bug
from leadwright.review.rules.evaluate import RuleHit


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a suggestion may name: whatever is left out is said in general words."""

    company: str | None = None
    contact: str | None = None
    currency: str | None = None
    conflicts: tuple[str, ...] = ()
    candidates: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """Why a person is needed, in the order of the rules; the first reason leads.

    Attributes:
        reasons: Codes.
        summary: Each reason with its numbers.
        steps: What would help, one a reason, none twice.
        missing: The fact that is missing, when one is; leads with the same are one group.
    """

    reasons: tuple[str, ...]
    hits: tuple[RuleHit, ...]
    summary: str
    steps: tuple[str, ...]
    missing: str = ""

    @property
    def next_step(self) -> str:
        """What would help with the first reason."""
        return self.steps[0]


class Stopped(Protocol):
    """A lead's stop, as far as grouping needs it."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Codes, the leading one first."""
        ...

    @property
    def missing(self) -> str:
        """The fact that is missing, or nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFact:
    """Leads that one fact would set going again."""

    missing: str
    lead_refs: tuple[str, ...]

    @property
    def headline(self) -> str:
        """`12 leads wait for the same missing fact: an exchange rate for EUR`."""
        count = len(self.lead_refs)
        if count == 1:
            return f"1 lead waits for {self.missing}"
        return f"{count} leads wait for the same missing fact: {self.missing}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationGroup:
    """Leads stopped for the same leading reason, and the facts they wait for."""

    reason: str
    lead_refs: tuple[str, ...]
    facts: tuple[MissingFact, ...]

    @property
    def headline(self) -> str:
        """`54 leads: nothing is known about the company`."""
        count = len(self.lead_refs)
        return f"{count} {'lead' if count == 1 else 'leads'}: {title_of(self.reason)}"


def escalate(hits: Sequence[RuleHit], about: Circumstances) -> Escalation:
    """Put the rules that hold into what a person needs to decide.

    Raises:
        Bug: no rule holds, so there is nothing to escalate.
    """
    if not hits:
        raise Bug("a lead was to be escalated without a reason; pass the rules that hold")
    steps = (hit.next_step or suggest_next_step(hit.rule_id, about) for hit in hits)
    missing = (missing_fact(hit.rule_id, about) for hit in hits)
    return Escalation(
        reasons=tuple(hit.rule_id for hit in hits),
        hits=tuple(hits),
        summary=" ".join(hit.sentence() for hit in hits),
        steps=tuple(dict.fromkeys(steps)),
        missing=next((fact for fact in missing if fact), ""),
    )


def suggest_next_step(code: str, about: Circumstances | None = None) -> str:
    """What usually helps with a reason, in plain English."""
    step = _reason(code).get("next_step") or _advice()["other_reasons"]["next_step"]
    said = _filled(step, about or Circumstances())
    return said[:1].upper() + said[1:]


def missing_fact(code: str, about: Circumstances) -> str:
    """The fact a reason waits for; nothing where no single fact would help."""
    return _filled(_reason(code).get("missing", ""), about)


def title_of(code: str) -> str:
    """A reason in few words."""
    return _reason(code).get("title") or code.replace("_", " ")


def reasons() -> tuple[str, ...]:
    """The codes that have words and advice of their own."""
    return tuple(_advice()["reasons"])


def group(stopped: Iterable[tuple[str, Stopped]]) -> tuple[EscalationGroup, ...]:
    """Leads by leading reason and missing fact, the biggest group first, each lead once."""
    by_reason: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for lead_ref, stop in stopped:
        reason = stop.reasons[0] if stop.reasons else ""
        by_reason[reason][stop.missing].append(lead_ref)
    groups = (_group(reason, facts) for reason, facts in by_reason.items())
    return tuple(sorted(groups, key=lambda found: (-len(found.lead_refs), found.reason)))


def _group(reason: str, by_fact: Mapping[str, Sequence[str]]) -> EscalationGroup:
    facts = (
        MissingFact(missing=fact, lead_refs=tuple(sorted(leads)))
        for fact, leads in by_fact.items()
        if fact
    )
    return EscalationGroup(
        reason=reason,
        lead_refs=tuple(sorted(lead for leads in by_fact.values() for lead in leads)),
        facts=tuple(sorted(facts, key=lambda found: (-len(found.lead_refs), found.missing))),
    )


class _Reason(TypedDict, total=False):
    title: str
    next_step: str
    missing: str


class _Advice(TypedDict):
    reasons: dict[str, _Reason]
    other_reasons: _Reason
    fields: dict[str, str]
    words: dict[str, str]
    numbers: list[str]


@cache
def _advice() -> _Advice:
    text = files(__package__).joinpath("escalation_advice.json").read_text(encoding="utf-8")
    raw: _Advice = json.loads(text)
    return raw


def _reason(code: str) -> _Reason:
    return _advice()["reasons"].get(code, {})


def _filled(template: str, about: Circumstances) -> str:
    words, numbers = _advice()["words"], _advice()["numbers"]
    count = about.candidates
    named = {
        "company": about.company,
        "contact": about.contact,
        "currency": about.currency,
        "conflicts": " and ".join(_field(name) for name in about.conflicts),
        "candidates": (numbers[count] if count < len(numbers) else str(count)) if count > 1 else "",
    }
    said = {key: " ".join((value or "").split()) or words[key] for key, value in named.items()}
    return template.format_map(said)


def _field(name: str) -> str:
    return _advice()["fields"].get(name) or name.replace("_", " ")
