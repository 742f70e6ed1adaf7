"""What a store of leads promises."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.contract.store.examples import (
    NOON,
    a_change,
    a_lead,
    a_refusal,
    an_admission,
    an_id,
    merged,
)

from leadwright.adapters.store import Store
from leadwright.adapters.store.errors import LeadTaken
from leadwright.adapters.store.repositories.leads import SqlLeads
from leadwright.leads.lead import Lead, Person
from leadwright.leads.ports import KeyRef
from leadwright.leads.stage import Stage

PORT = "leadwright.leads.ports:LeadStore"
IMPLEMENTATIONS = ["leadwright.adapters.store.repositories.leads:SqlLeads"]

pytestmark = pytest.mark.contract


@pytest.fixture
def leads(store: Store) -> SqlLeads:
    return store.leads


async def test_a_lead_comes_back_as_it_was_admitted(leads: SqlLeads) -> None:
    lead = a_lead(1)
    await leads.admit([an_admission(lead)], [])
    assert await leads.get(lead.lead_id) == lead


async def test_a_lead_of_which_little_is_known_comes_back_too(leads: SqlLeads) -> None:
    lead = Lead(lead_id=an_id(1), person=Person(name="Zoë \U0001f680 'Quux'"), received_at=NOON)
    await leads.admit([an_admission(lead)], [])
    assert await leads.get(lead.lead_id) == lead


async def test_nobody_is_found_where_nobody_is(leads: SqlLeads) -> None:
    key = KeyRef("email", "nobody@nowhere.example")
    assert await leads.get(an_id(1)) is None
    assert await leads.find("crm-1") == ()
    assert await leads.find("") == ()
    assert await leads.find_by_keys([key]) == {key: ()}
    assert await leads.find_by_keys([]) == {}


async def test_a_lead_is_found_by_its_id_its_beginning_and_its_external_id(leads: SqlLeads) -> None:
    one, two = a_lead(1), a_lead(2)
    await leads.admit([an_admission(one), an_admission(two)], [])
    assert await leads.find("lead_0002") == (two,)
    assert await leads.find("crm-1") == (one,)
    assert await leads.find("lead_00") == (one, two)
    assert await leads.find("lead%") == ()


async def test_an_external_id_that_two_systems_use_finds_both(leads: SqlLeads) -> None:
    one = a_lead(1, external_ids=(("crm", "77"),))
    two = a_lead(2, external_ids=(("fair", "77"), ("crm", "78")))
    await leads.admit([an_admission(one), an_admission(two)], [])
    assert await leads.find("77") == (one, two)


async def test_keys_find_all_leads_that_carry_them_in_order_of_arrival(leads: SqlLeads) -> None:
    phone = KeyRef("phone", "+4930123456")
    late = a_lead(1, received_at=NOON + timedelta(hours=1))
    early = a_lead(2)
    await leads.admit(
        [an_admission(lead, keys=(phone, KeyRef("row", lead.lead_id))) for lead in (late, early)],
        [],
    )
    other = KeyRef("email", "+4930123456")  # the same text, another kind
    known = KeyRef("row", late.lead_id)
    found = await leads.find_by_keys([phone, other, known])
    assert found == {phone: (early, late), other: (), known: (late,)}


async def test_who_was_admitted_is_known_by_id(leads: SqlLeads) -> None:
    one, two = a_lead(1), a_lead(2)
    await leads.admit([an_admission(one)], [])
    await leads.admit([merged(two, into=one)], [])
    assert await leads.known([an_id(1), an_id(2), an_id(3)]) == {an_id(1), an_id(2)}
    assert await leads.known([]) == set()


async def test_a_key_of_a_merged_lead_names_the_lead_that_lives_on(leads: SqlLeads) -> None:
    one, two, three = a_lead(1), a_lead(2), a_lead(3)
    await leads.admit([an_admission(one)], [])
    await leads.admit([merged(two, into=one), merged(three, into=two)], [])
    keys = [KeyRef("email", three.person.email or ""), KeyRef("row", three.lead_id)]
    assert await leads.find_by_keys(keys) == dict.fromkeys(keys, (one,))


async def test_a_lead_merged_on_its_journey_gives_its_keys_away_too(store: Store) -> None:
    one, two = a_lead(1), a_lead(2)
    await store.leads.admit([an_admission(one), an_admission(two)], [])
    opening = await store.desk.open(two.lead_id)
    await store.desk.apply(a_change(opening, stage=Stage.MERGED, merged_into=one.lead_id))
    key = KeyRef("email", two.person.email or "")
    assert await store.leads.find_by_keys([key]) == {key: (one,)}


async def test_a_key_that_very_many_share_brings_only_the_first(leads: SqlLeads) -> None:
    phone = KeyRef("phone", "+1")
    crowd = [an_admission(a_lead(number), keys=(phone,)) for number in range(300)]
    await leads.admit(crowd, [])
    found = (await leads.find_by_keys([phone]))[phone]
    assert 0 < len(found) < len(crowd)
    assert found[0] == crowd[0].lead


async def test_a_batch_is_stored_whole_or_not_at_all(leads: SqlLeads) -> None:
    await leads.admit([an_admission(a_lead(1))], [])
    with pytest.raises(LeadTaken):
        await leads.admit([an_admission(a_lead(2)), an_admission(a_lead(1))], [a_refusal()])
    assert await leads.get(an_id(2)) is None
    assert await leads.count_refusals() == 0
    assert await leads.next_position() == 2


async def test_many_leads_are_admitted_at_once(store: Store) -> None:
    batch = [an_admission(a_lead(number)) for number in range(1000)]
    await store.leads.admit(batch, [])
    assert await store.leads.get(an_id(777)) == batch[777].lead
    assert await store.desk.count_unrested() == 1000


async def test_a_new_lead_waits_and_a_merged_one_rests(store: Store) -> None:
    one, two = a_lead(1), a_lead(2)
    await store.leads.admit([an_admission(one), merged(two, into=one)], [])
    assert await store.desk.count_unrested() == 1
    opening = await store.desk.open(two.lead_id)
    assert opening.session.stage is Stage.MERGED
    assert opening.session.merged_into == one.lead_id
    assert opening.session.actions[0].reason == "same mail address"
    assert opening.events == ()


async def test_positions_go_on_where_they_ended(leads: SqlLeads) -> None:
    assert await leads.next_position() == 0
    await leads.admit([an_admission(a_lead(5)), an_admission(a_lead(3))], [])
    assert await leads.next_position() == 6
    await leads.admit([an_admission(a_lead(1))], [])
    assert await leads.next_position() == 6


async def test_a_refusal_is_kept_once_and_shown_in_order(leads: SqlLeads) -> None:
    later, first = a_refusal(9), a_refusal(2)
    other = replace(a_refusal(1), file="web.csv")
    await leads.admit([], [later, first, later, other])
    await leads.admit([], [first])
    assert await leads.refusals() == (first, later, other)
    assert await leads.refusals("fair.csv") == (first, later)
    assert await leads.count_refusals() == 3
    assert await leads.count_refusals("web.csv") == 1


async def test_a_row_mended_wrongly_is_another_refusal(leads: SqlLeads) -> None:
    await leads.admit([], [a_refusal(2, given="x"), a_refusal(2, given="y")])
    assert await leads.count_refusals() == 2
