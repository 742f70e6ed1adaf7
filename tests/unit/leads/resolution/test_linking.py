from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.leads.resolution.builders import CONVENTIONS, a_record

from leadwright.leads.records import CompanyRecord
from leadwright.leads.resolution.linking import link
from leadwright.leads.resolution.vocabulary import english


def groups(*records: CompanyRecord) -> set[frozenset[str]]:
    linked = link(records, CONVENTIONS, english())
    return {frozenset(record.record_id for record in company) for company in linked}


def test_related_sources_share_their_keys() -> None:
    assert groups(
        a_record("Orbita", source="alpha-1", key="o"),
        a_record("Orbita X", source="alpha-2", key="o"),
    ) == {frozenset({"alpha-1:o", "alpha-2:o"})}


def test_a_key_means_nothing_in_another_source() -> None:
    assert len(groups(a_record("Orbita", key="o"), a_record("Orbita", source="beta", key="o"))) == 2


def test_one_web_address_and_one_name_are_one_company() -> None:
    one = a_record("Orbita Inc.", domain="orbita.com")
    two = a_record("orbita", source="beta", domain="orbita.com")
    other = a_record("Sputnik", source="beta", domain="orbita.com")
    assert len(groups(one, two, other)) == 2


def test_a_list_joins_by_name_and_state_only_where_one_company_fits() -> None:
    listed = a_record("Orbita", source="list", region="CA")
    home = a_record("Orbita Inc", region="CA")
    assert len(groups(listed, home)) == 1
    assert len(groups(listed, home, a_record("Orbita LLC", region="CA"))) == 3
    assert len(groups(listed, a_record("Orbita", region="NY"))) == 2
    assert len(groups(a_record("Orbita", source="list"), a_record("Orbita"))) == 2


RECORDS = st.lists(
    st.builds(
        a_record,
        st.sampled_from(["Orbita", "Orbita Inc", "Sputnik", "Vostok"]),
        source=st.sampled_from(["alpha-1", "alpha-2", "beta"]),
        key=st.sampled_from(["a", "b", "c"]),
        domain=st.sampled_from([None, "orbita.com", "vostok.io"]),
    ),
    max_size=9,
    unique_by=lambda record: record.record_id,
)


@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(
    records: list[CompanyRecord], shuffler: Random
) -> None:
    mixed = list(records)
    shuffler.shuffle(mixed)
    assert groups(*mixed) == groups(*records)


@given(RECORDS)
def test_every_record_is_in_exactly_one_company(records: list[CompanyRecord]) -> None:
    linked = [one.record_id for company in link(records, CONVENTIONS, english()) for one in company]
    assert sorted(linked) == sorted(record.record_id for record in records)
