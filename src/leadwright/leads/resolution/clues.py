"""What speaks for and against one company: each clue has a weight and a plain reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leadwright.leads.resolution.hosts import same_host
from leadwright.leads.resolution.likeness import Likeness, likeness
from leadwright.leads.resolution.names import Part
from leadwright.leads.resolution.people import same_person
from leadwright.leads.resolution.profile import Profile, Sought
from leadwright.leads.resolution.settings import ResolutionSettings, Weights


@dataclass(frozen=True, slots=True)
class Clue:
    """One comparison: log-odds and what a person would say of it."""

    weight: float
    reason: str


def clues(sought: Sought, company: Profile, settings: ResolutionSettings) -> list[Clue]:
    """Compare everything the lead says with one company."""
    weights = settings.weights
    name = likeness(sought, company, settings)
    found = [
        *_domain(sought, company, name, weights),
        *_mail(sought, company, name, weights),
        *_parent(sought, company, weights),
    ]
    if name.is_alike or any(clue.weight > 0 for clue in found):
        found += _person(sought, company, weights)
    return [
        *_name(sought, company, name, weights),
        *found,
        *_country(sought, company, weights),
    ]


def _name(sought: Sought, company: Profile, name: Likeness, weights: Weights) -> Iterator[Clue]:
    if name.reason and (name.is_alike or not _at_home(sought.address, company)):
        yield Clue(name.weight, name.reason)
    if name.is_exact or _at_home(sought.domain or sought.address, company):
        return
    if (sought.labels & sought.written) - company.spellings:
        yield Clue(weights.written_so, "the lead's own address spells its name as written")


def _domain(sought: Sought, company: Profile, name: Likeness, weights: Weights) -> Iterator[Clue]:
    # A name that is an address may hold a slip; only where nothing else speaks it counts against.
    domain = sought.domain or sought.address
    against = sought.domain or name.by_address
    if not domain:
        return
    if _is_under(domain, company.domains):
        weight = weights.owner_address if name.is_owner else weights.domain_same
        yield Clue(weight, f"the web domain {domain} is the same")
    elif _is_under(domain, company.hosts):
        yield Clue(weights.domain_in_name, f"its name is the web domain {domain}")
    elif sought.domain_label in company.spellings and not company.domains:
        repeats = sought.domain_label in sought.written
        weight = weights.mail_agrees if repeats else weights.domain_spells_name
        yield Clue(weight, f"the web domain {domain} spells its name")
    elif company.domains and against:
        known = ", ".join(sorted(company.domains))
        yield Clue(weights.domain_other, f"the web domain is {domain}, here it is {known}")


def _mail(sought: Sought, company: Profile, name: Likeness, weights: Weights) -> Iterator[Clue]:
    host = sought.mail_host
    if host is None:
        return
    spells = sought.mail_label in company.spellings
    if _at_home(host, company):
        repeats = sought.domain is not None and same_host(sought.domain, host)
        weight = weights.mail_agrees if repeats else weights.mail_domain_same
        weight = min(weight, weights.owner_address) if name.is_owner else weight
        yield Clue(weight, f"the mail domain {host} is the company's")
    elif spells and not sought.mail_is_reserved and company.domains:
        yield Clue(weights.mail_other_ending, f"the mail domain {host} is not its web domain")
    elif spells:
        repeats = sought.mail_label in sought.written | {sought.domain_label}
        weight = weights.mail_agrees if repeats else weights.mail_spells_name
        yield Clue(weight, f"the mail domain {host} spells its name")
    elif sought.mail_label not in sought.written:
        yield Clue(weights.mail_other, f"the mail domain {host} spells another name")


def _country(sought: Sought, company: Profile, weights: Weights) -> Iterator[Clue]:
    if not sought.country or not company.countries:
        return
    if sought.country in company.countries:
        yield Clue(weights.country_same, f"the country {sought.country} is the same")
    else:
        known = ", ".join(sorted(company.countries))
        yield Clue(weights.country_other, f"the country is {sought.country}, here it is {known}")


def _parent(sought: Sought, company: Profile, weights: Weights) -> Iterator[Clue]:
    owners = {r.full for r in sought.readings if r.part in (Part.PARENT, Part.INNER)}
    if owners & company.parents:
        yield Clue(weights.parent_agrees, "the owner the lead names is the known owner")


def _person(sought: Sought, company: Profile, weights: Weights) -> Iterator[Clue]:
    listed = company.person
    if listed and sought.person and same_person(sought.person, listed.name):
        yield Clue(weights.person_listed, f"{listed.name} is listed there as {listed.title!r}")


def _at_home(host: str | None, company: Profile) -> bool:
    return host is not None and _is_under(host, company.domains | company.hosts)


def _is_under(host: str, known: Iterable[str]) -> bool:
    return any(same_host(host, one) for one in known)
