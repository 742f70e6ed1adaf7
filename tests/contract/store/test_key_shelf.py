"""Keys are found wherever they lie, and move from where they wait."""

import pytest
from tests.contract.store.examples import a_lead, an_admission
from tests.integration.store import raw

from leadwright.adapters.store import Kind, Store
from leadwright.adapters.store.repositories import shelf
from leadwright.leads.ports import KeyRef

pytestmark = pytest.mark.contract

LEADS = 60


async def test_keys_are_found_before_and_after_they_moved(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "LEADS_A_SLICE", 2)
    everybody = [a_lead(number) for number in range(1, LEADS + 1)]
    for start in range(0, LEADS, 5):
        batch = [an_admission(lead) for lead in everybody[start : start + 5]]
        await store.leads.admit(batch, [])
    keys = {KeyRef("email", lead.person.email or ""): (lead,) for lead in everybody}
    assert await store.leads.find_by_keys([*keys]) == keys
    assert [await store.leads.find(f"crm-{number}") for number in (1, LEADS)] == [
        (everybody[0],),
        (everybody[-1],),
    ]


async def test_in_a_file_keys_wait_and_all_move_in_the_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "LEADS_A_SLICE", 1)
    await store.leads.admit([an_admission(a_lead(number)) for number in range(1, 4)], [])
    moved, waiting = _counted(store)
    if store.database.kind is Kind.POSTGRESQL:
        assert waiting == 0  # it has no need
        return
    assert waiting
    before = moved + waiting
    for number in range(4, 4 + shelf.SLICES):
        await store.leads.admit([an_admission(a_lead(number))], [])
    moved, waiting = _counted(store)
    assert moved >= before


def _counted(store: Store) -> tuple[int, int]:
    moved, waiting = (
        raw.ask(store.database, f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 - ours
        for table in ("dedup_keys", "dedup_fresh")
    )
    return moved, waiting
