"""One person is one lead; the first seen lives on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.leads.builders import a_lead, known_as

from leadwright.leads.dedup import (
    Arrival,
    KeyKind,
    are_twins,
    canonical_email,
    exact_keys,
    find_twin,
    person_key,
    same_person,
    sift,
)
from leadwright.leads.lead import Lead, LeadId, Person
from leadwright.leads.ports import AdmissionKind, KeyRef


def held(*leads: Lead) -> Mapping[KeyRef, Sequence[Lead]]:
    holders: dict[KeyRef, list[Lead]] = {}
    for lead in leads:
        for key in exact_keys(lead):
            holders.setdefault(key, []).append(lead)
    return holders


def after(arrivals: Sequence[Arrival]) -> Mapping[KeyRef, Sequence[Lead]]:
    """What a store answers once a batch is in: keys of merged leads name who lives on."""
    by_id = {arrival.lead.lead_id: arrival.lead for arrival in arrivals}
    holders: dict[KeyRef, list[Lead]] = {}
    for arrival in arrivals:
        living = by_id[arrival.merged_into] if arrival.merged_into else arrival.lead
        for key in arrival.keys:
            holders.setdefault(key, []).append(living)
    return holders


FIRST = a_lead("Justin Heikkinen", "justin.heikkinen@mobspot.example", "Mobspot", number=1)


@pytest.mark.parametrize(
    "second",
    [
        a_lead("J. Heikkinen", "JUSTIN.HEIKKINEN@MOBSPOT.EXAMPLE".lower(), "Mobspot", number=2),
        a_lead("Justin Heikkinen", "justin.heikkinen+work@mobspot.example", "Other", number=2),
        a_lead(None, "justin.heikkinen@mobspot.example", None, number=2),
        a_lead("Justin Heikkinen", None, "MOBSPOT, Inc.", number=2),
        a_lead("Justin Heikkinen", "jh@mobspot.example", "Mobspot Ltd", number=2),
    ],
)
def test_a_twin_is_found(second: Lead) -> None:
    twin = find_twin(second, held(FIRST))
    assert twin is not None
    assert twin.lead == FIRST
    assert twin.why


@pytest.mark.parametrize(
    "second",
    [
        a_lead("Jane Heikkinen", "justin.heikkinen@mobspot.example", "Mobspot", number=2),
        a_lead("J. Heikkinen", None, "Mobspot", number=2),
        a_lead("Justin Heikkinen", None, "Nokia", number=2),
        a_lead("Justin Heikkinen", "justin@mobspot-pharma.example", "Mobspot", number=2),
        a_lead("Justin Virtanen", "justin.virtanen@mobspot.example", "Mobspot", number=2),
    ],
)
def test_somebody_else_is_no_twin(second: Lead) -> None:
    assert find_twin(second, held(FIRST)) is None


def test_a_switchboard_makes_no_twins() -> None:
    first = a_lead("Ann Lee", phone="+14155550101", number=1)
    assert find_twin(a_lead("Ben Ode", phone="+14155550101", number=2), held(first)) is None
    assert find_twin(a_lead(None, phone="+14155550101", number=2), held(first)) is None
    stranger = a_lead("Ann Lee", company="Umbrella", phone="+14155550101", number=2)
    assert find_twin(stranger, held(first)) is None
    assert find_twin(a_lead("A. Lee", phone="+14155550101", number=2), held(first)) is not None


def test_a_shared_mailbox_makes_no_twins_of_colleagues() -> None:
    first = a_lead("Ann Lee", "info@acme.example", number=1)
    assert find_twin(a_lead("Ben Ode", "info@acme.example", number=2), held(first)) is None
    assert find_twin(a_lead(None, "info@acme.example", number=2), held(first)) is None
    assert find_twin(a_lead("Ann Lee", "info@acme.example", number=2), held(first)) is not None


def test_an_initial_that_fits_two_people_is_nobody() -> None:
    ann = a_lead("Ann Lee", phone="+14155550101", number=1)
    amy = a_lead("Amy Lee", phone="+14155550101", number=2)
    assert find_twin(a_lead("A. Lee", phone="+14155550101", number=3), held(ann, amy)) is None


def test_the_record_of_a_source_is_one_lead_even_when_it_changed() -> None:
    first = known_as(a_lead("Ann Lee", "ann@acme.example", number=1), "17")
    renamed = known_as(a_lead("Ann B. Lee", "ann@umbrella.example", "Umbrella", number=2), "17")
    assert find_twin(renamed, held(first)) is not None
    assert find_twin(known_as(a_lead("Ben Ode", number=2), "17"), held(first)) is None
    elsewhere = known_as(a_lead("Ann Lee", company="Nokia", number=2), "17", system="fair")
    assert find_twin(elsewhere, held(first)) is None


def test_two_files_may_both_have_a_row_1() -> None:
    first = known_as(a_lead(None, "ann@acme.example", None, number=1), "1")
    other = known_as(a_lead(None, "ben@umbrella.example", None, number=2), "1")
    assert find_twin(other, held(first)) is None
    later = known_as(a_lead("Ann Lee", None, "Acme", domain="acme.example", number=3), "1")
    named = known_as(a_lead(None, None, "ACME Inc.", number=4), "1")
    assert find_twin(named, held(later)) is not None


def test_namesakes_at_one_provider_stay_two() -> None:
    one = a_lead("John Smith", "john.smith@isp.example", "Acme", number=1)
    two = a_lead("John Smith", "john.smith2@isp.example", "Umbrella", number=2)
    assert find_twin(two, held(one)) is None


def test_a_tag_and_dots_that_the_host_ignores_are_no_other_mailbox() -> None:
    assert canonical_email("Ann+x@acme.example") == "ann@acme.example"
    assert canonical_email("a.nn@googlemail.com") == canonical_email("ann@gmail.com")
    assert canonical_email("+x@acme.example") == "+x@acme.example"


def test_a_person_has_a_key_only_with_a_whole_name() -> None:
    assert person_key(Person(name="Arnulf Hsu")) == person_key(Person(name="HSU ARNULF"))
    assert person_key(Person(name="J. Heikkinen")) is None
    assert person_key(Person(name="Justin")) is None
    assert person_key(Person()) is None


def test_the_same_rows_again_change_nothing() -> None:
    batch = [FIRST, a_lead("J. Heikkinen", FIRST.person.email, "Mobspot", number=2)]
    once = sift(batch, {})
    assert [a.kind for a in once] == [AdmissionKind.NEW, AdmissionKind.MERGED]
    assert once[1].merged_into == FIRST.lead_id
    again = sift(batch, after(once))
    assert {arrival.kind for arrival in again} == {AdmissionKind.KNOWN}


def test_a_third_row_joins_the_first_through_the_second() -> None:
    first = a_lead("Ann Lee", "ann@acme.example", phone="+14155550101", number=1)
    second = a_lead("A. Lee", "alee@acme.example", phone="+14155550101", number=2)
    third = a_lead("Ann Lee", "alee@acme.example", "Acme Robotics", number=3)
    arrivals = sift([first, second, third], {})
    assert [a.merged_into for a in arrivals] == [None, first.lead_id, first.lead_id]


def test_umlauts_that_are_spelt_out_name_the_same_person() -> None:
    assert same_person(Person(name="Jürgen Größmann"), Person(name="Juergen Groessmann"))
    assert person_key(Person(name="Jürgen Größmann")) == person_key(
        Person(name="Juergen Groessmann")
    )
    assert not same_person(Person(name="Jürgen Größmann"), Person(name="Jens Größmann"))


def test_a_number_that_thousands_share_stays_quick() -> None:
    crowd = [a_lead(f"P{n}q Lin{n}z", phone="+14155550101", number=n) for n in range(2000)]
    assert all(arrival.kind is AdmissionKind.NEW for arrival in sift(crowd, {}))


PEOPLE = st.builds(
    lambda name, email, company, phone, external: replace(
        a_lead(name, email, company, phone=phone), external_ids=external
    ),
    st.sampled_from(["Ann Lee", "A. Lee", "Lee Ann", "Amy Lee", "Ben Ode", "Benjamin Ode", None]),
    st.sampled_from(["ann@acme.example", "ann+a@acme.example", "info@acme.example", None]),
    st.sampled_from(["Acme", "ACME Inc.", "Umbrella", None]),
    st.sampled_from(["+14155550101", "+14155550101;ext=4", None]),
    st.sampled_from([(), (("crm", "1"),), (("crm", "2"),), (("fair", "1"),)]),
)
BATCHES = st.lists(PEOPLE, max_size=8).map(
    lambda leads: [
        replace(lead, lead_id=LeadId(f"lead-{n}"), position=n)
        for n, lead in enumerate(leads, start=1)
    ]
)


@given(PEOPLE, PEOPLE, st.sampled_from(KeyKind))
def test_being_twins_is_mutual(left: Lead, right: Lead, kind: KeyKind) -> None:
    assert are_twins(left, right, kind) == are_twins(right, left, kind)
    assert same_person(left.person, right.person) == same_person(right.person, left.person)


@given(BATCHES)
def test_whoever_lives_on_came_first_and_is_no_twin_of_another(batch: list[Lead]) -> None:
    arrivals = sift(batch, {})
    order = [lead.lead_id for lead in batch]
    kinds = {arrival.lead.lead_id: arrival.kind for arrival in arrivals}
    for arrival in arrivals:
        if arrival.merged_into:
            assert order.index(arrival.merged_into) < order.index(arrival.lead.lead_id)
            assert kinds[arrival.merged_into] is AdmissionKind.NEW


@given(BATCHES)
def test_sifting_again_finds_only_what_is_known(batch: list[Lead]) -> None:
    arrivals = sift(batch, {})
    again = sift(batch, after(arrivals))
    assert all(arrival.kind is AdmissionKind.KNOWN for arrival in again)


@given(BATCHES, st.integers(0, 8))
def test_where_a_batch_ends_makes_no_difference(batch: list[Lead], cut: int) -> None:
    whole = sift(batch, {})
    head = sift(batch[:cut], {})
    tail = sift(batch[cut:], after(head))
    assert [a.merged_into for a in (*head, *tail)] == [a.merged_into for a in whole]
