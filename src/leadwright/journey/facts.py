"""What rules and the ideal customer profile may know of a lead: flat facts from its session."""

from decimal import Decimal

from leadwright.leads.findings import FactField, Findings, RoundValue
from leadwright.leads.lead import FlawCode, Lead
from leadwright.memory.session import Session
from leadwright.review.icp import FitFacts
from leadwright.review.rules.facts import ContactStatus, RuleFacts, known_facts


def rule_facts(lead: Lead, session: Session, value_usd: float | None) -> RuleFacts:
    """The documented variables of a lead and its session."""
    findings = session.findings
    if findings is None:
        return RuleFacts(contact_status=contact_status(lead, session))
    return RuleFacts(
        deal_value=_decimal(value_usd),
        currency=lead.deal_value.currency if lead.deal_value else None,
        currency_known=_currency_known(lead, value_usd),
        research_confidence=session.confidence if findings.resolution.entity else None,
        resolution=findings.resolution.match,
        known_facts=known_facts(findings),
        conflicts=tuple(field.value for field in findings.conflicts),
        contact_status=contact_status(lead, session),
        regulated=session.regulated,
        industry=_text(findings, FactField.INDUSTRY),
        country=_text(findings, FactField.COUNTRY) or lead.company.country,
        employees=_number(findings, FactField.EMPLOYEES),
        total_funding_usd=_amount(findings),
        decision_makers=len(findings.all(FactField.DECISION_MAKER)),
        has_news=findings.get(FactField.NEWS) is not None,
        fit=session.fit,
        title=lead.person.title,
        source=lead.source,
        campaign=lead.campaign,
    )


def facts_on_arrival(lead: Lead, value_usd: Decimal | None) -> RuleFacts:
    """What is known of a lead before any research; the rest is unknown."""
    if lead.has_flaw(FlawCode.EMAIL_INVALID):
        status = ContactStatus.INVALID
    else:
        status = ContactStatus.VALID if lead.person.email else ContactStatus.MISSING
    return RuleFacts(
        deal_value=value_usd,
        currency=lead.deal_value.currency if lead.deal_value else None,
        currency_known=_currency_known(lead, float(value_usd) if value_usd is not None else None),
        contact_status=status,
        title=lead.person.title,
        source=lead.source,
        campaign=lead.campaign,
    )


def fit_facts(lead: Lead, session: Session, value_usd: float | None) -> FitFacts:
    """The documented variables of the ideal customer profile."""
    findings = session.findings
    if findings is None:
        return FitFacts(title=lead.person.title, source=lead.source, campaign=lead.campaign)
    last_round = _round(findings)
    return FitFacts(
        title=lead.person.title,
        industry=_text(findings, FactField.INDUSTRY),
        country=_text(findings, FactField.COUNTRY) or lead.company.country,
        employees=_number(findings, FactField.EMPLOYEES),
        founded_year=_number(findings, FactField.FOUNDED_YEAR),
        total_funding_usd=_amount(findings),
        last_round=last_round.type if last_round else None,
        decision_makers=len(findings.all(FactField.DECISION_MAKER)),
        has_news=findings.get(FactField.NEWS) is not None,
        deal_value=_decimal(value_usd),
        source=lead.source,
        campaign=lead.campaign,
    )


def contact_status(lead: Lead, session: Session) -> ContactStatus:
    """Whether the person can be written to: the address first, then what sources list."""
    if lead.has_flaw(FlawCode.EMAIL_INVALID):
        return ContactStatus.INVALID
    if lead.person.email is None:
        return ContactStatus.MISSING
    if session.contact_status == "former":
        return ContactStatus.STALE
    return ContactStatus.VALID


def _currency_known(lead: Lead, value_usd: float | None) -> bool:
    if lead.has_flaw(FlawCode.CURRENCY_UNKNOWN, FlawCode.VALUE_UNREADABLE):
        return False
    return lead.deal_value is None or value_usd is not None


def _round(findings: Findings) -> RoundValue | None:
    finding = findings.get(FactField.LAST_ROUND)
    return finding.value if finding and isinstance(finding.value, RoundValue) else None


def _decimal(value_usd: float | None) -> Decimal | None:
    return Decimal(str(value_usd)) if value_usd is not None else None


def _text(findings: Findings, field: FactField) -> str | None:
    finding = findings.get(field)
    return str(finding.value) if finding else None


def _number(findings: Findings, field: FactField) -> int | None:
    finding = findings.get(field)
    return finding.value if finding and isinstance(finding.value, int) else None


def _amount(findings: Findings) -> Decimal | None:
    finding = findings.get(FactField.TOTAL_FUNDING_USD)
    return finding.value if finding and isinstance(finding.value, Decimal) else None
