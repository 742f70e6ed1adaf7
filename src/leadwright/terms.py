"""What the settings mean, in the words of the rooms; wrong ones are refused here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import idna

from leadwright.errors import Misconfigured, reason_of
from leadwright.governance.naming import Naming
from leadwright.journey.outbox.letterhead import Letterhead
from leadwright.journey.outbox.unsubscribing import Unsubscriber
from leadwright.journey.rulebook import Rulebook
from leadwright.journey.sending.sender import Limits
from leadwright.journey.steps import Expiry
from leadwright.leads.conventions import Conventions
from leadwright.leads.dedup import canonical_email
from leadwright.leads.donottouch import Suppressible, SuppressionKind, consent_rules
from leadwright.review.decisions import Policy
from leadwright.review.icp import Icp, IcpTerm
from leadwright.review.rules.ruleset import RuleSet
from leadwright.review.seller import SellerProfile, ValueProposition
from leadwright.review.team import Member, Team
from leadwright.settings import (
    DoNotTouchSettings,
    MemberSettings,
    SellerSettings,
    Settings,
    SettingsInvalid,
    ToolSettings,
)
from leadwright.tools.catalogue.listing import CATALOGUE
from leadwright.tools.contract import ToolSpec


class FourEyesUnverified(Misconfigured):
    """`approvals.four_eyes` is on while names are only claimed with `--as`."""

    code: ClassVar[str] = "four_eyes_unverified"

    def __init__(self) -> None:
        super().__init__(
            "approvals.four_eyes needs users who prove who they are; so far a name is only given "
            "with --as, and anybody can give another one. Switch it off; "
            "approvals.two_people_from_usd asks two people meanwhile"
        )


def seller(given: SellerSettings) -> SellerProfile:
    """Who writes, and what is offered."""
    return SellerProfile(
        company=given.company,
        product=given.product,
        helps=given.helps,
        value_propositions=tuple(ValueProposition(**v.model_dump()) for v in given.values),
        sender_name=given.sender_name,
        sender_title=given.sender_title,
        sender_phone=given.sender_phone,
        postal_address=given.postal_address,
        proof=given.proof,
        calls_to_action=given.calls_to_action,
        links=given.links,
    )


def letterhead(settings: Settings, naming: Naming) -> Letterhead:
    """What every mail carries."""
    given = settings.seller
    return Letterhead(
        sender_name=given.sender_name,
        mailbox=_for_servers(given.sender_email),
        unsubscriber=Unsubscriber(naming=naming, base_url=settings.mail.unsubscribe_url),
        within=timedelta(days=settings.mail.within_days),
        legal_name=settings.mail.legal_name,
    )


def _for_servers(address: str) -> str:
    """A mailbox with its domain in ASCII, as message ids and most mail servers want it."""
    local, _, domain = address.rpartition("@")
    try:
        return (
            address if domain.isascii() else f"{local}@{idna.encode(domain, uts46=True).decode()}"
        )
    except idna.IDNAError:
        raise SettingsInvalid(f"seller.sender_email: {domain!r} cannot be a domain") from None


def policy(settings: Settings) -> Policy:
    """Who may say yes.

    Raises:
        FourEyesUnverified: four eyes are asked for, and nobody can tell who is who.
    """
    given = settings.approvals
    if given.four_eyes:
        raise FourEyesUnverified
    return Policy(two_people_from_usd=given.two_people_from_usd)


def team(given: Sequence[MemberSettings]) -> Team:
    """Who decides for whom."""
    names = [member.name for member in given]
    for member in given:
        if names.count(member.name) > 1:
            raise SettingsInvalid(f"[[team]]: {member.name!r} is there twice; keep one of them")
        if member.delegate is not None and member.delegate not in names:
            raise SettingsInvalid(
                f"[[team]]: {member.name!r} has a delegate {member.delegate!r} who is not in the "
                "team; add them, or name somebody else"
            )
    return Team(members=tuple(Member(**member.model_dump()) for member in given))


def expiry(settings: Settings) -> Expiry:
    """How long decisions may take."""
    return Expiry(
        hot=timedelta(hours=settings.approvals.hot_hours),
        usual=timedelta(hours=settings.approvals.hours),
        hot_from_usd=settings.approvals.hot_from_usd,
    )


def limits(settings: Settings) -> Limits:
    """How effects are carried out."""
    return Limits(**settings.outbox.model_dump())


def rules(given: Settings, conventions: Conventions) -> Rulebook:
    """What rules decide: whom to ask, who fits, whom to leave alone."""
    file, off = given.rules.file, given.do_not_touch
    return Rulebook(
        rules=RuleSet.parse(_text_of(file)) if file else RuleSet.default(),
        icp=Icp.load(
            [IcpTerm(name=t.name, when=t.when, weight=t.weight) for t in given.icp.terms],
            min_fit=given.icp.min_fit,
        ),
        conventions=conventions,
        budgets=given.budgets.model_dump(),
        suppressed=_suppressed(off),
        customers=frozenset(map(_domain, off.customers)),
        open_deals=frozenset(map(_domain, off.open_deals)),
        consent=consent_rules(given.mail.consent_countries),
    )


def check_tools(given: Mapping[str, ToolSettings], providers: Collection[str]) -> None:
    """Refuse settings of tools and sources that are not there."""
    tools = {spec.name for spec in CATALOGUE}
    for tool, one in given.items():
        if tool not in tools:
            raise SettingsInvalid(f"[tools.{tool}]: there is no such tool; see docs/reference")
        unknown = {*one.providers, *one.prices} - {*providers}
        if unknown:
            raise SettingsInvalid(
                f"[tools.{tool}]: there is no source {min(unknown)!r}; "
                f"there are {', '.join(sorted(providers))}"
            )


def as_set(spec: ToolSpec, given: ToolSettings | None) -> ToolSpec:
    """A tool with the limits of the settings."""
    if given is None:
        return spec
    changed = given.model_dump(exclude_none=True, exclude={"providers", "prices"})
    return replace(spec, **changed)


def _suppressed(off: DoNotTouchSettings) -> frozenset[Suppressible]:
    lists = (
        (SuppressionKind.ADDRESS, map(canonical_email, off.addresses)),
        (SuppressionKind.DOMAIN, map(_domain, off.domains)),
        (SuppressionKind.PHONE, ("".join(phone.split()) for phone in off.phones)),
    )
    return frozenset(Suppressible(kind, value) for kind, values in lists for value in values)


def _domain(written: str) -> str:
    return written.strip().lower().removeprefix("www.")


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsInvalid(
            f"rules.file: {str(file)!r} cannot be read ({reason_of(error)}); name a rules file, or "
            "leave the setting out"
        ) from None
