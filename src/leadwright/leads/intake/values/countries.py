"""Countries: ISO 3166-1 codes from codes, names in several languages and usual short forms."""

from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache

from leadwright.leads.intake.data import lists
from leadwright.leads.intake.values.keys import keyed, keys

_CODE = 2
_LONGEST = 100


def country(text: str) -> str | None:
    """The two-letter code; None when the text names no country, or more than one.

    "NA" is read as "not available": a missing country does no harm, Namibia in its place would.
    """
    return _named(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _named(text: str) -> str | None:
    key = keyed(text)
    code = key.upper()
    if len(key) == _CODE and code != "NA" and code in lists("countries.json"):
        return code
    names = _by_name()
    return names.get(key) or names.get(key.removeprefix("the"))


@cache
def _by_name() -> Mapping[str, str]:
    pairs = {
        (key, code)
        for code, names in lists("countries.json").items()
        for name in names
        for key in keys(name)
    }
    owners = Counter(key for key, _ in pairs)
    return {key: code for key, code in pairs if owners[key] == 1}
