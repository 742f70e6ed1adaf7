"""A plain guard for short notes: an answer may only tell what it was given.

For texts without claims (an escalation note, a coordinator's reason). Drafts have the grounding
check, which knows what each sentence rests on.
"""

import re

_NUMBER = re.compile(r"\d[\d.,]*")
_NAME = re.compile(r"\b[A-Z][\w&.'-]*[a-z0-9]\b")
_LINK = re.compile(r"\S+://\S+|\S+@\S+\.\S+")
_WORD = re.compile(r"\S+://\S+|\S+@\S+|\d[\d.,]*|[\w&.'-]+")
_QUOTE = re.compile(r"[\"“”«»„]")
_START = re.compile(r"(?:^|[.!?:;]\s+|\n)\W*(?=[A-Z])")


def additions(said: str, given: str) -> list[str]:
    """Numbers, names, links and quotations in `said` that `given` does not hold, in words."""
    known = {match.group().rstrip(".,'").casefold() for match in _WORD.finditer(given)}
    starts = {match.end() for match in _START.finditer(said)}
    found = [*_LINK.findall(said), *(m.group().rstrip(".,") for m in _NUMBER.finditer(said))]
    found += [m.group() for m in _NAME.finditer(said) if m.start() not in starts]
    news = [word for word in dict.fromkeys(found) if word.casefold() not in known]
    if _QUOTE.search(said) and not _QUOTE.search(given):
        news.append("a quotation")
    return [f"{word!r} was not given; tell only what is given" for word in news[:3]]
