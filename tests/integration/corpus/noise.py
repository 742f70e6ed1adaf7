"""Leads made from a company of the corpus, with one kind of noise each. Seeded, never tuned."""

from collections.abc import Callable, Sequence
from random import Random

from leadwright.leads.records import CompanyRecord
from leadwright.leads.resolution.names import compact, words_of

Clues = dict[str, str | None]
Company = Sequence[CompanyRecord]
Noise = Callable[[Clues, Company, Random], bool]

GIVEN = ("Priya", "Yusuf", "Elena", "Jonas", "Mei", "Tove")
FAMILY = ("Almeida", "Tanaka", "Solberg", "Haddad", "Castillo", "Nowak")
FORMS = (" Inc.", " LLC", ", Inc.", " Ltd", " Corp.", " GmbH", " S.A.", " Pty Ltd", " Limited")
OWNERS = ("Globex Holdings", "Nordwind", "Vexatron", "Microsoft", "Google")


def a_clean_lead(company: Company, listed: Sequence[str], random: Random) -> Clues:
    """Half with a web address, most with a country, nearly all with a mail address."""
    name = random.choice(company).name
    domain, country = _any(company, "domain", random), _any(company, "country", random)
    person = f"{random.choice(GIVEN)} {random.choice(FAMILY)}"
    slug = "-".join(words_of(name))
    return {
        "name": random.choice(listed) if listed and random.random() < 0.6 else person,
        "company_name": name,
        "company_domain": domain if random.random() < 0.5 else None,
        "country": country if random.random() < 0.6 else None,
        "email": f"x@{slug}.example" if slug and random.random() < 0.94 else None,
    }


def none(_lead: Clues, _company: Company, _random: Random) -> bool:
    return True


def case(lead: Clues, _company: Company, random: Random) -> bool:
    name = lead["company_name"] or ""
    lead["company_name"] = random.choice([name.upper(), name.lower(), f"  {name} "])
    return True


def suffix(lead: Clues, _company: Company, random: Random) -> bool:
    lead["company_name"] = f"{lead['company_name']}{random.choice(FORMS)}"
    return True


def slip(lead: Clues, _company: Company, random: Random) -> bool:
    """Letters swapped, doubled or dropped."""
    name = lead["company_name"] or ""
    if len(name) < 4:
        return False
    at = random.randrange(1, len(name) - 1)
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    doubled, dropped = name[: at + 1] + name[at:], name[:at] + name[at + 1 :]
    written = lead["company_name"] = random.choice([swapped, doubled, dropped])
    return compact(written) != compact(name)


def letter(lead: Clues, _company: Company, random: Random) -> bool:
    """One letter in place of another, or one too many."""
    name = lead["company_name"] or ""
    if len(name) < 4:
        return False
    at = random.randrange(1, len(name) - 1)
    other = random.choice("abcdefghijklmnoprstuvwyz")
    written = lead["company_name"] = name[:at] + other + name[at + random.randrange(2) :]
    return compact(written) != compact(name)


def alias(lead: Clues, company: Company, random: Random) -> bool:
    known = [a for one in company if not one.source.startswith("sp") for a in one.aliases]
    known = [one for one in known if len(compact(one)) > 4]  # not the "Inc." a list was cut at
    lead["company_name"] = random.choice(known) if known else None
    return bool(known)


def parent(lead: Clues, _company: Company, random: Random) -> bool:
    name, owner = lead["company_name"], random.choice(OWNERS)
    forms = (f"{name} ({owner})", f"{owner} / {name}", f"{name}, a {owner} company")
    lead["company_name"] = random.choice(forms)
    return True


def domain_as_name(lead: Clues, company: Company, random: Random) -> bool:
    lead["company_name"] = lead["company_domain"] = _any(company, "domain", random)
    return lead["company_name"] is not None


def blank_name(lead: Clues, company: Company, random: Random) -> bool:
    lead["company_name"], lead["company_domain"] = "", _any(company, "domain", random)
    return lead["company_domain"] is not None


def name_alone(lead: Clues, _company: Company, _random: Random) -> bool:
    lead["company_domain"] = lead["country"] = lead["email"] = None
    return True


def own_mail(lead: Clues, company: Company, random: Random) -> bool:
    """A mail address at the company's real web domain."""
    domain = _any(company, "domain", random)
    lead["email"], lead["company_domain"] = f"x@{domain}", None
    return domain is not None


def free_mail(lead: Clues, _company: Company, _random: Random) -> bool:
    lead["email"] = "someone@gmail.com"
    return True


def _any(company: Company, field: str, random: Random) -> str | None:
    known = [value for one in company if (value := getattr(one, field))]
    return random.choice(known) if known else None
