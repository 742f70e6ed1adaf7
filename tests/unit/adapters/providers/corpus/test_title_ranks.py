"""The ranks of titles as they ship: English and German, by what the holder may decide."""

from pathlib import Path

import pytest

from leadwright.adapters.providers.corpus.conventions import load_conventions
from leadwright.leads.reading.people import rank_of


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("Co-Founder & CEO", 1),
        ("Managing Director", 1),
        ("Vice President", 3),
        ("Chief Technology Officer", 2),
        ("Editor-in-Chief", None),
        ("Engineer", None),
        ("Geschäftsführer", 1),
        ("Geschaeftsfuehrerin", 1),
        ("Geschäftsführender Gesellschafter", 1),
        ("Vorstandsvorsitzender", 1),
        ("Inhaberin", 1),
        ("Gründer", 1),
        ("Vorstand", 2),
        ("Finanzvorstand", 2),
        ("Mitglied der Geschäftsleitung", 2),
        ("Prokurist", 3),
        ("Leiter Vertrieb", 3),
        ("Einkaufsleiterin", 3),
        ("Assistenz der Geschäftsführung", None),
        ("Vorstandsassistentin", None),
        ("Begleiter", None),
        ("Sachbearbeiter Einkauf", None),
    ],
)
def test_a_title_has_its_rank(tmp_path: Path, title: str, rank: int | None) -> None:
    assert rank_of(title, load_conventions(tmp_path)) == rank
