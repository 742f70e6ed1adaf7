"""Leads, changes and journal rows to keep and to find again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from leadwright.governance.audit import AuditEvent
from leadwright.journey.outbox.intents import Intent
from leadwright.journey.ports import Change, Event, EventKind, Opening
from leadwright.leads.findings import (
    Candidate,
    Conflict,
    Evidence,
    EvidenceId,
    FactField,
    FactValue,
    Finding,
    FindingId,
    Findings,
    Match,
    NewsValue,
    PersonValue,
    Resolution,
    RoundValue,
)
from leadwright.leads.lead import (
    Company,
    Consent,
    Flaw,
    FlawCode,
    LawfulBasis,
    Lead,
    LeadId,
    Money,
    Person,
)
from leadwright.leads.ports import Admission, AdmissionKind, KeptRefusal, KeyRef
from leadwright.leads.stage import Stage
from leadwright.memory.session import Action, Halt, PhaseSpend, Proposal, Session, Tier
from leadwright.models.ports import CallKind, CallState, JournalRow
from leadwright.review.approvals import Approval
from leadwright.review.draft import Claim, Draft

NOON = datetime(2026, 3, 4, 12, 0, 0, 123456, tzinfo=UTC)


def an_id(number: int) -> LeadId:
    return LeadId(f"lead_{number:04}")


def a_lead(number: int = 1, **changes: object) -> Lead:
    lead = Lead(
        lead_id=an_id(number),
        external_ids=(("crm", f"crm-{number}"),),
        person=Person(
            name=f"Wilhelmina Quux {number}",
            title="Head of Sales",
            email=f"wilhelmina.{number}@quuxworks.example",
            phone="+4930123456",
        ),
        company=Company(name="Quuxworks", domain="quuxworks.example", country="DE"),
        deal_value=Money(amount=Decimal("120000.50"), currency="EUR"),
        source="fair",
        owner="ann",
        campaign="spring",
        lawful_basis=LawfulBasis.CONSENT,
        consent=Consent(given_at=NOON, channel="form", wording="Yes, write to me."),
        received_at=NOON,
        position=number,
        cohort=number % 100,
        flaws=(Flaw(field="phone", code=FlawCode.PHONE_INVALID, given="1-2-3"),),
    )
    return replace(lead, **changes)  # type: ignore[arg-type]


def an_admission(lead: Lead | None = None, **changes: object) -> Admission:
    lead = lead or a_lead()
    admission = Admission(
        kind=AdmissionKind.NEW,
        lead=lead,
        keys=(
            KeyRef("row", lead.lead_id),
            KeyRef("external", f"crm\x1f{lead.external_ids[0][1]}" if lead.external_ids else "-"),
            KeyRef("email", lead.person.email or "-"),
        ),
        raw='{"Name": "Wilhelmina Quux", "Value": "120.000,50 EUR"}',
        priority=1.0,
        priority_terms='{"value": 0.6, "freshness": 0.4}',
    )
    return replace(admission, **changes)  # type: ignore[arg-type]


def merged(lead: Lead, into: Lead) -> Admission:
    return an_admission(
        lead,
        kind=AdmissionKind.MERGED,
        merged_into=into.lead_id,
        why="same mail address",
    )


def a_refusal(row: int = 7, given: str = "no idea \ud800 \x00") -> KeptRefusal:
    return KeptRefusal(
        file="fair.csv",
        row=row,
        field="email",
        given=given,
        code="nobody",
        reason="The row names nobody; add a name or a mail address.",
    )


def an_audit_event(number: int = 1, **changes: object) -> AuditEvent:
    event = AuditEvent(
        id=f"audit-{number}",
        timestamp=NOON + timedelta(seconds=number),
        actor="agent:research",
        action="research",
        subject="p123",
        model="playbook",
        tool=None,
        reason="three sources agree",
        cost_tokens=420,
        cost_usd=Decimal("0.0042"),
        release="r1",
        detail='{"findings": 3}',
    )
    return replace(event, **changes)  # type: ignore[arg-type]


def an_approval(lead_id: LeadId, number: int = 1) -> Approval:
    return Approval(
        id=f"{lead_id}-approval-{number}",
        lead_id=lead_id,
        action="send_email",
        draft='{"subject": "Quuxworks and spring"}',
        content_hash="ab" * 32,
        assignee="ann",
        created_at=NOON + timedelta(minutes=number),
        expires_at=NOON + timedelta(days=2),
    )


def an_intent(lead_id: LeadId, approval: Approval, number: int = 1) -> Intent:
    return Intent(
        id=f"{lead_id}-intent-{number}",
        lead_id=lead_id,
        kind="email",
        sequence_step=number,
        content='{"to": "wilhelmina@quuxworks.example"}',
        content_hash="cd" * 32,
        approval_id=approval.id,
        message_id=f"<{lead_id}-{number}@mail.example>",
        created_at=NOON + timedelta(minutes=number),
    )


def an_event(lead_id: LeadId, name: str = "twin", payload: str = '{"of": "lead_0009"}') -> Event:
    return Event(
        id=f"{lead_id}:{name}", lead_id=lead_id, kind=EventKind.TWIN_FOUND, payload=payload, at=NOON
    )


def a_change(opening: Opening, **changes: object) -> Change:
    """The next change of a lead, with one audit event; fields of the session may be named too."""
    version = opening.session.version
    fields = {name: changes.pop(name) for name in list(changes) if name in Session.__slots__}
    session = replace(
        opening.session,
        **{
            "version": version + 1,
            "stage": Stage.RESEARCHING,
            "release": "r1",
            "last_updated": NOON + timedelta(seconds=version),
            **fields,
        },  # type: ignore[arg-type]
    )
    change = Change(session=session, expected_version=version, audit=(an_audit_event(version),))
    return replace(change, **changes)  # type: ignore[arg-type]


def a_row(lead_id: LeadId, number: int = 1, **changes: object) -> JournalRow:
    row = JournalRow(
        key=f"{lead_id}:1/research/{number}/search_company/0123456789abcdef0123",
        segment_id=f"{lead_id}:1",
        lead_id=lead_id,
        phase="research",
        turn=number,
        kind=CallKind.TOOL,
        name="search_company",
        provider="corpus",
        agent="research",
        release="r1",
        request='{"company_name": "Quuxworks"}',
        reply='{"records": ["Wilhelmina Quux founded it \U0001f680"]}',
        tokens_in=12,
        tokens_out=34,
        cost_usd=Decimal("0.00123"),
        price_version="2026-03",
        latency_ms=12.5,
        started_at=NOON,
        state=CallState.DONE,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def a_full_session(session: Session) -> dict[str, object]:
    """Every field of a session filled, as keywords for `a_change`."""
    evidence = Evidence(
        id=EvidenceId("e1"),
        source="registry",
        record_id="r1",
        ref="r1#employees",
        url="https://registry.example/r1",
        observed_on=date(2013, 1, 2),
        field=FactField.EMPLOYEES,
        value=120,
        quote="about 120 people",
        tool_call="search_company/1",
    )
    values: tuple[FactValue, ...] = (
        120,
        Decimal("12.50"),
        "software",
        RoundValue(type="series_a", date="2012-11-01", amount_usd=Decimal(5000000)),
        PersonValue(name="Ada Quux", title="CEO", is_current=False),
        NewsValue(news_id="n1", date="2013-01-01", headline="Quuxworks opens an office"),
    )
    findings = Findings(
        resolution=Resolution(
            match=Match.UNIQUE,
            candidates=(
                Candidate(
                    entity_id="ent1",
                    name="Quuxworks",
                    record_ids=("r1",),
                    score=0.97,
                    reasons=("same domain",),
                ),
            ),
            confidence=0.97,
            reason="same domain",
        ),
        findings=tuple(
            Finding(
                id=FindingId(f"f{number}"),
                field=FactField.EMPLOYEES,
                value=value,
                evidence_ids=(EvidenceId("e1"),),
                confidence=0.9,
                conflicts=(Conflict(value=value, evidence_ids=(EvidenceId("e1"),)),),
            )
            for number, value in enumerate(values)
        ),
        evidence=(evidence,),
        unknown=(FactField.NEWS,),
        conflicts=(FactField.COUNTRY,),
        notes=("two sources",),
    )
    return {
        "tier": Tier.COMPLEX,
        "actions": (
            *session.actions,
            Action(
                timestamp=NOON,
                agent="research",
                action="research",
                reason="to know them",
                findings={"employees": 120},
                output={"lines": ["one", "two"]},
            ),
        ),
        "summary": "Researched.",
        "waiting_for": "approval",
        "contact_status": "valid",
        "regulated": True,
        "confidence": 0.91,
        "fit": 0.5,
        "findings": findings,
        "draft": Draft(
            subject="Spring",
            body="You employ 120 people.",
            claims=(Claim(text="You employ 120 people.", finding_ids=(FindingId("f0"),)),),
            linkedin_message="Hello",
            call_script="Ring",
            confidence=0.8,
            frame="news",
        ),
        "approval_id": "a1",
        "halt": Halt(
            reasons=("ambiguous",),
            hits=({"rule": "ambiguous", "value": 2},),
            summary="Two companies fit.",
            next_step="Ask which.",
        ),
        "proposals": (
            Proposal(
                kind="crm_update",
                summary="Set employees",
                before={"employees": None},
                after={"employees": "120"},
                expected_version=3,
                reason="registry",
            ),
        ),
        "budget": (
            PhaseSpend(phase="research", limit_tokens=2000, tokens=420, cost_usd=Decimal("0.01")),
        ),
        "conversation_id": "c1",
    }
