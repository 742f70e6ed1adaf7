"""`check_domain_validity`: could this be the domain of a company, and whose part of it is which?"""

import re
import unicodedata
from enum import StrEnum
from functools import cache

import idna
from publicsuffixlist import PublicSuffixList
from pydantic import Field

from leadwright.leads.intake.values.text import visible
from leadwright.tools.catalogue.data import words
from leadwright.tools.catalogue.names import NOT_HEARD, Heard, resolves
from leadwright.tools.catalogue.ports import NameServer
from leadwright.tools.contract import ToolModel, ToolSpec

LONGEST_ADDRESS = 2_000
_LONGEST = 253
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:/*|^//")
_WWW = re.compile(r"^www\.(?=[^.]+\.)")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
_PUNYCODE = "xn--"


class DomainProblem(StrEnum):
    """Why a domain can be nobody's, or should not be trusted."""

    NOT_A_DOMAIN = "not_a_domain"
    RESERVED = "reserved"
    UNKNOWN_ENDING = "unknown_ending"
    ONLY_AN_ENDING = "only_an_ending"
    MIXED_ALPHABETS = "mixed_alphabets"
    NOT_FOUND = "not_found"


_SAID = {
    DomainProblem.NOT_A_DOMAIN: "This is no domain name.",
    DomainProblem.RESERVED: "Its ending is reserved; no real host can have it.",
    DomainProblem.UNKNOWN_ENDING: "Nobody gives out domains with this ending.",
    DomainProblem.ONLY_AN_ENDING: "Companies have domains under it, nobody has it alone.",
    DomainProblem.MIXED_ALPHABETS: "It mixes letters of several alphabets that look alike.",
    DomainProblem.NOT_FOUND: "The name server knows no such domain.",
}


class CheckDomainInput(ToolModel):
    """The domain in question."""

    domain: str = Field(
        min_length=1,
        max_length=LONGEST_ADDRESS,
        description="A domain or web address, e.g. 'acme.com' or 'https://www.acme.com/about'",
    )


class CheckDomainOutput(ToolModel):
    """What can be said of a domain; `resolves` is unknown unless a name server was asked."""

    domain: str | None = Field(default=None, description="The host in ASCII, without www")
    unicode: str | None = Field(default=None, description="The host as people read it")
    registrable: str | None = Field(
        default=None, description="The part somebody registered, e.g. 'acme.co.uk'"
    )
    public_suffix: str | None = Field(default=None, description="Its ending, e.g. 'co.uk'")
    valid: bool = Field(description="Whether a company could have this domain")
    reserved: bool = Field(default=False, description="Whether it is set aside for tests and such")
    resolves: Heard = Field(default=Heard.UNKNOWN, description="Whether it leads anywhere")
    problems: tuple[DomainProblem, ...] = ()
    reasons: tuple[str, ...] = Field(default=(), description="The same in words")


CHECK_DOMAIN_VALIDITY = ToolSpec(
    name="check_domain_validity",
    description=(
        "Check whether a domain is well formed and could be a company's: reserved and unknown "
        "endings, the registered part, look-alike letters, and whether it exists when a name "
        "server may be asked (else `resolves` is unknown)."
    ),
    input=CheckDomainInput,
    output=CheckDomainOutput,
    cache_ttl_s=86_400,
    leaves_house=True,
    rate_per_minute=6_000,
)


async def check_domain(asked: CheckDomainInput, names: NameServer) -> CheckDomainOutput:
    """Everything that can be said of a domain; any text has an answer."""
    host = host_of(asked.domain)
    if host is None:
        return _output(None, (DomainProblem.NOT_A_DOMAIN,), Heard.UNKNOWN)
    problems = problems_of(host)
    heard = Heard.UNKNOWN
    if not set(problems) & _HOPELESS:
        heard = await resolves(host, names)
    if heard is Heard.NO:
        problems = (*problems, DomainProblem.NOT_FOUND)
    return _output(host, problems, heard)


_HOPELESS = frozenset(
    {DomainProblem.RESERVED, DomainProblem.UNKNOWN_ENDING, DomainProblem.ONLY_AN_ENDING}
)


def _output(
    host: str | None, problems: tuple[DomainProblem, ...], heard: Heard
) -> CheckDomainOutput:
    reasons = [_SAID[problem] for problem in problems]
    if heard is Heard.UNKNOWN and host and not set(problems) & _HOPELESS:
        reasons.append(NOT_HEARD)
    return CheckDomainOutput(
        domain=host,
        unicode=readable(host) if host else None,
        registrable=endings().privatesuffix(host) if host else None,
        public_suffix=endings().publicsuffix(host) if host else None,
        valid=not problems,
        reserved=DomainProblem.RESERVED in problems,
        resolves=heard,
        problems=problems,
        reasons=tuple(reasons),
    )


@cache
def endings() -> PublicSuffixList:
    """The list that ships with its package; nothing is fetched."""
    return PublicSuffixList(accept_unknown=False, only_icann=True)


def host_of(text: str) -> str | None:
    """The host of a domain or web address in ASCII, without `www`; None when there is none."""
    address = _SCHEME.sub("", visible(text[:LONGEST_ADDRESS]).strip().lower())
    authority = re.split(r"[/?#\\]", address, maxsplit=1)[0]
    host = _ascii(authority.rpartition("@")[2].partition(":")[0].strip().rstrip("."))
    host = _WWW.sub("", host)
    return host if len(host) <= _LONGEST and _HOST.fullmatch(host) and _decodes(host) else None


def problems_of(host: str) -> tuple[DomainProblem, ...]:
    """What is wrong with a host that is written well."""
    found: list[DomainProblem] = []
    if is_reserved(host):
        found.append(DomainProblem.RESERVED)
    elif endings().publicsuffix(host) is None:
        found.append(DomainProblem.UNKNOWN_ENDING)
    elif endings().privatesuffix(host) is None:
        found.append(DomainProblem.ONLY_AN_ENDING)
    if any(_mixes(label) for label in readable(host).split(".")):
        found.append(DomainProblem.MIXED_ALPHABETS)
    return tuple(found)


def is_reserved(host: str) -> bool:
    """Whether the host stands under an ending that is set aside."""
    labels = host.split(".")
    known = words("hosts.toml", "reserved")
    return any(".".join(labels[start:]) in known for start in range(len(labels)))


def readable(host: str) -> str:
    """The host as people read it: "xn--mnchen-3ya.de" is "münchen.de"."""
    if _PUNYCODE not in host:
        return host
    return ".".join(map(_readable, host.split(".")))


def _readable(label: str) -> str:
    try:
        return idna.decode(label)
    except UnicodeError:
        return label


def _decodes(host: str) -> bool:
    labels = (label for label in host.split(".") if label.startswith(_PUNYCODE))
    return all(_readable(label) != label for label in labels)


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError:
        return ""


_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")  # with letters that look alike


def _mixes(label: str) -> bool:
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in label}
    return len(scripts & set(_ALPHABETS)) > 1
