"""Shapes of JSON: which keys are there, and what kind of value each holds."""

from collections.abc import Iterator

Shape = type | tuple[type, ...] | dict[str, "Shape"] | list["Shape"]
TEXT_OR_NOTHING = (str, type(None))
NUMBER = (int, float)


def faults(value: object, wanted: Shape, at: str = "it") -> Iterator[str]:
    """Where a value differs from its shape; keys that the shape does not name may be there.

    A list shape holds for every item; a list that must not be empty is for the caller to ask.
    """
    if isinstance(wanted, dict):
        if not isinstance(value, dict):
            yield f"{at} is no object"
            return
        yield from (f"{at} has no {key!r}" for key in wanted.keys() - value.keys())
        for key in wanted.keys() & value.keys():
            yield from faults(value[key], wanted[key], f"{at}.{key}")
    elif isinstance(wanted, list):
        if not isinstance(value, list):
            yield f"{at} is no list"
            return
        for number, item in enumerate(value):
            yield from faults(item, wanted[0], f"{at}[{number}]")
    elif not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        yield f"{at} is {value!r}"
