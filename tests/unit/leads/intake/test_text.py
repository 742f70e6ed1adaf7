"""Text as strangers send it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.intake.values import text as texts


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Acme\x00 Inc", "Acme Inc"),
        ("\u202eAcme\u202c", "Acme"),
        ("Ac\u200bme", "Acme"),
        ("Ac\U000e0041me", "Acme"),
        ("Ac\ufe0fme", "Acme"),
        ("Ac\ud800me", "Acme"),
        ('=HYPERLINK("http://evil","x")', 'HYPERLINK("http://evil","x")'),
        ("@SUM(1)", "SUM(1)"),
        ("-+=cmd", "cmd"),
        ("\uff1dcmd", "cmd"),
    ],
)
def test_hidden_characters_and_formulas_are_taken_out_and_noted(raw: str, shown: str) -> None:
    cleaned = texts.clean(raw, 100)
    assert cleaned.text == shown
    assert cleaned.tamed


@pytest.mark.parametrize("raw", ["Acme", "Ömer Özgün", "two\nlines", "a\u00a0b", "日本"])
def test_honest_text_is_not_suspected(raw: str) -> None:
    assert not texts.clean(raw, 100).tamed


def test_composed_and_decomposed_letters_become_one() -> None:
    assert texts.clean("Zoe\u0308", 10).text == "Zoë"


def test_a_wall_of_letters_is_cut() -> None:
    cleaned = texts.clean("x" * 10_000_000, 200)
    assert cleaned.cut
    assert len(cleaned.text) == 200


@pytest.mark.parametrize(
    "value", ["", "  ", "n/a", "N/A", "-", "null", "None", None, [], {}, True, float("nan")]
)
def test_what_says_nothing_is_nothing(value: object) -> None:
    assert texts.given(value) is None


@pytest.mark.parametrize(
    ("value", "said"),
    [(" a ", "a"), (5, "5"), (5.0, "5"), (["x"], "x"), ("Null Island", "Null Island")],
)
def test_what_says_something_is_text(value: object, said: str) -> None:
    assert texts.given(value) == said


@given(st.text(max_size=200), st.integers(1, 50))
def test_cleaned_text_is_short_visible_no_formula_and_clean(raw: str, longest: int) -> None:
    once = texts.clean(raw, longest).text
    assert len(once) <= longest
    assert once.isprintable()
    assert once[:1] not in set("=+-@")
    once.encode()
    assert texts.clean(once, longest).text == once


@pytest.mark.parametrize("raw", ["= =1+1", "- = cmd", "@ \uff1dcmd"])
def test_a_formula_behind_a_formula_is_taken_out_too(raw: str) -> None:
    assert texts.clean(raw, 100).text in {"1+1", "cmd"}
