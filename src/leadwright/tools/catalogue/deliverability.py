"""`check_email_deliverability`: would mail to this address arrive, as far as can be known?"""

from enum import StrEnum

from pydantic import Field
from rapidfuzz.distance import OSA

from leadwright.leads.dedup.words import mailboxes
from leadwright.leads.intake.values.emails import email as read_email
from leadwright.leads.resolution.vocabulary import english
from leadwright.tools.catalogue.data import words
from leadwright.tools.catalogue.domains import DomainProblem, is_reserved, problems_of
from leadwright.tools.catalogue.names import NOT_HEARD, Heard, takes_mail
from leadwright.tools.catalogue.ports import NameServer
from leadwright.tools.contract import ToolModel, ToolSpec

LONGEST = 1_000
_LONGEST_HOST_OF_A_SLIP = 30


class Deliverability(StrEnum):
    """What to expect of mail to an address."""

    DELIVERABLE = "deliverable"
    RISKY = "risky"
    UNDELIVERABLE = "undeliverable"
    UNKNOWN = "unknown"


class CheckEmailInput(ToolModel):
    """The address in question; nothing is sent to it."""

    email: str = Field(
        min_length=1, max_length=LONGEST, description="A mail address, e.g. 'ann.lee@acme.com'"
    )


class CheckEmailOutput(ToolModel):
    """What can be said of an address; `mail_server` is unknown unless a name server was asked."""

    email: str | None = Field(default=None, description="The address as mail would go to it")
    domain: str | None = None
    status: Deliverability
    syntax_ok: bool
    mail_server: Heard = Field(
        default=Heard.UNKNOWN, description="Whether a server takes mail for the domain"
    )
    reserved: bool = Field(default=False, description="An ending set aside for tests")
    disposable: bool = Field(default=False, description="A host of throw-away addresses")
    role_account: bool = Field(default=False, description="A mailbox of several people: info@")
    free_mailer: bool = Field(default=False, description="A host anybody may have an address at")
    did_you_mean: str | None = Field(
        default=None, description="The likely address when the host looks like a slip"
    )
    reasons: tuple[str, ...] = Field(default=(), description="Why, in words")


CHECK_EMAIL_DELIVERABILITY = ToolSpec(
    name="check_email_deliverability",
    description=(
        "Check whether mail to an address could arrive: syntax, reserved and throw-away hosts, "
        "shared mailboxes, slips in well-known hosts, and the mail server when a name server may "
        "be asked (else `mail_server` is unknown). Sends nothing."
    ),
    input=CheckEmailInput,
    output=CheckEmailOutput,
    cache_ttl_s=86_400,
    leaves_house=True,
    rate_per_minute=6_000,
)


async def check_email(asked: CheckEmailInput, names: NameServer) -> CheckEmailOutput:
    """Everything that can be said of an address; any text has an answer."""
    address = read_email(asked.email)
    if address is None:
        return CheckEmailOutput(
            status=Deliverability.UNDELIVERABLE,
            syntax_ok=False,
            reasons=("This is no mail address.",),
        )
    local, _, domain = address.rpartition("@")
    problems = problems_of(domain)
    mail_server = Heard.UNKNOWN if problems else await takes_mail(domain, names)
    meant = slip_of(domain)
    said = CheckEmailOutput(
        email=address,
        domain=domain,
        status=Deliverability.UNKNOWN,
        syntax_ok=True,
        mail_server=mail_server,
        reserved=is_reserved(domain),
        disposable=_under(domain, words("hosts.toml", "disposable")),
        role_account=local.partition("+")[0] in mailboxes("roles"),
        free_mailer=domain in english().free_mail,
        did_you_mean=f"{local}@{meant}" if meant else None,
    )
    lost = _lost(said, problems)
    doubts = _doubts(said, problems)
    status = _status(said, lost=bool(lost), doubtful=bool(doubts))
    return said.model_copy(update={"status": status, "reasons": (*lost, *doubts)})


def slip_of(domain: str) -> str | None:
    """The well-known host that this one is a slip away from; None when it is none."""
    known = words("hosts.toml", "well_known")
    real = known | words("hosts.toml", "no_slips") | english().free_mail
    if domain in real or len(domain) > _LONGEST_HOST_OF_A_SLIP:
        return None
    near = [host for host in sorted(known) if OSA.distance(domain, host, score_cutoff=1) == 1]
    return near[0] if len(near) == 1 else None


def _lost(said: CheckEmailOutput, problems: tuple[DomainProblem, ...]) -> list[str]:
    """Why nothing can arrive."""
    reasons: list[str] = []
    if said.reserved:
        reasons.append("Its ending is reserved for tests; no mail arrives there.")
    if set(problems) & {DomainProblem.UNKNOWN_ENDING, DomainProblem.ONLY_AN_ENDING}:
        reasons.append("Nobody can have this domain.")
    if said.mail_server is Heard.NO:
        reasons.append("No server takes mail for this domain.")
    return reasons


def _doubts(said: CheckEmailOutput, problems: tuple[DomainProblem, ...]) -> list[str]:
    """Why it may arrive and still do no good."""
    reasons: list[str] = []
    if said.disposable:
        reasons.append("It is a throw-away address.")
    if said.role_account:
        reasons.append("Several people read this mailbox.")
    if said.did_you_mean:
        reasons.append(f"It looks like a slip: {said.did_you_mean}?")
    if DomainProblem.MIXED_ALPHABETS in problems:
        reasons.append("The domain mixes letters of several alphabets that look alike.")
    if said.mail_server is Heard.UNKNOWN and not problems:
        reasons.append(NOT_HEARD)
    return reasons


def _status(said: CheckEmailOutput, *, lost: bool, doubtful: bool) -> Deliverability:
    if lost:
        return Deliverability.UNDELIVERABLE
    if not doubtful:
        return Deliverability.DELIVERABLE
    only_unasked = said.mail_server is Heard.UNKNOWN and not (
        said.disposable or said.role_account or said.did_you_mean
    )
    return Deliverability.UNKNOWN if only_unasked else Deliverability.RISKY


def _under(domain: str, hosts: frozenset[str]) -> bool:
    labels = domain.split(".")
    return any(".".join(labels[start:]) in hosts for start in range(len(labels) - 1))
