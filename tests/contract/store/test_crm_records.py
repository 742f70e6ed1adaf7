"""What the records of a CRM promise to whoever reads them."""

import pytest
from tests.contract.store.crm_cases import ONE, TWO, a_write, wants
from tests.contract.store.examples import a_lead, an_admission, an_id

from leadwright.adapters.store import Store
from leadwright.adapters.store.repositories.crm import SqlCrm

PORT = "leadwright.journey.ports:CrmRecords"
IMPLEMENTATIONS = ["leadwright.adapters.store.repositories.crm:SqlCrm"]

pytestmark = pytest.mark.contract


@pytest.fixture
async def crm(store: Store) -> SqlCrm:
    await store.leads.admit([an_admission(a_lead(1)), an_admission(a_lead(2))], [])
    return store.crm


async def test_a_lead_without_a_record_has_version_zero_and_no_fields(crm: SqlCrm) -> None:
    assert await crm.read(ONE) == (0, {})
    assert await crm.read(an_id(99)) == (0, {})


async def test_a_record_is_read_with_its_version(crm: SqlCrm) -> None:
    fields: dict[str, str | None] = {"company_name": "Quuxworks", "annual_revenue": "1200000 EUR"}
    await crm.write(a_write(update=wants(fields)))
    assert await crm.read(ONE) == (1, fields)
    assert await crm.read(TWO) == (0, {})


async def test_every_change_is_a_new_version(crm: SqlCrm) -> None:
    for number in range(1, 4):
        seen = {"next_action": f"step {number - 1}" if number > 1 else None}
        update = wants({"next_action": f"step {number}"}, before=seen, seen=number - 1)
        await crm.write(a_write(number, update=update))
        assert await crm.read(ONE) == (number, {"next_action": f"step {number}"})


async def test_a_field_that_was_emptied_is_left_out(crm: SqlCrm) -> None:
    await crm.write(a_write(1))
    update = wants({"next_action": None}, before={"next_action": "Call on Monday"}, seen=1)
    await crm.write(a_write(2, update=update))
    assert await crm.read(ONE) == (2, {})
