"""What the records of a CRM promise to whoever reads them."""

import asyncio

import pytest
from tests.contract.store.examples import a_lead, an_admission, an_id

from leadwright.adapters.store import Store
from leadwright.adapters.store.errors import LeadUnknown
from leadwright.adapters.store.repositories.crm import SqlCrmRecords

PORT = "leadwright.journey.ports:CrmRecords"
IMPLEMENTATIONS = ["leadwright.adapters.store.repositories.crm:SqlCrmRecords"]

pytestmark = pytest.mark.contract

ONE, TWO = an_id(1), an_id(2)
FIELDS = {"name": "Wilhelmina Quux", "employees": "120", "fax": None}


@pytest.fixture
async def crm(store: Store) -> SqlCrmRecords:
    await store.leads.admit([an_admission(a_lead(1)), an_admission(a_lead(2))], [])
    return store.crm


async def test_a_lead_without_a_record_has_version_zero_and_no_fields(crm: SqlCrmRecords) -> None:
    assert await crm.read(ONE) == (0, {})
    assert await crm.read(an_id(99)) == (0, {})


async def test_a_record_is_read_with_its_version(crm: SqlCrmRecords) -> None:
    assert await crm.keep(ONE, FIELDS) == 1
    assert await crm.read(ONE) == (1, FIELDS)
    assert await crm.read(TWO) == (0, {})


async def test_every_change_is_a_new_version(crm: SqlCrmRecords) -> None:
    versions = await asyncio.gather(*(crm.keep(ONE, {"n": str(n)}) for n in range(5)))
    assert sorted(versions) == [1, 2, 3, 4, 5]
    assert await crm.keep(ONE, FIELDS) == 6
    assert await crm.read(ONE) == (6, FIELDS)


async def test_a_record_of_nobody_is_refused(crm: SqlCrmRecords) -> None:
    with pytest.raises(LeadUnknown):
        await crm.keep(an_id(99), FIELDS)
