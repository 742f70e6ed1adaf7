"""How people write the names of companies: what is only dress, and what is a mistake."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from leadwright.sandbox.companies.company import Company
from leadwright.sandbox.dice import Dice
from leadwright.sandbox.names import plain

_SPELT_OUT = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ö": "Oe",
        "Ü": "Ue",
        "ß": "ss",
        "å": "aa",
        "Å": "Aa",
        "ø": "oe",
    }
)
_DOTTED = frozenset("\u0131\u0130")  # Turkish i, whose capitals are others
_MISREAD = (("rn", "m"), ("m", "rn"), ("l", "1"), ("o", "0"), ("cl", "d"), ("w", "vv"), ("i", "l"))
_SHORT = {
    "Systems": "Sys.",
    "Software": "Softw.",
    "Machinery": "Mach.",
    "Insurance": "Ins.",
    "Shipping": "Shpg.",
    "Medical": "Med.",
    "Partners": "Ptnrs.",
    "Academy": "Acad.",
    "Diagnostics": "Diag.",
    "Studios": "Std.",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A company's name as a lead has it, and what happened to it."""

    text: str
    noise: str = "none"


Slip = Callable[[Company, Dice], str | None]  # None: this name gives no occasion for it


def dressed(company: Company, dice: Dice) -> Written:
    """The name in other dress: whoever reads it knows that it is the same."""
    return _first_that_fits(_DRESS, company, dice)


def mistaken(company: Company, dice: Dice, *, cut: bool = True) -> Written:
    """The name with a mistake: something else in the lead must say that it is one."""
    slips = {kind: slip for kind, slip in _MISTAKES.items() if cut or kind != "cut"}
    written = _first_that_fits(slips, company, dice)
    if written.noise in MISTAKES and dice.chance(0.25):
        return replace(written, text=_dress_again(written.text, company, dice))
    return written


def _dress_again(text: str, company: Company, dice: Dice) -> str:
    """A mistake seldom comes alone."""
    ways = [f"{text} {dice.choice(company.forms)}", f" {text}  "]
    if company.is_latin and _DOTTED.isdisjoint(text):
        ways += [text.upper(), text.lower()]
    return dice.choice(ways)


def _first_that_fits(slips: dict[str, Slip], company: Company, dice: Dice) -> Written:
    for kind in dice.sample(list(slips), len(slips)):
        text = slips[kind](company, dice)
        if text and text != company.name.own:
            return Written(text, kind)
    return Written(company.name.own)


def _case(company: Company, dice: Dice) -> str | None:
    name = company.name.own
    if not company.is_latin or not _DOTTED.isdisjoint(name):
        return None
    return dice.choice((name.upper(), name.lower(), name.swapcase()))


def _spaces(company: Company, dice: Dice) -> str | None:
    return dice.choice(("  {}", "{}  ", "\t{} ")).format(company.name.own.replace(" ", "  "))


def _form(company: Company, dice: Dice) -> str | None:
    return dice.choice(("{} {}", "{}, {}")).format(company.name.own, dice.choice(company.forms))


def _form_first(company: Company, dice: Dice) -> str | None:
    if company.country not in {"FR", "SE"} or "(" in company.forms[0]:
        return None
    return f"{dice.choice(company.forms)} {company.name.own}"


def _ampersand(company: Company, dice: Dice) -> str | None:
    if "&" not in company.name.own:
        return None
    return company.name.own.replace("&", dice.choice(("and", "AND", "+")))


def _accents(company: Company, dice: Dice) -> str | None:
    del dice
    return plain(company.name.own) if company.is_latin else None


def _spelt_out(company: Company, dice: Dice) -> str | None:
    del dice
    return company.name.own.translate(_SPELT_OUT) if company.is_latin else None


def _latin(company: Company, dice: Dice) -> str | None:
    del dice
    return company.name.latin


def _town(company: Company, dice: Dice) -> str | None:
    return dice.choice(("{}, {}", "{} ({})", "{} - {}")).format(company.name.own, company.town)


def _quoted(company: Company, dice: Dice) -> str | None:
    return dice.choice(('"{}"', "{}.", "„{}“", "{} ®")).format(company.name.own)


def _doubled(company: Company, dice: Dice) -> str | None:
    return _at_a_letter(company, dice, "{0}{0}{1}")


def _dropped(company: Company, dice: Dice) -> str | None:
    return _at_a_letter(company, dice, "{0}")


def _swapped(company: Company, dice: Dice) -> str | None:
    return _at_a_letter(company, dice, "{1}{0}")


def _at_a_letter(company: Company, dice: Dice, pattern: str) -> str | None:
    """Write two neighbouring letters within the head otherwise."""
    name, longest = company.name.own, len(company.head.own) - 2
    if not company.is_latin:
        return None
    places = [n for n in range(1, longest) if name[n].isalpha() and name[n + 1].isalpha()]
    places = [n for n in places if name[n] != name[n + 1]]
    if not places:
        return None
    place = dice.choice(places)
    changed = pattern.format(name[place], name[place + 1])
    return name[:place] + changed + name[place + 2 :]


def _misread(company: Company, dice: Dice) -> str | None:
    name = company.name.own
    fitting = [(a, b) for a, b in _MISREAD if a in name[1:]]
    if not fitting:
        return None
    seen, read = dice.choice(fitting)
    return name[0] + name[1:].replace(seen, read, 1)


def _turned_round(company: Company, dice: Dice) -> str | None:
    del dice
    words = company.name.own.split()
    return " ".join((words[-1], *words[:-1])) if words[1:] and "&" not in words else None


def _glued(company: Company, dice: Dice) -> str | None:
    del dice
    name = company.name.own
    return name.replace(" ", "") if " " in name and "&" not in name else None


def _shortened(company: Company, dice: Dice) -> str | None:
    del dice
    words = company.name.own.split()
    short = [_SHORT.get(word, word) for word in words]
    return " ".join(short) if short != words else None


def _cut(company: Company, dice: Dice) -> str | None:
    """Only the head is left."""
    del dice
    return company.head.own if company.name.own != company.head.own else None


_DRESS: dict[str, Slip] = {
    "case": _case,
    "spaces": _spaces,
    "form": _form,
    "form_first": _form_first,
    "ampersand": _ampersand,
    "accents": _accents,
    "spelt_out": _spelt_out,
    "latin": _latin,
    "town": _town,
    "quoted": _quoted,
}
_MISTAKES: dict[str, Slip] = {
    "doubled": _doubled,
    "dropped": _dropped,
    "swapped": _swapped,
    "misread": _misread,
    "turned_round": _turned_round,
    "glued": _glued,
    "shortened": _shortened,
    "cut": _cut,
}
MISTAKES = frozenset(_MISTAKES)
