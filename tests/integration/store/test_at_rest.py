"""What is personal cannot be read in the database, and is gone when its key is gone."""

from datetime import timedelta

import pytest
from tests.contract.store.crm_cases import a_write, wants
from tests.contract.store.examples import (
    NOON,
    a_change,
    a_full_session,
    a_lead,
    a_refusal,
    a_row,
    an_admission,
    an_approval,
    an_event,
    an_id,
    an_intent,
)
from tests.integration.store import raw

from leadwright.adapters.store import Store
from leadwright.adapters.store.repositories.journal import row_hash
from leadwright.adapters.store.tables import journal
from leadwright.governance.vault import LeadErased, SealBroken
from leadwright.journey.ports import TwinKey

ONE, TWO = an_id(1), an_id(2)
DAY = timedelta(days=1)
QUESTION = "search_company Quuxworks"
SECRETS = (
    b"Wilhelmina",
    b"wilhelmina.1@quuxworks.example",
    b"Quuxworks",
    b"+4930123456",
    b"120000.50",
    b"120.000,50",
    b"Yes, write to me.",
    b"crm-1",
    b"You employ 120 people.",
    b"twin of somebody",
    b"a given value",
    b"ada quux",
    b"the fax number",
)


@pytest.fixture
async def full(store: Store) -> Store:
    """A store that has seen a bit of everything."""
    leads = [an_admission(a_lead(number)) for number in (1, 2)]
    await store.leads.admit(leads, [a_refusal(given="a given value")])
    opening = await store.desk.open(ONE)
    approval = an_approval(ONE)
    await store.desk.apply(
        a_change(
            opening,
            **a_full_session(opening.session),
            approvals=(approval,),
            intents=(an_intent(ONE, approval),),
            events_new=(an_event(ONE, payload='{"why": "twin of somebody"}'),),
        )
    )
    await store.desk.settle_twin(TwinKey(entity_id="ent1", person_key="ada quux"), ONE, 1)
    await store.journal.write(a_row(ONE))
    await store.crm.write(a_write(update=wants({"next_action": "Call them on the fax number"})))
    await store.answers.keep(QUESTION, "led by Wilhelmina", at=NOON, until=NOON + DAY)
    return store


async def test_nothing_personal_can_be_read_in_the_database(full: Store) -> None:
    lying = raw.everything(full.database)
    assert b"lead_0001" in lying, "we look in the wrong place"
    assert [secret for secret in SECRETS if secret in lying] == []


async def test_without_its_key_a_lead_is_erased_and_the_others_are_not(full: Store) -> None:
    raw.change(full.database, "DELETE FROM lead_keys WHERE lead_no = 1")
    full.archive.keys.forget([ONE])
    for reading in (
        full.leads.get(ONE),
        full.desk.open(ONE),
        full.desk.approvals(ONE),
        full.desk.intents(ONE),
        full.journal.of_segment(f"{ONE}:1"),
        full.crm.read(ONE),
        full.journal.write(a_row(ONE)),
    ):
        with pytest.raises(LeadErased, match="lead_0001"):
            await reading
    assert await full.leads.find(ONE) == ()
    assert await full.leads.get(TWO) == a_lead(2)
    assert [row.lead.lead_id for row in await full.desk.list_leads()] == [TWO]


async def test_hashes_hold_after_the_payload_and_the_key_are_gone(full: Store) -> None:
    raw.change(full.database, "DELETE FROM lead_keys")
    raw.change(full.database, "UPDATE journal SET payload = NULL")
    rows = raw.ask(full.database, "SELECT * FROM journal")
    naming = full.vault.naming
    assert [row_hash(naming, _clear(row)) for row in rows] == [bytes(row.row_hash) for row in rows]
    assert (await full.audit.verify())[0] == 1


async def test_a_row_of_the_journal_survives_its_payload(full: Store) -> None:
    raw.change(full.database, "UPDATE journal SET payload = NULL")
    (row,) = await full.journal.of_segment(f"{ONE}:1")
    assert (row.request, row.reply) == ("", "")
    assert row.cost_usd == a_row(ONE).cost_usd


@pytest.mark.parametrize(
    "swap",
    [
        "UPDATE leads SET document = (SELECT raw FROM leads WHERE lead_no = 1) WHERE lead_no = 1",
        "UPDATE lead_keys SET wrapped = (SELECT wrapped FROM lead_keys WHERE lead_no = 2)",
        "UPDATE sessions SET version = 7",
    ],
)
async def test_what_is_sealed_cannot_be_moved_to_another_place(full: Store, swap: str) -> None:
    raw.change(full.database, swap)
    full.archive.keys.forget([ONE])
    with pytest.raises(SealBroken):
        await full.desk.open(ONE)


async def test_an_answer_can_neither_be_made_younger_nor_moved(full: Store) -> None:
    await full.answers.keep("another", "of another", at=NOON, until=NOON + DAY)
    await full.answers.keep("another", "of another", at=NOON, until=NOON + DAY)
    raw.change(full.database, "UPDATE answers SET kept_at = kept_at + 1 WHERE version = 1")
    with pytest.raises(SealBroken):
        await full.answers.look(QUESTION)
    raw.change(
        full.database, "UPDATE answers SET answer = (SELECT answer FROM answers WHERE version = 1)"
    )
    with pytest.raises(SealBroken):
        await full.answers.look("another")


def _clear(row: object) -> dict[str, object]:
    values = {column.name: getattr(row, column.name) for column in journal.c}
    return values | {
        "payload_hash": bytes(values["payload_hash"]),
        "cached": bool(values["cached"]),
    }
