"""What the rules say of a lead: the view the coordinator decides on, and the case for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from leadwright.agents.coordinator import Move, View
from leadwright.journey.facts import fit_facts, rule_facts
from leadwright.journey.ports import EventKind
from leadwright.journey.stages import legal_moves
from leadwright.journey.walk import Walk
from leadwright.leads.conventions import Conventions
from leadwright.leads.donottouch import (
    ConsentRule,
    Suppressible,
    SuppressionKind,
    consent_hold,
    lookups,
    verdict,
)
from leadwright.leads.findings import FactField, Findings, Match
from leadwright.leads.lead import Lead
from leadwright.memory.session import Session
from leadwright.review.escalation import Circumstances, escalate, missing_fact, suggest_next_step
from leadwright.review.icp import Icp
from leadwright.review.rules.evaluate import RuleHit, evaluate
from leadwright.review.rules.ruleset import RuleSet

DOUBTED = "doubted_finding"
NO_ADDRESS = "invalid_contact"
SILENT = "sources_silent"
CAUTION = "caution"  # no rule stops it, the coordinator asks a person all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Why a person is needed, ready to be put into words."""

    reasons: tuple[str, ...]
    sentences: tuple[str, ...]
    steps: tuple[str, ...]
    hits: tuple[dict[str, object], ...]
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """Rules, ideal customer and budgets; shared by all leads."""

    rules: RuleSet
    icp: Icp
    suppressed: frozenset[Suppressible] = frozenset()
    customers: frozenset[str] = frozenset()  # web domains
    open_deals: frozenset[str] = frozenset()  # web domains
    consent: Mapping[str, ConsentRule] = field(default_factory=dict)  # by country
    conventions: Conventions
    budgets: Mapping[str, int]

    def budget(self, phase: str) -> int:
        """The tokens a phase may use."""
        return self.budgets[phase]

    def is_regulated(self, findings: Findings) -> bool:
        """Whether the company works where a person must look first."""
        industry = findings.get(FactField.INDUSTRY)
        regulated = {name.casefold() for name in self.conventions.regulated_industries}
        return industry is not None and str(industry.value).strip().casefold() in regulated

    def view_of(self, walk: Walk) -> View:
        """The trusted numbers that the next move rests on."""
        session = walk.session
        legal = frozenset({Move.ESCALATE}) if walk.failure else legal_moves(session.stage)
        findings = session.findings
        if findings is None or walk.at_rest:
            return View(
                legal=legal,
                twin=walk.twin is not None,
                retry=any(event.kind is EventKind.RETRY for event in walk.events),
                resting=walk.at_rest,
                researched=findings is not None,
                reasons=tuple(code for code, _ in _own_reasons(walk)),
            )
        facts = rule_facts(walk.lead, session, walk.value_usd)
        hits = evaluate(self.rules, facts)
        fit = self.icp.judge(fit_facts(walk.lead, session, walk.value_usd))
        return View(
            legal=legal,
            twin=walk.twin is not None,
            researched=True,
            reasons=tuple(
                dict.fromkeys((*(c for c, _ in _own_reasons(walk)), *(h.rule_id for h in hits)))
            ),
            misfit=fit.why() if fit.disqualifies else "",
            blocked=self.blocked(walk.lead, findings, walk.suppressed),
            confidence=session.confidence,
            known_facts=facts.known_facts or 0,
            value_usd=walk.value_usd,
            ambiguous=findings.resolution.match is Match.AMBIGUOUS,
        )

    def case_of(self, walk: Walk) -> Case:
        """The rules that stop this lead, with their numbers, and what would help."""
        hits = self._hits_of(walk)
        about = circumstances(walk.lead, walk.session)
        ruled = {hit.rule_id for hit in hits}
        own = [(code, said) for code, said in _own_reasons(walk) if code not in ruled]
        if not own and not hits:
            own = [(CAUTION, "The numbers are thin, a person should look.")]
        stop = escalate(hits, about) if hits else None
        steps = [suggest_next_step(code, about) for code, _ in own]
        steps += stop.steps if stop else ()
        missing = [missing_fact(code, about) for code, _ in own]
        missing += [stop.missing] if stop else []
        return Case(
            reasons=tuple(dict.fromkeys((*(c for c, _ in own), *(hit.rule_id for hit in hits)))),
            sentences=(*(sentence for _, sentence in own), *(hit.sentence() for hit in hits)),
            steps=tuple(dict.fromkeys(steps)),
            hits=tuple(hit.record() for hit in hits),
            missing=next((fact for fact in missing if fact), ""),
        )

    def fit_of(self, walk: Walk) -> float | None:
        """How well the lead fits, 0 to 1; None where no ideal customer is described."""
        if not self.icp.terms:
            return None
        verdict_ = self.icp.judge(fit_facts(walk.lead, walk.session, walk.value_usd))
        return round(verdict_.fit.score, 4)

    def blocked(
        self,
        lead: Lead,
        findings: Findings | None,
        listed: frozenset[Suppressible] = frozenset(),
    ) -> str:
        """Why nobody at all may be written to; empty when nothing speaks against it.

        `listed` are those of `lookups_of` that are on the list beside the settings.
        """
        for host in _hosts(findings):
            asked = lookups(lead, entity_domain=host)
            domains = {item.value for item in asked if item.kind is SuppressionKind.DOMAIN}
            found = verdict(
                lead,
                entity_domain=host,
                suppressed=self.suppressed | listed,
                is_customer=not domains.isdisjoint(self.customers),
                has_open_opportunity=not domains.isdisjoint(self.open_deals),
            )
            if found:
                return found.why()
        return ""

    def consent_hold(self, lead: Lead, session: Session) -> str | None:
        """Why a lead may not be written to before they agreed; None when nothing asks for it."""
        found = session.findings.get(FactField.COUNTRY) if session.findings else None
        country = str(found.value) if found else None
        return consent_hold(lead, self.consent, found_country=country)

    def _hits_of(self, walk: Walk) -> tuple[RuleHit, ...]:
        if walk.session.findings is None:
            return ()
        return evaluate(self.rules, rule_facts(walk.lead, walk.session, walk.value_usd))


def _own_reasons(walk: Walk) -> list[tuple[str, str]]:
    """What stops a lead beside the rules: no agent could answer, or one had doubts."""
    found = [(walk.failure_code, walk.failure)] if walk.failure else []
    if walk.lead.person.email is None and walk.session.findings is not None:
        found.append((NO_ADDRESS, "There is no usable e-mail address."))
    if walk.session.silent:
        tools = " and ".join(walk.session.silent).replace("_", " ")
        found.append((SILENT, f"No source answered: {tools}."))
    if walk.session.doubts:
        fields = " and ".join(walk.session.doubts).replace("_", " ")
        found.append((DOUBTED, f"Research does not trust what sources say about {fields}."))
    return found


def lookups_of(lead: Lead, findings: Findings | None) -> frozenset[Suppressible]:
    """All that a lead may be on the list as, by what it states and what is known of its company."""
    return frozenset(
        item for host in _hosts(findings) for item in lookups(lead, entity_domain=host)
    )


def _hosts(findings: Findings | None) -> Sequence[str | None]:
    entity = findings.resolution.entity if findings else None
    return entity.domains if entity and entity.domains else (None,)


def circumstances(lead: Lead, session: Session) -> Circumstances:
    """What a suggestion to a person may name."""
    findings = session.findings
    return Circumstances(
        company=lead.company.name or lead.company.domain,
        contact=lead.person.name,
        currency=lead.deal_value.currency if lead.deal_value else None,
        conflicts=tuple(field.value for field in findings.conflicts) if findings else (),
        candidates=len(findings.resolution.candidates) if findings else 0,
    )
