import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.resolution.slips import Edit, slip_between, typo
from leadwright.leads.resolution.vocabulary import english

NAMES = st.text(alphabet="abcdeimnorst", min_size=5, max_size=14)


@given(NAMES, st.data())
def test_two_letters_swapped_are_a_slip(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    assert swapped == name or typo(name, swapped) is Edit.SLIP


@given(NAMES, NAMES)
def test_a_slip_is_the_same_from_both_sides(left: str, right: str) -> None:
    assert typo(left, right) == typo(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("abc", "abd"),
        ("platform1", "platform2"),
        ("lighthouse", "lighthouse"),
        ("castle", "cattle x"),
    ],
)
def test_short_names_and_other_numbers_are_no_slips(left: str, right: str) -> None:
    assert typo(left, right) is None


def test_a_slip_is_judged_by_the_word_it_happened_in() -> None:
    describing = english().descriptors
    fox = slip_between(["fox", "technologies"], ["box", "technologies"], describing)
    steel = slip_between(["steell", "dynamo"], ["steel", "dynamo"], describing)
    assert fox is not None
    assert steel is not None
    assert fox.letters < steel.letters
    assert slip_between(["fm", "industries"], ["cm", "industries"], describing) is None
    assert slip_between(["lus", "brands"], ["yum", "brands"], describing) is None
