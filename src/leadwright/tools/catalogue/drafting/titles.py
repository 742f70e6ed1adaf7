"""Titles: which role one is, and how it is said."""

import re
from dataclasses import dataclass

from leadwright.tools.catalogue.drafting.english import with_article
from leadwright.tools.catalogue.drafting.naming import plain_text
from leadwright.tools.catalogue.drafting.phrasebook import Role, Titles

_JOINT = re.compile(r"\s*(?:/|\||&|,|;|\band\b| - |\+)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title as read."""

    role: Role | None = None
    said: str | None = None  # after "as": "CTO", "a founder", "head of growth"
    founder: bool = False
    top: bool = False

    @property
    def role_name(self) -> str | None:
        """The role's name, when there is one."""
        return self.role.name if self.role else None


def read_title(raw: str | None, titles: Titles) -> Title:
    """Read a title; what is not understood is left unsaid."""
    parts = [part for part in _JOINT.split(plain_text(raw or "").lower()) if part]
    present = [part for part in parts if not titles.marks["former"].search(part)]
    text = plain_text(raw or "") if len(present) == len(parts) else ", ".join(present)
    return Title(
        role=next((role for role in titles.roles if role.patterns.search(text)), None),
        said=_said(text, present, titles),
        founder=bool(titles.marks["founder"].search(text)),
        top=bool(titles.marks["top"].search(text)),
    )


def joined_title(raw: str, titles: Titles) -> str:
    """The title word for word; several titles in one are joined by "and"."""
    text = plain_text(raw)
    parts = [part for part in _JOINT.split(text) if part]
    several = all(part.lower() in titles.said for part in parts)
    return " and ".join(parts) if several else text


def in_a_sentence(raw: str) -> str:
    """A title in the middle of a sentence: small letters, except in initials and names."""
    words = plain_text(raw).split(" ")
    return " ".join(word.lower() if word[1:].islower() else word for word in words)


def _said(text: str, parts: list[str], titles: Titles) -> str | None:
    table = next((said for title, said in titles.said.items() if title in parts), None)
    return table or _shaped(text.lower(), titles)


def _shaped(text: str, titles: Titles) -> str | None:
    found = next(((n, m) for n, s in titles.shapes.items() if (m := s.search(text))), None)
    if found is None:
        return None
    shape, match = found
    rank, field = match["rank"], _spelled(match["field"].strip(), titles)
    if shape == "rank_first":
        return _rank_first(rank, field, of=" of" in match["joint"], titles=titles)
    said = f"{field} {rank}"
    return with_article(said) if shape == "one_of_many" else said


def _rank_first(rank: str, field: str, *, of: bool, titles: Titles) -> str:
    if rank not in titles.spelled:  # head, director
        return f"{rank} of {field}"
    field = " ".join(
        word if word == "and" else word[:1].upper() + word[1:] for word in field.split()
    )
    return f"{titles.spelled[rank]}{' of' if of else ''} {field}"


def _spelled(field: str, titles: Titles) -> str:
    return " ".join(titles.spelled.get(word, word) for word in field.split())
