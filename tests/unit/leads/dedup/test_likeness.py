"""Whether two written names may be one person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.dedup import Likeness, likeness

NAMES = st.sampled_from(
    [
        *("Ann Lee", "A. Lee", "Ann B. Lee", "Ann C. Lee", "Lee Ann", "Lee", "Ann", "Mike Lee"),
        *("Michael Lee", "M. Lee", "Ann Lee Jr.", "Ann Lee Sr.", "Zoë Lee", "Zoe Lee", "A. L."),
    ]
)


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [
        ("Arnulf Hsu", "Arnulf Hsu", Likeness.SAME),
        ("Arnulf Hsu", "Hsu Arnulf", Likeness.SAME),
        ("William H. Baum", "William Baum", Likeness.SAME),
        ("Ömer Isik", "Omer Isik", Likeness.SAME),
        ("Caren Sinclair-Kay", "Caren Sinclair Kay", Likeness.SAME),
        ("Mike Moore", "Michael Moore", Likeness.SHORT),
        ("Bill Roth", "Will Roth", Likeness.SHORT),
        ("J. Heikkinen", "Justin Heikkinen", Likeness.PARTLY),
        ("Justin H.", "Justin Heikkinen", Likeness.PARTLY),
        ("Justin", "Justin Heikkinen", Likeness.PARTLY),
        ("Maria Garcia", "Maria Garcia Lopez", Likeness.PARTLY),
        (None, "Justin Heikkinen", Likeness.UNNAMED),
        ("", None, Likeness.UNNAMED),
        ("Jane Heikkinen", "Justin Heikkinen", Likeness.OTHER),
        ("K. Heikkinen", "Justin Heikkinen", Likeness.OTHER),
        ("Justin Heikkinen", "Justin Virtanen", Likeness.OTHER),
        ("John A. Smith", "John B. Smith", Likeness.OTHER),
        ("John Smith Jr.", "John Smith Sr.", Likeness.OTHER),
        ("Paul Meyer", "Paula Meyer", Likeness.OTHER),
        ("J. H.", "Justin Heikkinen", Likeness.OTHER),
    ],
)
def test_names_agree_as_far_as_they_say(
    left: str | None, right: str | None, wanted: Likeness
) -> None:
    assert likeness(left, right) is wanted


@given(NAMES | st.text(max_size=20), NAMES | st.text(max_size=20))
def test_it_does_not_matter_who_is_asked_first(left: str, right: str) -> None:
    assert likeness(left, right) is likeness(right, left)


@given(NAMES | st.text(max_size=20))
def test_everybody_is_like_himself(name: str) -> None:
    assert likeness(name, name) in (Likeness.SAME, Likeness.UNNAMED)
