"""How alike the lead's name and a company's names are: the best pair of readings counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from leadwright.leads.resolution.names import Part, Reading
from leadwright.leads.resolution.profile import Named, Profile, Sought
from leadwright.leads.resolution.settings import ResolutionSettings, Weights
from leadwright.leads.resolution.slips import ONE_EDIT_FROM, Edit, Slip, slip_between, typo

# Letters that speak for a slip.
_SHORT = 5
_LONG = 9


_OWNERS = (Part.PARENT, Part.INNER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The weight of the names, why, and how far they agree."""

    weight: float
    reason: str
    is_exact: bool = False
    is_alike: bool = True
    is_owner: bool = False  # the lead works at a unit of it
    by_address: bool = False  # the name is a web address, and its label is what agrees


def likeness(sought: Sought, company: Profile, settings: ResolutionSettings) -> Likeness:
    """Compare every reading of the lead's name with every name of the company."""
    best, owner = _unlike(sought, settings), None
    for mine in sought.readings:
        for theirs in company.names:
            for found in _compare(mine, theirs, company.places, settings):
                owner = found if found.is_owner else owner
                if found.weight > best.weight:
                    best = found
        if mine.core in company.labels and best.weight < settings.weights.address_spells:
            weight = settings.weights.address_spells
            best = Likeness(weight=weight, reason="its web domain spells the name")
    return owner if owner and not best.is_exact else best


def _unlike(sought: Sought, settings: ResolutionSettings) -> Likeness:
    says_something = any(
        reading.core not in settings.vocabulary.legal_endings for reading in sought.readings
    )
    if not says_something:  # empty, or "Inc." and no more
        return Likeness(weight=0.0, reason="", is_alike=False)
    weight = settings.weights.other_name
    return Likeness(weight=weight, reason="the name is another", is_alike=False)


def _compare(
    mine: Reading, theirs: Named, places: frozenset[str], settings: ResolutionSettings
) -> Iterator[Likeness]:
    if mine.core == theirs.reading.core or mine.full == theirs.reading.full:
        yield _equal(mine, theirs, settings.weights)
    elif not (theirs.is_code or mine.part in _OWNERS or theirs.reading.part in _OWNERS):
        if _is_with_place(mine, theirs.reading, places):
            weight = min(settings.weights.name_and_place, _of_record(theirs, settings.weights))
            yield Likeness(weight=weight, reason="the name is the same, with its town behind it")
        yield from _near(mine, theirs.reading, settings)


def _is_with_place(mine: Reading, theirs: Reading, places: frozenset[str]) -> bool:
    rest = mine.core.removeprefix(theirs.core)
    return rest in places and rest != mine.core


def _equal(mine: Reading, theirs: Named, weights: Weights) -> Likeness:
    if mine.part in _OWNERS:
        return Likeness(
            weight=weights.parent_only,
            reason="the lead names it only beside another name",
            is_owner=True,
        )
    if mine.beside and theirs.reading.beside and mine.beside != theirs.reading.beside:
        return Likeness(weight=weights.other_brackets, reason="the names differ in the brackets")
    weight = min(_of_lead(mine, weights), _of_record(theirs, weights))
    if mine.part is Part.HOST:
        reason = "the web address given as name spells its name"
        return Likeness(weight=weight, reason=reason, by_address=True)
    exact = theirs.reading.part in (Part.WHOLE, Part.UNIT, Part.ALSO)
    return Likeness(weight=weight, reason=_why_equal(theirs), is_exact=exact)


def _why_equal(theirs: Named) -> str:
    if theirs.is_code:
        return "the name is its ticker"
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
        Part.INNER: weights.inner_name,
    }
    weight = by_part.get(named.reading.part, weights.part_of_name)
    if named.is_code:
        return min(weight, weights.code_as_name)
    return min(weight, weights.former_name) if named.is_alias else weight


def _near(mine: Reading, theirs: Reading, settings: ResolutionSettings) -> Iterator[Likeness]:
    weights = settings.weights
    descriptors = settings.vocabulary.descriptors
    slip = slip_between(mine.words, theirs.words, descriptors)
    slip = slip or _slip_in_legal_form(mine, theirs)
    if slip is not None:
        weight = _weight_of(slip, weights)
        yield Likeness(weight=weight, reason="the name differs by a slip")
    elif mine.bag and mine.bag == theirs.bag:
        yield Likeness(weight=weights.other_order, reason="the same words in another order")
    elif mine.stem and mine.stem == theirs.stem:
        yield Likeness(weight=weights.same_stem, reason="the names differ in a describing word")
    elif _starts(mine.core, theirs.core) or _starts(theirs.core, mine.core):
        yield Likeness(weight=weights.longer_name, reason="one name starts with the other")
    elif fuzz.ratio(mine.core, theirs.core, score_cutoff=settings.close_ratio):
        yield Likeness(weight=weights.close, reason="the name is similar, not the same")


def _slip_in_legal_form(mine: Reading, theirs: Reading) -> Slip | None:
    edit = typo(mine.full, theirs.full)
    return Slip(edit, min(len(mine.full), len(theirs.full))) if edit is Edit.SLIP else None


def _weight_of(slip: Slip, weights: Weights) -> float:
    if slip.edit is Edit.TWO:
        return weights.two_slips
    weight = weights.slip if slip.edit is Edit.SLIP else weights.swapped_in
    if slip.letters <= _SHORT:
        return min(weight, weights.slip_short)
    return weight + weights.slip_long if slip.letters >= _LONG else weight


def _starts(longer: str, shorter: str) -> bool:
    return len(shorter) >= ONE_EDIT_FROM and longer.startswith(shorter)
