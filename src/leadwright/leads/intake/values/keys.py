"""Words made comparable: the one key behind "E-Mail", "e mail" and "É-mail"."""

import unicodedata


def keyed(text: str) -> str:
    """Letters and digits in lower case, without accents, spaces and signs."""
    text = text.casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return text if text.isalnum() else "".join(filter(str.isalnum, text))
