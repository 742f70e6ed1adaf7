"""What a sloppy model said wrongly, and whether anybody was told."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leadwright.agents import coordinator, crm, escalation, outreach, research
from leadwright.bootstrap import House
from leadwright.journey.ports import LeadRow
from leadwright.leads.stage import Stage
from leadwright.memory.session import Session
from leadwright.models.playbook import PlaybookModel
from leadwright.models.ports import CallKind
from leadwright.models.sloppy import Lie, Other, Slip, SloppyModel
from leadwright.review.draft import Draft
from leadwright.review.grounding import Checker, Context, Others, Seller

SPECS = (coordinator.SPEC, research.SPEC, outreach.SPEC, crm.SPEC, escalation.SPEC)


def playbook() -> PlaybookModel:
    """The playbook, to be wrapped."""
    return PlaybookModel({spec.output_name: spec.play for spec in SPECS})


def sloppy(*, seed: int, rates: dict[Slip, float], knows: Sequence[Other] = ()) -> SloppyModel:
    """A sloppy model around the playbook."""
    return SloppyModel(playbook(), seed=seed, rates=rates, knows=knows)


def words_of(session: Session) -> str:
    """All that a person may be shown as ours, on one line: draft, proposals, escalation note."""
    parts = [f"{p.summary} {' '.join(str(v) for v in p.after.values())}" for p in session.proposals]
    if session.draft:
        draft = session.draft
        parts += [draft.subject, draft.body, draft.linkedin_message, draft.call_script]
    if session.halt:
        parts += [session.halt.summary, session.halt.next_step]
    return " ".join(" ".join(parts).split())


@dataclass(slots=True)
class Verdict:
    """What came of a run with a model that errs."""

    lies_told: list[str] = field(default_factory=list)
    ungrounded: list[str] = field(default_factory=list)
    over_budget: list[str] = field(default_factory=list)
    drafts: int = 0
    most_calls: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether nothing slipped through."""
        return not (self.lies_told or self.ungrounded or self.over_budget)


async def hear(house: House, model: SloppyModel) -> Verdict:
    """Look at every lead: no lie told, every waiting draft grounded, no budget exceeded."""
    rows = await all_leads(house)
    verdict, checker = Verdict(), Checker()
    for row in rows:
        session, name = row.session, row.lead.external_ids[0][1]
        lies = await _lies_about(house, row, model)
        verdict.lies_told += [f"{name}: {lie}" for lie in lies if _is_told(lie, session)]
        for spend in session.budget:
            verdict.most_calls = max(verdict.most_calls, spend.model_calls)
            if spend.tokens > spend.limit_tokens:
                verdict.over_budget.append(f"{name}: {spend}")
        if session.stage is Stage.AWAITING_APPROVAL:
            verdict.drafts += 1
            context = _context(house, row, rows)
            verdict.ungrounded += [f"{name}: {fault}" for fault in _recheck(checker, row, context)]
    return verdict


async def all_leads(house: House) -> list[LeadRow]:
    """Every lead there is."""
    found: list[LeadRow] = []
    while page := await house.desk.list_leads(limit=500, offset=len(found)):
        found += page
    return found


def others_in(rows: Iterable[LeadRow]) -> list[Other]:
    """What a model could remember of leads it has seen."""
    return [
        Other(
            person=row.lead.person.name,
            company=row.lead.company.name,
            email=row.lead.person.email or "",
            headline=_headline(row.session),
        )
        for row in rows
        if row.lead.person.name and row.lead.company.name
    ]


def head_of(file: Path, number: int, into: Path) -> Path:
    """The first rows of a file of JSON lines."""
    lines = file.read_text(encoding="utf-8").splitlines()[:number]
    into.write_text("\n".join(lines), encoding="utf-8")
    return into


async def _lies_about(house: House, row: LeadRow, model: SloppyModel) -> list[Lie]:
    """What the model said wrongly when it was asked about this lead; the journal has the words."""
    told = await house.store.journal.of_segment(f"{row.lead.lead_id}:1")
    prompts = {
        text
        for call in told
        if call.kind is CallKind.MODEL
        for role, text in json.loads(call.request)
        if role == "user"
    }
    return [lie for prompt in prompts for lie in model.lies.get(prompt, ())]


def _is_told(lie: Lie, session: Session) -> bool:
    text = " ".join(lie.text.split())
    if lie.cited is None:
        return text in words_of(session)
    claims = session.draft.claims if session.draft else ()
    return any(
        " ".join(claim.text.split()) == text and tuple(claim.finding_ids) == lie.cited
        for claim in claims
    )


def _recheck(checker: Checker, row: LeadRow, context: Context) -> list[str]:
    """The draft as a whole, and each claim of it alone, before a checker that saw neither."""
    draft, findings = row.session.draft, row.session.findings
    assert draft is not None
    assert findings is not None
    alone = [Draft(subject="", body=claim.text, claims=(claim,)) for claim in draft.claims]
    return [
        problem.message
        for one in (draft, *alone)
        for problem in checker.check(one, findings, context).problems
    ]


def _context(house: House, row: LeadRow, rows: Sequence[LeadRow]) -> Context:
    """Built anew from lead and findings; names of all other leads must not appear."""
    lead, findings = row.lead, row.session.findings
    entity = findings.resolution.entity if findings else None
    names = {lead.company.name, entity.name if entity else None}
    strangers = [
        name
        for other in rows
        if other.lead.person.name != lead.person.name
        for name in (other.lead.person.name, other.lead.company.name)
        if name and name not in names
    ]
    return Context(
        person_name=lead.person.name,
        person_title=lead.person.title,
        company_name=lead.company.name,
        company_names=(entity.name,) if entity else (),
        company_domain=lead.company.domain,
        seller=Seller.of(house.seller),
        today=house.clock.today(),
        others=Others.of(strangers),
    )


def _headline(session: Session) -> str:
    findings = session.findings
    news = [str(getattr(f.value, "headline", "")) for f in findings.findings] if findings else []
    return next((headline for headline in news if headline), "")
