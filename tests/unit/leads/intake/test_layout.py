"""What header, first rows and people tell about columns."""

import pytest

from leadwright.leads.intake import layout
from leadwright.leads.intake.columns import Column
from leadwright.leads.intake.errors import ColumnUnknown, FieldUnknown


def test_fields_are_named_as_we_or_people_name_them() -> None:
    given = layout.columns_given({"email": " Post ", "Firma": "Kunde"})
    assert given == {Column.EMAIL: "Post", Column.COMPANY_NAME: "Kunde"}


@pytest.mark.parametrize("wrong", [{"fax": "Fax"}, {"email": ""}, {"email": "A", "E-Mail": "B"}])
def test_a_wrong_field_is_answered_with_the_right_ones(wrong: dict[str, str]) -> None:
    with pytest.raises(FieldUnknown, match="external_id, name, first_name"):
        layout.columns_given(wrong)


def test_columns_are_found_without_regard_to_case_accents_and_signs() -> None:
    names = ("Straße", "E-Mail (neu)", "e-mail")
    assert layout.located({Column.EMAIL: "email neu"}, names) == {Column.EMAIL: "E-Mail (neu)"}
    assert layout.located({Column.EMAIL: "e-mail"}, names) == {Column.EMAIL: "e-mail"}


def test_a_column_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(ColumnUnknown, match=r"it has: a, b\."):
        layout.located({Column.EMAIL: "c"}, ("a", "b"))


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["45.000,00 €"], True),
        (["12,5"], True),
        (["1.234.567"], True),
        (["USD 1,234.50", "1,234"], False),
        (["1,5 Mio"], True),
        (["0.125"], False),
        (["1.234", "500", "45k", "n/a", ""], None),
        (["12,5", "12.5"], None),
        ([], None),
    ],
)
def test_the_other_amounts_tell_what_a_comma_means(texts: list[str], told: bool | None) -> None:
    assert layout.comma_is_decimal(texts) is told


def test_a_first_row_with_an_address_is_no_header() -> None:
    assert layout.is_data(["Ann", "ann@acme.example"])
    assert not layout.is_data(["name", "e-mail @ work"])


def test_names_of_columns_are_shown_shortened() -> None:
    many = tuple(f"column number {n} of the table" for n in range(100_000))
    assert len(layout.told(many)) < 1200
    assert layout.told(many).endswith("and 99,970 more")


def test_columns_that_are_not_read_are_told_once_with_what_they_may_be() -> None:
    names = ("name", "Emial", "Telefo", "E-Mial 2", "Notes", "value")
    (told,) = layout.unread(names, {})
    assert told.startswith(
        "Kept, but not read as fields of a lead: Emial, Telefo, E-Mial 2, Notes."
    )
    assert told.endswith("perhaps --map email=Emial --map phone=Telefo.")
    assert list(layout.unread(("name", "value"), {})) == []


def test_a_column_of_a_field_that_is_read_is_no_guess() -> None:
    told = " ".join(layout.unread(("email", "Emial", "Ort"), {}))
    assert "say so with --map FIELD=COLUMN" in told
    assert "--map deal_value=COLUMN" in told


def test_a_guess_can_be_given_to_a_shell_as_it_stands() -> None:
    (told, _) = layout.unread(("name", "e mial"), {})
    assert "--map email='e mial'" in told
