"""JSON documents: a list of leads, an object that holds one ("leads", "data" …), or one lead."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar, Final

from leadwright.adapters.intake import objects
from leadwright.adapters.intake.pieces import Piece, Pieces
from leadwright.adapters.intake.remarks import Remarks
from leadwright.adapters.intake.table import Broken, refusal
from leadwright.adapters.intake.text import LONGEST_ROW, TextFile
from leadwright.leads.intake import RawRow, Refusal, RefusalCode, layout

_LEADS: Final = "leads"
_LISTS: Final = frozenset({"data", "items", "records", "results"})
_CUT: Final = "The list of leads has no end; the file may be cut off."


class JsonFile:
    """Rows of a JSON document; numbers count the leads from 1."""

    format: ClassVar[str] = "JSON"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._remarks = Remarks()
        self._text = TextFile(path, self._remarks)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know about how the file was read."""
        return self._remarks.told

    @property
    def names(self) -> None:
        """Each object has columns of its own."""

    def rows(self) -> Iterator[RawRow | Refusal]:
        """Each lead of each list, in order; objects without a list around them are leads too."""
        pieces = Pieces(self._text.chunks())
        for number, piece in enumerate(self._pieces(pieces), start=1):
            yield self._row(number, piece)

    def _pieces(self, pieces: Pieces) -> Iterator[Piece]:
        while mark := pieces.peek():
            if mark == "[":
                yield from self._list(pieces)
            elif mark == "{":
                yield from self._object(pieces)
            elif mark == ",":
                pieces.take()
            else:
                yield _some(pieces)

    def _list(self, pieces: Pieces) -> Iterator[Piece]:
        pieces.take()
        while (mark := pieces.peek()) != "]":
            if not mark:
                self._remarks.say(_CUT)
                return
            if not pieces.take_if(","):
                yield _some(pieces)
        pieces.take()

    def _object(self, pieces: Pieces) -> Iterator[Piece]:
        """The leads under "leads"; without such a list, the object itself."""
        members = [pieces.take()]
        has_list, too_long, size = False, False, 0
        while (mark := pieces.peek()) not in ("}", ""):
            if mark == "[" and members[-1] == ":" and _is_list_of_leads(members):
                has_list = True
                yield from self._list(pieces)
                members.append("[]")
            elif mark == "{" and members[-1] != ":":
                break  # the next object, as this one was never closed
            else:
                piece = _name_or_value(pieces, mark)
                members.append(piece.text)
                size += len(piece.text)
                too_long |= piece.too_long or size > LONGEST_ROW
            if has_list or too_long:
                members = members[-2:]
        if not has_list:
            members.append(pieces.take() if mark == "}" else "")
            yield Piece("".join(members), too_long=too_long, unended=not mark)
        elif mark == "}":
            pieces.take()
        else:
            self._remarks.say(_CUT)

    def _row(self, number: int, piece: Piece) -> RawRow | Refusal:
        if piece.too_long:
            reason = f"The lead is longer than {LONGEST_ROW:,} characters; shorten its fields."
            broken = Broken(code=RefusalCode.ROW_TOO_LARGE, line=piece.text, reason=reason)
            return refusal(number, broken)
        if piece.unended:
            reason = "The lead has no end: a bracket or quote is never closed, or the file is cut."
            broken = Broken(code=RefusalCode.CUT_OFF, line=piece.text, reason=reason)
            return refusal(number, broken)
        return objects.row(number, self._text.mended(piece.text))


def holds_leads(name: str, others: Iterable[str]) -> bool:
    """Whether a list of that name, beside others in one object, is of leads."""
    return name == _LEADS or (name in _LISTS and not layout.says_who(tuple(others), ()))


def _is_list_of_leads(members: list[str]) -> bool:
    names = [member.strip('"') for member in members]
    return len(names) > 1 and holds_leads(names[-2], names)


def _some(pieces: Pieces) -> Piece:
    """A value; where there is none, the one character that stands in its place."""
    piece = pieces.value()
    return piece if piece.text else Piece(pieces.take())


def _name_or_value(pieces: Pieces, mark: str) -> Piece:
    if mark in ",:":
        return Piece(pieces.take())
    return pieces.name() if mark == '"' else _some(pieces)
