"""Words made comparable: the one key behind "E-Mail", "e mail" and "É-mail"."""

import unicodedata
from typing import Final

_SPELT_OUT: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)


def keyed(text: str) -> str:
    """Letters and digits in lower case, without accents, spaces and signs."""
    text = text.casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return text if text.isalnum() else "".join(filter(str.isalnum, text))


def keys(text: str) -> frozenset[str]:
    """The key of a name, and the one it has where umlauts are spelt out."""
    return frozenset({keyed(text), keyed(text.translate(_SPELT_OUT))})
