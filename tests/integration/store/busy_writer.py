"""Writes rows and changes of many leads at once, and names each as soon as it is durable.

Run as `python -m tests.integration.store.busy_writer URL KEY_FILE`, until killed.
"""

import asyncio
import sys
from pathlib import Path

from tests.contract.store.examples import a_change, a_lead, a_row, an_admission, an_id

from leadwright.adapters.store import Database, Store

LEADS = 20


async def work(store: Store, number: int) -> None:
    turn = 0
    while True:
        turn += 1
        await store.journal.write(a_row(an_id(number), turn))
        print("row", number, turn, flush=True)  # noqa: T201 - read by the test
        opening = await store.desk.open(an_id(number))
        await store.desk.apply(a_change(opening))
        print("session", number, opening.session.version + 1, flush=True)  # noqa: T201


async def main(url: str, key_file: str) -> None:
    store = Store.open(Database.open(url), key_file=Path(key_file))
    await store.leads.admit([an_admission(a_lead(number)) for number in range(LEADS)], [])
    await asyncio.gather(*(work(store, number) for number in range(LEADS)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
