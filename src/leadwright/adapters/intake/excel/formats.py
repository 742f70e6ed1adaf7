"""Number formats: which numbers are days, and which are money of a currency."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from leadwright.adapters.intake.excel import markup
from leadwright.adapters.intake.excel.package import Package
from leadwright.leads.intake.values.currencies import is_currency, sign_pattern

_DAYS: Final = frozenset(map(str, (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))))
_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)|[_*].')
_BRACKETS: Final = re.compile(r"\[(?:\$([^\]-]*)(?:-[^\]]*)?|[^\]]*)\]")
_LONGEST_CODE: Final = 255  # so much can be typed
_MOST: Final = 65_535  # styles and formats; spreadsheets stop a little below
_LARGEST_WHOLE: Final = 10**15


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What a number format shows besides digits."""

    is_day: bool = False
    currency: str = ""


PLAIN: Final = Format()
_DAY: Final = Format(is_day=True)


class Formats:
    """The formats of a workbook's cells, by the number of a cell's style."""

    def __init__(self) -> None:
        self._codes: dict[str, Format] = {}
        self._styles: list[Format] = []
        self._in_cells = False

    def fill(self, package: Package, part: str) -> None:
        """Take in the part that holds them.

        Raises:
            LeadFileTooLarge: It holds more than any spreadsheet takes.
        """
        for _ in markup.heard(package, part, self):
            if max(len(self._styles), len(self._codes)) > _MOST:
                raise package.overfull("styles of cells")

    def of(self, style: str | None) -> Format:
        """The format of a style; plain when there is none."""
        if style is None or not style.isdecimal() or int(style) >= len(self._styles):
            return PLAIN
        return self._styles[int(style)]

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """A format, or a style that uses one."""
        if name == "numFmt":
            code = attributes.get("formatCode", "")[:_LONGEST_CODE]
            self._codes[attributes.get("numFmtId", "")] = format_of(code)
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            number = attributes.get("numFmtId", "0")
            usual = _DAY if number in _DAYS else PLAIN
            self._styles.append(self._codes.get(number, usual))

    def text(self, text: str) -> None:
        """Nothing is said in text."""

    def end(self, name: str) -> None:
        """Styles of cells end."""
        if name == "cellXfs":
            self._in_cells = False


def format_of(code: str) -> Format:
    """What a format code shows, by its part for positive numbers."""
    code = code.partition(";")[0]
    signs = [found[1] for found in _BRACKETS.finditer(code) if found[1]]
    rest = _BRACKETS.sub("", code)
    signs += [found[1].strip() for found in _LITERAL.finditer(rest) if found[1]]
    bare = _LITERAL.sub("", rest)
    signs += sign_pattern().findall(bare)
    currency = next((sign for sign in signs if is_currency(sign)), "")
    if currency:
        return Format(currency=currency)
    return Format(is_day=any(letter in "dmyhs" for letter in bare.lower().replace("general", "")))


def shown(number: str, form: Format, *, since_1904: bool) -> object:
    """A number as a person sees it: a day, an amount with its currency, or the number itself."""
    value = float(number)
    if form.is_day and value >= 0 and (day := _day(value, since_1904=since_1904)):
        return day
    if form.currency:
        return f"{value:.2f} {form.currency}"
    return int(value) if value.is_integer() and abs(value) < _LARGEST_WHOLE else value


def _day(value: float, *, since_1904: bool) -> str | None:
    """The day, or the time of one; None beyond the year 9999."""
    epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - days
    try:
        moment = epoch + timedelta(seconds=round(value * 86_400))
    except OverflowError:
        return None
    if value.is_integer():
        return moment.date().isoformat()
    return moment.time().isoformat() if value < 1 else moment.isoformat()
