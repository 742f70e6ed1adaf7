"""Numbering plans: numbers in a usual shape are read here, thirty times as fast as by the library.

What the library would do with such a number is little: take off the country code or the trunk
prefix, and see that the length is possible. Whatever asks for more is left to it.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneMetadata, PhoneNumber

_USUAL = re.compile(r"\+?\(?[0-9][0-9 ()./-]*[0-9]")
_SIGNS = str.maketrans("", "", " ()./-")
_LONGEST_CODE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """How numbers of a region are written; `None` where only the library can tell."""

    code: str
    lengths: frozenset[int]
    abroad: re.Pattern[str] | None  # what is dialled before a foreign country code
    trunk: re.Pattern[str] | None  # what is dialled before an area code
    whole: re.Pattern[str] | None  # numbers that may begin like a trunk prefix
    simple: bool  # a trunk prefix is only taken off

    def national(self, digits: str) -> str | None:
        """The national number without its trunk prefix."""
        found = self.trunk.match(digits) if self.trunk else None
        if found:
            if not self.simple or (self.whole and self.whole.fullmatch(digits)):
                return None
            digits = digits[found.end() :]
        return digits if digits[:1] != "0" and len(digits) in self.lengths else None


def usual(text: str, region: str | None) -> "PhoneNumber | None":
    """A number in a usual shape as the library reads it; None when it has to be asked."""
    if not _USUAL.fullmatch(text):
        return None
    digits = text.translate(_SIGNS)
    if digits[0] == "+":
        code = next((c for n in range(2, _LONGEST_CODE + 2) if (c := digits[1:n]) in _codes()), "")
        plan = _plan(_codes()[code], abroad=True) if code else None
        digits = digits[1 + len(code) :]
    else:
        plan = _plan(region, abroad=False) if region else None
        if plan and (digits.startswith(plan.code) or _dials_abroad(plan, digits)):
            return None
    national = plan.national(digits) if plan else None
    return _number(plan.code, national) if plan and national else None


def _dials_abroad(plan: _Plan, digits: str) -> bool:
    return plan.abroad is not None and plan.abroad.match(digits) is not None


def _number(code: str, national: str) -> "PhoneNumber":
    import phonenumbers  # noqa: PLC0415 - slow to load; only rows with numbers pay for it

    return phonenumbers.PhoneNumber(country_code=int(code), national_number=int(national))


@cache
def _codes() -> dict[str, str]:
    """Each country code with the region whose plan decides."""
    import phonenumbers  # noqa: PLC0415

    table = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    return {str(code): regions[0] for code, regions in table.items()}


@cache
def _plan(region: str, *, abroad: bool) -> _Plan | None:
    """The plan by which numbers of a region are read, with or without a country code."""
    import phonenumbers  # noqa: PLC0415

    if region not in phonenumbers.SUPPORTED_REGIONS:
        return None
    own = phonenumbers.PhoneMetadata.metadata_for_region(region)
    main = own and phonenumbers.PhoneMetadata.metadata_for_region(_codes()[str(own.country_code)])
    if own is None or main is None or (abroad and own is not main):
        return None
    numbers = own.general_desc
    trunk = _compiled(own.national_prefix_for_parsing)
    return _Plan(
        code=str(own.country_code),
        lengths=frozenset(_lengths(own) & _lengths(main)),
        abroad=_compiled(own.international_prefix),
        trunk=trunk,
        whole=_compiled(numbers.national_number_pattern if numbers else None),
        simple=not own.national_prefix_transform_rule and (trunk is None or not trunk.groups),
    )


def _lengths(metadata: "PhoneMetadata") -> set[int]:
    of_all = metadata.general_desc
    if of_all is None:
        return set()
    return {*of_all.possible_length} - {*of_all.possible_length_local_only}


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None
