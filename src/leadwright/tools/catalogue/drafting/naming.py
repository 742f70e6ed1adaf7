"""Names of people and companies, as people say them."""

import re
from dataclasses import dataclass

from leadwright.leads.resolution.names import bare_name
from leadwright.leads.resolution.vocabulary import english
from leadwright.tools.catalogue.drafting.phrasebook import CompanyNames, PersonNames

_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_UNSPEAKABLE = re.compile(r"[<>{}\[\]|\\@;!?#*=]|://|\d{4,}")
_INITIALS = re.compile(r"[^\W\d_]|(?:[^\W\d_]\.)+")
_ASIDES = re.compile(
    r"\([^)]*\)|[\"\u201c\u2018][^\"\u201d\u2019]*[\"\u201d\u2019]|(?<=\s)'[^']+'(?=\s)"
)
_APOSTROPHES = re.compile(r"([-'\u2019])")
_IS_SAID = re.compile(r"[\s,]*(?:(?:&|and)\s+)?(?:company|corp|co)\.?", re.IGNORECASE)  # Smith & Co
_VOWEL = re.compile(r"[aeiouy\u00e0-\u00ff\u0131]", re.IGNORECASE)
_WEB = re.compile(r"^(?:https?://)?(?:www\.)?|/+$", re.IGNORECASE)
_PARENT = re.compile(r",?\s+an?\s+\S.*\s+company$|\s*\([^)]*\)?$")  # ", a P company", "(P)"
_LONGEST_PERSON = 60
_MOST_NAMES = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """A name, and the part to greet with; None when only the whole name will do."""

    full: str
    first: str | None

    @property
    def greeted(self) -> str:
        """What comes after "Hi"."""
        return self.first or self.full


def person_name(raw: str | None, first: str | None, words: PersonNames) -> PersonName | None:
    """Read a person's name; None when it cannot be one."""
    text = plain_text(_ASIDES.sub(" ", raw or first or ""))
    tokens = _tokens(text, words)
    if not _is_name(text, tokens):
        return None
    flat = all(token.islower() or token.isupper() for token in tokens)
    said = [_cased(token, words, flat=flat) for token in tokens]
    surname_first = not flat and tokens[0].isupper() and said[0] != tokens[0]
    stated = _cased(first.strip(" ,"), words, flat=True) if first else ""
    known = stated in (said[:-1] or said) and not _INITIALS.fullmatch(stated)
    given = stated if known else _given(said)
    return PersonName(full=" ".join(said), first=None if surname_first else given)


def plain_text(raw: str) -> str:
    """The text on one line, without anything invisible."""
    return " ".join(_INVISIBLE.sub(" ", raw).split())


def _is_name(text: str, tokens: list[str]) -> bool:
    return (
        0 < len(tokens) <= _MOST_NAMES
        and len(text) <= _LONGEST_PERSON
        and not _UNSPEAKABLE.search(text)
        and not re.search(r"\d|[/:%&+]", text)
        and any(token[0].isalpha() for token in tokens)
    )


def _tokens(text: str, words: PersonNames) -> list[str]:
    last, comma, rest = text.partition(",")
    ordered = text
    if comma and _mark(rest) not in words.suffixes:  # "Lee, Ann"
        ordered = f"{rest} {last}"
    tokens = [token for token in ordered.replace(",", " ").split() if token.strip(".'-")]
    while tokens and _mark(tokens[0]) in words.prefixes:
        tokens = tokens[1:]
    while len(tokens) > 1 and _mark(tokens[-1]) in words.suffixes:
        tokens = tokens[:-1]
    return tokens


def _mark(token: str) -> str:
    return token.strip().rstrip(".,").lower()


def _cased(token: str, words: PersonNames, *, flat: bool) -> str:
    if token in words.particles:
        return token
    shouted = token.isupper() and "." not in token and bool(_VOWEL.search(token))
    if not (token.islower() or (shouted and len(token) > (1 if flat else 2))):
        return token
    parts = _APOSTROPHES.split(token.lower())
    joined = "".join(part[:1].upper() + part[1:] for part in parts)
    return re.sub(r"^Mc([a-z])(?=[a-z]{2})", lambda m: f"Mc{m.group(1).upper()}", joined)


def _given(tokens: list[str]) -> str | None:
    before_last = tokens[:-1] or tokens
    return next((token for token in before_last if not _INITIALS.fullmatch(token)), None)


def company_name(raw: str | None, words: CompanyNames) -> str | None:
    """Read a company's name: no legal form, no shouting; None when it cannot be said."""
    text = _WEB.sub("", plain_text(raw or ""))
    text = _PARENT.sub("", text).rsplit(" / ", 1)[-1]  # "Parent / Unit"
    text = _without_legal_form(text, words).strip(" ,;")
    text = text[:-1] if text.endswith(".") and text.count(".") == 1 else text
    if not re.search(r"\w", text) or len(text) > words.characters or _UNSPEAKABLE.search(text):
        return None
    return _without_shouting(text, words)


def _without_legal_form(text: str, words: CompanyNames) -> str:
    short = words.legal_forms_as_written.sub("", words.legal_forms.sub("", text))
    if short != text and short.strip(" ,"):
        return _without_legal_form(short, words)
    bare = bare_name(text, english())
    return text if _IS_SAID.fullmatch(text[len(bare) :]) else bare


def _without_shouting(text: str, words: CompanyNames) -> str:
    tokens = text.split(" ")
    if text.islower():
        return " ".join(_capitalised(t, words, first=not n) for n, t in enumerate(tokens))
    if not text.isupper():
        return text
    longest = 4 if len(tokens) == 1 else 3
    return " ".join(
        token
        if _are_initials(token, words, longest)
        else _capitalised(token.lower(), words, first=not n)
        for n, token in enumerate(tokens)
    )


def _are_initials(token: str, words: CompanyNames, longest: int) -> bool:
    if token.lower() in words.small_words:
        return False
    return len(token) <= longest or "." in token or not _VOWEL.search(token)


def _capitalised(token: str, words: CompanyNames, *, first: bool) -> str:
    if "." in token or (token in words.small_words and not first):
        return token
    return token[:1].upper() + token[1:]
