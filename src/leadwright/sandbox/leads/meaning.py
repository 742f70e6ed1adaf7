"""Who is meant by a lead, as far as anybody can tell who reads it with all rows at hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadwright.sandbox.atlas import Atlas
from leadwright.sandbox.companies.company import Company
from leadwright.sandbox.leads.sketch import Sketch

UNIQUE, AMBIGUOUS, NONE = "unique", "ambiguous", "none"


@dataclass(frozen=True, slots=True)
class Meant:
    """The match, the company meant, and who else it may be."""

    match: str
    company: Company | None
    candidates: Sequence[Company]


def who_is_meant(sketch: Sketch, atlas: Atlas) -> Meant:
    """The company the lead was drawn from, if the lead tells it from its namesakes.

    A lead decides between companies of one name by web domain, by mail domain, by a country where
    only one of them is, or by a person only one of them lists.
    """
    if sketch.company is None:
        return Meant(NONE, None, ())
    namesakes = atlas.named_alike(sketch.company)
    if len(namesakes) == 1 or any(pointed_at(sketch, atlas, namesakes)):
        return Meant(UNIQUE, sketch.company, ())
    return Meant(AMBIGUOUS, None, namesakes)


def pointed_at(sketch: Sketch, atlas: Atlas, namesakes: Sequence[Company]) -> list[bool]:
    """For each clue of the lead, whether it points at one company alone."""
    host = (sketch.email or "").strip().lower().rpartition("@")[2]
    listing = [
        one
        for one in namesakes
        if sketch.listed and sketch.listed in {row["name"] for row in atlas.people(one)}
    ]
    there = [one for one in namesakes if one.country == sketch.country_code]
    domains = [one.domain for one in namesakes]
    return [sketch.domain in domains, host in domains, len(there) == 1, len(listing) == 1]
