"""Headers as files bring them."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwright.leads.intake.columns import Column, assign, currency_of, power_of, reads, recognised


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("E-Mail", Column.EMAIL), ("email_address", Column.EMAIL), ("Work Email", Column.EMAIL),
        ("Firma", Column.COMPANY_NAME), ("company", Column.COMPANY_NAME),
        ("Account Name", Column.COMPANY_NAME), ("Société", Column.COMPANY_NAME),
        ("deal size", Column.DEAL_VALUE), ("Betrag", Column.DEAL_VALUE),
        ("Vorname", Column.FIRST_NAME), ("LAST NAME", Column.LAST_NAME),
        ("Währung", Column.CURRENCY), ("Land", Column.COUNTRY), ("Website", Column.COMPANY_DOMAIN),
        ("Job-Title", Column.TITLE), ("Téléphone", Column.PHONE), ("lead_id", Column.EXTERNAL_ID),
    ],
)  # fmt: skip
def test_a_column_is_known_by_its_usual_names(header: str, column: Column) -> None:
    assert recognised((header,)) == ((column, header),)


def test_an_unknown_column_is_left_alone() -> None:
    assert recognised(("favourite colour",)) == ()


def test_of_two_columns_for_one_field_the_better_name_counts() -> None:
    row = {"Mobile": "1", "Phone": "2", "Tel": "3"}
    assert assign(row) == {Column.PHONE: "2"}


def test_an_empty_cell_gives_way_to_another_column_of_the_field() -> None:
    assert assign({"Phone": "n/a", "Mobile": "1"}) == {Column.PHONE: "1"}


def test_nested_objects_are_columns_too() -> None:
    row = {"person": {"name": "Ann", "email": "a@b.example"}, "company": {"name": "Acme"}}
    assert assign(row) == {
        Column.NAME: "Ann",
        Column.EMAIL: "a@b.example",
        Column.COMPANY_NAME: "Acme",
    }


def test_a_deal_value_stays_a_number() -> None:
    assert assign({"amount": 12.125, "phone": 5}) == {Column.DEAL_VALUE: 12.125, Column.PHONE: "5"}


@given(st.dictionaries(st.text(max_size=20), st.none() | st.text() | st.lists(st.text())))
def test_any_row_can_be_assigned(row: dict[str, object]) -> None:
    assert set(assign(row)) <= set(Column)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Ansprechpartner/in", Column.NAME),
        ("Waehrung", Column.CURRENCY),
        ("WÄHRUNG", Column.CURRENCY),
        ("Auftragswert (€)", Column.DEAL_VALUE),
        ("Wert in EUR", Column.DEAL_VALUE),
        ("Deal value [usd]", Column.DEAL_VALUE),
        ("Person - Email - Work", Column.EMAIL),
        ("Company / Account", Column.COMPANY_NAME),
        ("Country/Region", Column.COUNTRY),
        ("Contact owner", Column.OWNER),
        ("Voornaam", Column.FIRST_NAME),
        ("Annual Revenue", None),
        ("Notes (EUR)", None),
    ],
)
def test_headers_of_real_exports_are_known(header: str, column: Column | None) -> None:
    assert [found for found, _ in recognised((header,))] == ([column] if column else [])


def test_a_column_may_name_its_currency() -> None:
    assert currency_of("Auftragswert (€)") == "EUR"
    assert currency_of("Amount in CHF") == "CHF"
    assert currency_of("Deal size") is None


@pytest.mark.parametrize(
    ("header", "code", "power"),
    [
        ("Auftragswert in T€", "EUR", 3),
        ("Auftragswert (TEUR)", "EUR", 3),
        ("Wert in Tsd. €", "EUR", 3),
        ("Deal value (kUSD)", "USD", 3),
        ("Volumen Mio. EUR", "EUR", 6),
        ("Amount (MXN)", "MXN", 0),
        ("Amount (TRY)", "TRY", 0),
        ("Betrag (EUR)", "EUR", 0),
    ],
)
def test_the_name_of_a_column_tells_currency_and_power(header: str, code: str, power: int) -> None:
    assert (currency_of(header), power_of(header)) == (code, power)
    assert recognised((header,)) == ((Column.DEAL_VALUE, header),)


def test_what_a_person_mapped_wins_over_names() -> None:
    fields = assign({"Mail": "a@b.example", "email": "c@d.example"}, {Column.EMAIL: "Mail"})
    assert fields[Column.EMAIL] == "a@b.example"
    assert Column.EMAIL not in assign({"email": "c@d.example"}, {Column.EMAIL: "Mail"})


@given(
    st.dictionaries(
        st.sampled_from(["Phone", "Mobile", "Tel", "email", "Mail", "Firma", "x"]),
        st.sampled_from(["", "n/a", "1", "2"]),
    )
)
def test_a_header_known_beforehand_changes_nothing(row: dict[str, object]) -> None:
    header = ("Mobile", "x", "Tel", "Mail", "Phone", "email", "Firma")
    assert assign(row, read=reads(header)) == assign(row)
    wide = (*header, *(f"email (column {number})" for number in range(100)))
    assert assign(row, read=reads(wide)) == assign(row)
    mapped = {Column.EMAIL: "Mail", Column.NAME: "Mail"}
    assert assign(row, mapped, reads(header)) == assign(row, mapped)


def test_objects_of_many_columns_leave_nothing_in_memory() -> None:
    names = [f"column {number}" for number in range(2_000)]
    tracemalloc.start()
    try:
        for left_out in range(300):
            assign({name: "x" for place, name in enumerate(names) if place != left_out})
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 3_000_000


@pytest.mark.parametrize(
    ("path", "column"),
    [
        ("company.name", Column.COMPANY_NAME),
        ("attributes.fullName", Column.NAME),
        ("data.attributes.job_title", Column.TITLE),
        ("account.website", Column.COMPANY_DOMAIN),
        ("account.attributes.name", Column.COMPANY_NAME),
        ("company.hq.country", Column.COUNTRY),
        ("contact.company.name", Column.COMPANY_NAME),
        ("company.contact.email", Column.EMAIL),
        ("deal.amount", Column.DEAL_VALUE),
        ("lead.owner.name", Column.OWNER),
        ("owner.email", None),
        ("created_by.name", None),
        ("company.email", None),
        ("account.id", None),
        ("deal.name", None),
        ("name.", Column.NAME),
        (".", None),
    ],
)
def test_a_nested_name_is_read_by_its_last_parts_where_it_is_known_whose_it_is(
    path: str, column: Column | None
) -> None:
    assert [found for found, _ in recognised((path,))] == ([column] if column else [])


def test_what_stands_on_top_counts_before_what_is_nested() -> None:
    row = {"attributes": {"email": "a@old.example"}, "email": "a@new.example"}
    assert assign(row) == {Column.EMAIL: "a@new.example"}


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Pos.", Column.TITLE),
        ("Tel. (Durchwahl)", Column.PHONE),
        ("Kd-Nr", Column.EXTERNAL_ID),
        ("Kd.-Nr.", Column.EXTERNAL_ID),
        ("Kunden-Nr", Column.EXTERNAL_ID),
    ],
)
def test_headers_in_short_are_known(header: str, column: Column) -> None:
    assert recognised((header,)) == ((column, header),)
