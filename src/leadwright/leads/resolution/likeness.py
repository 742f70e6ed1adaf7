"""How alike the lead's name and a company's names are: the best pair of readings counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from leadwright.leads.resolution.names import Edit, Part, Reading, typo
from leadwright.leads.resolution.profile import Named, Profile, Sought
from leadwright.leads.resolution.settings import ResolutionSettings, Weights

_SHORT = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """The weight of the names, why, and whether they are equal as names."""

    weight: float
    reason: str
    is_exact: bool = False
    is_alike: bool = False


def likeness(sought: Sought, company: Profile, settings: ResolutionSettings) -> Likeness:
    """Compare every reading of the lead's name with every name of the company."""
    if not sought.readings:
        return Likeness(0.0, "")
    best = Likeness(settings.weights.other_name, "the name is another")
    for mine in sought.readings:
        for theirs in company.names:
            for found in _compare(mine, theirs, settings):
                if found.weight > best.weight:
                    best = found
    return best


def _compare(mine: Reading, theirs: Named, settings: ResolutionSettings) -> Iterator[Likeness]:
    if mine.core == theirs.reading.core or mine.full == theirs.reading.full:
        yield _equal(mine, theirs, settings.weights)
    elif theirs.reading.part is not Part.PARENT and mine.part is not Part.PARENT:
        yield from _near(mine, theirs.reading, settings)


def _equal(mine: Reading, theirs: Named, weights: Weights) -> Likeness:
    if mine.part is Part.PARENT:
        return Likeness(weights.parent_only, "the lead names it only as the owner of a unit")
    weight = min(_of_lead(mine, weights), _of_record(theirs, weights))
    if mine.part is Part.HOST:
        return Likeness(weight, "the web address given as name spells its name", is_alike=True)
    exact = theirs.reading.part in (Part.WHOLE, Part.UNIT, Part.ALSO)
    return Likeness(weight, _why_equal(theirs), exact, is_alike=True)


def _why_equal(theirs: Named) -> str:
    if theirs.is_alias:
        return "the name is a former or other name of it"
    whole = theirs.reading.part is Part.WHOLE
    return "the name is the same" if whole else "the name is a part of its name"


def _of_lead(reading: Reading, weights: Weights) -> float:
    by_part = {
        Part.UNIT: weights.unit_of_lead,
        Part.ALSO: weights.former_name,
        Part.HOST: weights.address_as_name,
    }
    return by_part.get(reading.part, weights.name)


def _of_record(named: Named, weights: Weights) -> float:
    by_part = {
        Part.WHOLE: weights.name,
        Part.ALSO: weights.former_name,
        Part.PARENT: weights.inner_name,
    }
    weight = by_part.get(named.reading.part, weights.part_of_name)
    return min(weight, weights.former_name) if named.is_alias else weight


def _near(mine: Reading, theirs: Reading, settings: ResolutionSettings) -> Iterator[Likeness]:
    weights = settings.weights
    slip = typo(mine.core, theirs.core) or typo(mine.full, theirs.full)
    if slip is not None:
        short = min(len(mine.core), len(theirs.core)) <= _SHORT
        yield Likeness(
            _weight_of(slip, weights, short=short), "the name differs by a slip", is_alike=True
        )
    elif mine.stem and mine.stem == theirs.stem:
        yield Likeness(weights.same_stem, "the names differ in a describing word", is_alike=True)
    elif fuzz.ratio(mine.core, theirs.core, score_cutoff=settings.close_ratio):
        yield Likeness(weights.close, "the name is similar, not the same", is_alike=True)


def _weight_of(slip: Edit, weights: Weights, *, short: bool) -> float:
    weight = {
        Edit.SLIP: weights.slip,
        Edit.SWAP_IN: weights.swapped_in,
        Edit.TWO: weights.two_slips,
    }[slip]
    return min(weight, weights.slip_short) if short else weight
