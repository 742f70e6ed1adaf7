"""What others wrote cannot pass for ours, whatever it holds."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from leadwright.agents.quoting import quoted

HOSTILE = st.text(st.characters() | st.sampled_from("<>|\n\r\u2028\u202e\u200b\x00"), max_size=200)


@given(text=HOSTILE, longest=st.integers(0, 60))
def test_a_quotation_is_one_short_line_without_marks_or_hidden_characters(
    text: str, longest: int
) -> None:
    told = quoted(text, longest)
    assert len(told) <= longest
    assert len(told.splitlines()) <= 1
    assert not set(told) & set("<>")
    assert not [c for c in told if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"}]


@given(text=HOSTILE)
def test_quoting_twice_changes_nothing(text: str) -> None:
    told = quoted(text, 100)
    assert quoted(told, 100) == told


def test_plain_words_stay_as_they_are() -> None:
    assert quoted("Harborline Freight, Inc.", 90) == "Harborline Freight, Inc."
