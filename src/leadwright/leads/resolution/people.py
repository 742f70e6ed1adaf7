"""Whether two written names may be one person."""

from leadwright.leads.resolution.names import words_of

_PARTICLES = frozenset({"jr", "sr", "ii", "iii", "dr", "mr", "mrs", "ms", "prof", "phd", "mba"})


def person_words(name: str) -> list[str]:
    """The words of a name, given name first ("Hsu, Arnulf" is "arnulf hsu")."""
    before, comma, after = name.partition(",")
    words = words_of(f"{after} {before}" if comma else name)
    return [word for word in words if word not in _PARTICLES]


def person_keys(name: str) -> set[str]:
    """Keys under which a person can be found: all words, first and last, initial and last."""
    words = person_words(name)
    if len(words) < 2:  # noqa: PLR2004 - a single word is no name to go by
        return set()
    first, last = words[0], words[-1]
    return {" ".join(sorted(words)), " ".join(sorted((first, last))), f"{first[0]}. {last}"}


def same_person(left: str, right: str) -> bool:
    """Whether the names agree: equal words in any order, middle names apart, initials allowed."""
    one, two = person_words(left), person_words(right)
    if min(len(one), len(two)) < 2:  # noqa: PLR2004
        return False
    if sorted(one) == sorted(two) or sorted((one[0], one[-1])) == sorted((two[0], two[-1])):
        return True
    return one[-1] == two[-1] and _initial_of(one[0], two[0])


def _initial_of(one: str, two: str) -> bool:
    return one[0] == two[0] and 1 in (len(one), len(two))
