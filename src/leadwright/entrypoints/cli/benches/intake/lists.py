"""A long file of people as it comes from fairs, forms and old systems; written as it goes.

Names with accents, in capitals, family name first; telephones, countries and sums as four countries
write them; one row in twenty is a person who stands further up already, one in a hundred is broken.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

HEADER = (
    "ID",
    "Name",
    "Job Title",
    "E-Mail",
    "Phone",
    "Company",
    "Website",
    "Country",
    "Deal Value",
    "Currency",
    "Lead Source",
    "Owner",
)
SEATS = 25  # people of a company
AGAIN, BROKEN = 0.05, 0.01  # shares of rows
REMEMBERED = 5_000  # people who may come again


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    """Somebody, before anybody writes them down."""

    number: int
    given: str
    family: str
    title: str
    mail: str
    phone: str
    company: str
    host: str
    land: str


def write(file: Path, *, rows: int, seed: int = 1) -> Path:
    """Write a CSV file of so many rows below a header; the same seed writes the same file."""
    random = Random(seed)  # noqa: S311 - a made-up list, not a secret
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        writer.writerows(islice(_rows(random), rows))
    return file


@cache
def words() -> Mapping[str, Any]:
    """The words that people and companies are made of."""
    text = (files(__package__) / "words.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def _rows(random: Random) -> Iterator[list[str]]:
    seen: list[_Person] = []
    number = 0
    while True:
        dice = random.random()
        if dice < BROKEN:
            yield _broken(random)
        elif dice < BROKEN + AGAIN and seen:
            yield _written(random, _again(random, random.choice(seen)))
        else:
            person = _person(random, number)
            number += 1
            yield _written(random, person)
            if len(seen) < REMEMBERED:
                seen.append(person)
            else:
                seen[number % REMEMBERED] = person


def _person(random: Random, number: int) -> _Person:
    """The next person: nobody sits twice in one company, and no two have one address."""
    at, seat = divmod(number, SEATS)
    one = at * 7 + seat
    given = _turn("given", one)
    family = _turn("family", one // len(words()["given"]) + seat)
    land = ("US", "US", "US", "DE", "DE", "GB", "FR")[at % 7]
    name = f"{_turn('company', at)} {_turn('trade', at // 30)}"
    host = f"{name.lower().replace(' ', '')}{at // 600}.{words()['land'][land]['host']}"
    return _Person(
        number=number,
        given=given,
        family=family,
        title=random.choice(words()["title"]),
        mail=_mail(random, given, family, number, host),
        phone=_phone(random, number, land, at if seat < SEATS // 5 else None),
        company=f"{name} {at // 600}{random.choice(words()['land'][land]['endings'])}",
        host=host,
        land=land,
    )


def _turn(kind: str, number: int) -> str:
    some = words()[kind]
    return str(some[number % len(some)])


def _mail(random: Random, given: str, family: str, number: int, host: str) -> str:
    name = f"{given}.{family}".replace(" ", "").replace("'", "")
    plain = name.encode("ascii", "ignore").decode().lower()
    if random.random() < 0.1:  # noqa: PLR2004 - one in ten writes from home
        return f"{plain}{number}@{random.choice(words()['mailbox'])}"
    return f"{plain}{number % SEATS}@{host}"


def _phone(random: Random, number: int, land: str, desk: int | None) -> str:
    """A line of one's own, or the desk that a few of a company share."""
    line = number if desk is None else desk
    areas, patterns = words()["land"][land]["areas"], words()["land"][land]["phones"]
    area, line = str(areas[line % len(areas)]), line // len(areas)
    written = {"a": area, "n": f"{line % 10_000:04}", "d": line // 10_000 % 10}
    return str(random.choice(patterns)).format(**written)


def _again(random: Random, person: _Person) -> _Person:
    """The same person as somebody else writes them down, with another telephone."""
    return replace(
        person,
        title=random.choice(words()["title"]),
        phone=_phone(random, person.number, person.land, None),
    )


def _written(random: Random, person: _Person) -> list[str]:
    land = words()["land"][person.land]
    return [
        f"L-{random.getrandbits(40):010x}",
        _name(random, person),
        person.title,
        "" if random.random() < 0.08 else _cased(random, person.mail),  # noqa: PLR2004
        "" if random.random() < 0.2 else person.phone,  # noqa: PLR2004
        _cased(random, person.company),
        random.choice(("", person.host, f"https://www.{person.host}/", f"www.{person.host}")),
        random.choice(land["names"]),
        str(random.choice(land["money"])).format(t=random.randint(2, 90)),
        random.choice(("", land["currency"])),
        random.choice(words()["source"]),
        random.choice(words()["owner"]),
    ]


def _name(random: Random, person: _Person) -> str:
    whole = f"{person.given} {person.family}"
    dice = random.randint(0, 9)
    if dice == 0:
        return whole.upper()
    if dice == 1:
        return f"{person.family}, {person.given}"
    return f"Dr. {whole}" if dice == 2 else whole  # noqa: PLR2004


def _cased(random: Random, text: str) -> str:
    dice = random.randint(0, 9)
    return text.lower() if dice == 0 else text.upper() if dice == 1 else text


def _broken(random: Random) -> list[str]:
    """A row without anybody, or with more cells than the header has."""
    if random.random() < 0.5:  # noqa: PLR2004
        return [
            f"L-{random.getrandbits(40):010x}",
            "",
            "",
            "n/a",
            "",
            "",
            "",
            "US",
            "5k",
            "",
            "",
            "",
        ]
    return ["L", *["x"] * (len(HEADER) + 1)]
