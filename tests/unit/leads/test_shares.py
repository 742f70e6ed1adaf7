"""Free places are shared evenly among campaigns."""

from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.shares import fair_shares

campaigns = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 50), max_size=8)


def test_nobody_waits_and_nothing_is_given() -> None:
    assert fair_shares({}, 5) == {}


def test_one_campaign_gets_every_place() -> None:
    assert fair_shares({"spring": 7}, 5) == {"spring": 5}


def test_who_has_less_in_hand_catches_up_first() -> None:
    assert fair_shares({"large": 6, "small": 2}, 4) == {"large": 0, "small": 4}
    assert fair_shares({"large": 6, "small": 2}, 8) == {"large": 2, "small": 6}


@given(campaigns, st.integers(0, 200))
def test_every_place_is_given_and_nobody_ahead_gets_one_while_another_is_behind(
    in_hand: dict[str, int], free: int
) -> None:
    shares = fair_shares(in_hand, free)
    assert sum(shares.values()) == (free if in_hand else 0)
    after = {name: in_hand[name] + share for name, share in shares.items()}
    served = [after[name] for name, share in shares.items() if share]
    assert not served or max(served) - min(after.values()) <= 1
