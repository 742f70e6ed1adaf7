"""Counting without a tokenizer: the careful count is never below the plain one."""

from hypothesis import given
from hypothesis import strategies as st

from leadwright.models import tokens


@given(text=st.text(max_size=300))
def test_what_is_reserved_covers_what_the_playbook_reports(text: str) -> None:
    assert tokens.careful(text) >= tokens.plain(text)


@given(one=st.text(max_size=80), other=st.text(max_size=80))
def test_a_longer_text_never_counts_less(one: str, other: str) -> None:
    assert tokens.careful(one + other) >= max(tokens.careful(one), tokens.careful(other))


def test_scripts_without_spaces_count_a_token_a_character() -> None:
    assert tokens.careful("請求書の照合") == 6
