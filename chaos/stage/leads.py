"""A file of leads at the fictional companies of the demo: many people, some of them twice."""

import json
import random
from pathlib import Path

COMPANIES = (
    ("Harborline Freight", "harborline.example", "US"),
    ("Pinecrest Robotics", "pinecrest.example", "US"),
    ("Saltmarsh Foods", "saltmarsh.example", "GB"),
    ("Bluefern Software GmbH", "bluefern.example", "DE"),
    ("Carewell Clinics", "carewell.example", "US"),
    ("Northgate", None, None),
    ("Tallgrass Energy Storage", "tallgrass.example", "US"),
    ("Kitehill Learning", "kitehill.example", "CA"),
    ("Orchard Lane Retail", "orchardlane.example", "US"),
    ("Quiet River Mills", None, "NO"),
)
GIVEN = [
    "Ada",
    "Boris",
    "Carla",
    "Dmitri",
    "Elif",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jakob",
    "Keiko",
    "Luca",
    "Mara",
    "Nils",
]
FAMILY = [
    "Abara",
    "Brink",
    "Castell",
    "Dorn",
    "Eklund",
    "Ferro",
    "Gallo",
    "Hauge",
    "Ibarra",
    "Jung",
    "Kovac",
    "Lund",
]
TITLES = ("CFO", "VP Finance", "Head of Procurement", "COO", "Controller")
TWINS = 6  # the same person again, so that only research can tell


def write_leads(path: Path, *, number: int, seed: int) -> Path:
    """A file of `number` leads, one JSON object a line."""
    chance = random.Random(seed)  # noqa: S311 - the same seed, the same leads
    people = [f"{given} {family}" for given in GIVEN for family in FAMILY]
    names = chance.sample(people, number - TWINS)
    rows = [_row(chance, n, name) for n, name in enumerate(names, 1)]
    known = [row for row in rows if row["company_domain"]]
    rows += [_again(row, len(rows) + n) for n, row in enumerate(chance.sample(known, TWINS), 1)]
    chance.shuffle(rows)
    text = "".join(json.dumps(row) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")
    return path


def _row(chance: random.Random, number: int, name: str) -> dict[str, object]:
    company, domain, country = chance.choice(COMPANIES)
    return {
        "lead_id": f"K-{number:03}",
        "name": name,
        "title": chance.choice(TITLES),
        "email": f"{name.lower().replace(' ', '.')}@{domain or 'mail.example'}",
        "company_name": company,
        "company_domain": domain,
        "country": country,
        "deal_value": chance.choice([9_000, 24_000, 61_000, 140_000]),
    }


def _again(row: dict[str, object], number: int) -> dict[str, object]:
    name = str(row["company_name"])
    slip = f"{name[:3]}{name[4]}{name[3]}{name[5:]}"  # two letters changed places
    return row | {
        "lead_id": f"K-{number:03}",
        "email": None,
        "company_name": slip,
        "company_domain": None,
    }
