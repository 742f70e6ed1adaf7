"""Checkpoints lie outside the database, so what was done to its trail shows against them."""

import json
import logging
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from tests.contract.store.conftest import OpenStore
from tests.contract.store.examples import a_change, a_lead, an_admission, an_audit_event, an_id
from tests.integration.store import raw

from leadwright.adapters.store import Store
from leadwright.adapters.store.errors import AuditBroken
from leadwright.adapters.witness import Notary, export, keys, open_notary, verify_audit
from leadwright.adapters.witness.book import Book, CheckpointsUnwritable
from leadwright.adapters.witness.export import ExportRefused, Stretch
from leadwright.adapters.witness.keys import AuditKeyWrong
from leadwright.adapters.witness.places import WitnessUnknown
from leadwright.clock import FrozenClock
from leadwright.governance import checkpoints
from leadwright.governance.checkpoints import CheckpointsBroken
from leadwright.settings import AuditSettings

ONE = an_id(1)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 3, 4, 12, tzinfo=UTC))


@pytest.fixture
async def notary(store: Store, clock: FrozenClock, tmp_path: Path) -> Notary:
    await store.leads.admit([an_admission(a_lead(1))], [])
    return open_notary(store, clock, AuditSettings(), tmp_path / "leadwright.key")


async def tell(store: Store, number: int = 1) -> None:
    opening = await store.desk.open(ONE)
    first = opening.session.version * 100
    events = tuple(an_audit_event(first + n) for n in range(number))
    await store.desk.apply(a_change(opening, audit=events))


async def proved(store: Store, notary: Notary) -> int:
    """As `leadwright audit verify` proves it."""
    marks = notary.book.all()
    checkpoints.check(keys.public_key(notary.public_file()), marks)
    return (await store.audit.verify([signed.checkpoint for signed in marks])).events


async def test_each_checkpoint_follows_from_the_one_before(store: Store, notary: Notary) -> None:
    for number in (1, 2, 5, 1, 8):
        await tell(store, number)
        signed = await notary.checkpoint()
        assert signed is not None
    assert [one.checkpoint.size for one in notary.book.all()] == [1, 3, 8, 9, 17]
    assert await proved(store, notary) == 17


async def test_nothing_is_signed_where_nothing_happened(store: Store, notary: Notary) -> None:
    assert await notary.checkpoint() is None
    await tell(store)
    assert await notary.checkpoint() is not None
    assert await notary.checkpoint() is None
    assert len(notary.book.all()) == 1


async def test_one_is_due_at_first_then_after_some_events_or_some_time(
    store: Store, notary: Notary, clock: FrozenClock
) -> None:
    notary.every_events, notary.every_s = 3, 60
    await tell(store)
    assert await notary.checkpoint_if_due() is not None
    clock.advance(timedelta(seconds=10))
    await tell(store)
    assert await notary.checkpoint_if_due() is None
    clock.advance(timedelta(seconds=10))
    await tell(store, 2)
    assert await notary.checkpoint_if_due() is not None
    await tell(store)
    clock.advance(timedelta(seconds=59))
    assert await notary.checkpoint_if_due() is None
    clock.advance(timedelta(seconds=2))
    assert await notary.checkpoint_if_due() is not None
    clock.advance(timedelta(days=1))
    assert await notary.checkpoint_if_due() is None


async def test_two_workers_write_one_series(
    open_store: OpenStore, notary: Notary, clock: FrozenClock, tmp_path: Path
) -> None:
    store = open_store()
    other = open_notary(store, clock, AuditSettings(), tmp_path / "leadwright.key")
    for who in (notary, other, notary, other):
        await tell(store)
        await who.checkpoint()
    assert len(notary.book.all()) == 4
    assert await proved(store, notary) == 4


@pytest.mark.parametrize("number", [3, 5])
async def test_a_trail_made_anew_as_this_program_would_is_not_signed(
    open_store: OpenStore, store: Store, notary: Notary, number: int
) -> None:
    await tell(store, 4)
    await notary.checkpoint()
    raw.unlock(store.database)
    raw.change(store.database, "DELETE FROM audit")
    raw.change(store.database, f"UPDATE audit_head SET seq = 0, hash = '{'0' * 64}'")  # noqa: S608
    other = open_store()
    await tell(other, number)
    assert (await store.audit.verify()).events == number  # it holds together by itself
    with pytest.raises(AuditBroken, match="move that file away"):
        await notary.checkpoint()
    assert len(notary.book.all()) == 1
    with pytest.raises(AuditBroken, match=r"checkpoint of 2026-03-04T12:00:00"):
        await proved(store, notary)


async def test_a_worker_tells_of_a_broken_trail_and_goes_on(
    store: Store, notary: Notary, caplog: pytest.LogCaptureFixture
) -> None:
    await tell(store, 2)
    await notary.checkpoint()
    raw.unlock(store.database)
    raw.change(store.database, "UPDATE audit SET hash = 'ab' WHERE seq = 2")
    await tell(store)
    notary.every_events, notary._looked = 1, 0.0
    with caplog.at_level(logging.ERROR):
        assert await notary.checkpoint_if_due() is None
    assert "audit_broken" in caplog.text


async def test_an_older_copy_of_the_database_is_found(
    store: Store, notary: Notary, open_store: OpenStore
) -> None:
    file = store.database.file
    if file is None:
        return
    await tell(store, 3)
    raw.ask(store.database, "PRAGMA wal_checkpoint(TRUNCATE)")
    copy = shutil.copy(file, file.with_suffix(".old"))
    await tell(store, 3)
    await notary.checkpoint()
    store.close()
    for rest in file.parent.glob("leadwright.db-*"):
        rest.unlink()
    shutil.copy(copy, file)
    again = open_store()
    assert (await again.audit.verify()).events == 3
    with pytest.raises(AuditBroken, match="older copy"):
        await proved(again, notary)


async def test_a_line_cut_off_by_a_crash_was_never_made(store: Store, notary: Notary) -> None:
    await tell(store)
    await notary.checkpoint()
    whole = notary.book.path.read_text()
    notary.book.path.write_text(whole + whole[:100])
    assert len(notary.book.all()) == 1
    await tell(store)
    await notary.checkpoint()
    assert len(notary.book.all()) == 2
    assert await proved(store, notary) == 2


async def test_a_book_of_another_key_is_not_written_on(
    store: Store, notary: Notary, tmp_path: Path
) -> None:
    await tell(store)
    await notary.checkpoint()
    notary.key_file = tmp_path / "other.key"
    await tell(store)
    with pytest.raises(CheckpointsBroken, match="not signed with this key"):
        await notary.checkpoint()


async def test_the_key_is_for_its_owner_and_its_public_half_for_all(
    store: Store, notary: Notary
) -> None:
    await tell(store)
    await notary.checkpoint()
    assert notary.key_file.name == "leadwright-audit.key"
    assert notary.key_file.stat().st_mode & 0o777 == 0o600
    whole, half = keys.public_key(notary.key_file), keys.public_key(notary.public_file())
    assert whole.public_bytes_raw() == half.public_bytes_raw()
    notary.key_file.write_text("no key")
    with pytest.raises(AuditKeyWrong, match=r"leadwright-audit\.key"):
        await notary.checkpoint()


async def test_folders_hear_of_every_checkpoint_and_may_be_away_for_a_while(
    store: Store, clock: FrozenClock, notary: Notary, tmp_path: Path
) -> None:
    folder = tmp_path / "bucket"
    folder.mkdir()
    given = AuditSettings(also=(folder.as_uri(), str(folder)))
    witnessed = open_notary(store, clock, given, tmp_path / "leadwright.key")
    await tell(store)
    signed = await witnessed.checkpoint()
    assert signed is not None
    (file,) = folder.iterdir()
    assert json.loads(file.read_text()) == json.loads(signed.told())
    shutil.rmtree(folder)
    await tell(store)
    assert await witnessed.checkpoint() is not None
    assert await proved(store, notary) == 2


@pytest.mark.parametrize("also", ["https://example.com/x", "nowhere/at/all"])
async def test_a_witness_nobody_can_write_to_is_told_at_the_start(
    store: Store, clock: FrozenClock, also: str
) -> None:
    with pytest.raises(WitnessUnknown, match="also"):
        open_notary(store, clock, AuditSettings(also=(also,)), None)


async def test_a_book_that_cannot_be_written_is_told_of(
    store: Store, notary: Notary, tmp_path: Path
) -> None:
    await tell(store)
    notary.book = Book(tmp_path)
    with pytest.raises(CheckpointsUnwritable, match="checkpoints"):
        await notary.checkpoint()
    with pytest.raises(CheckpointsUnwritable):
        notary.book.all()


class Exported:
    """An export as somebody else has it, and what they make of it."""

    def __init__(self, lines: list[verify_audit.Line], notary: Notary) -> None:
        self.lines = lines
        self.key = load_pem_public_key(notary.public_file().read_bytes())
        self.kept = verify_audit.read(str(notary.book.path))

    def verify(self, lines: list[verify_audit.Line] | None = None) -> str:
        assert isinstance(self.key, Ed25519PublicKey)
        given = self.lines if lines is None else lines
        return verify_audit.verify(given, self.key, self.kept)


async def exported(
    store: Store, notary: Notary, file: Path, stretch: Stretch | None = None
) -> Exported:
    marks = notary.book.all()
    await store.audit.walking(lambda trail: export.write(trail, file, stretch or Stretch(), marks))
    return Exported(verify_audit.read(str(file)), notary)


@pytest.fixture
async def long(store: Store, notary: Notary) -> Store:
    for _ in range(3):
        await tell(store, 5)
        await notary.checkpoint()
    await tell(store, 2)
    return store


@pytest.mark.parametrize("stretch", [(1, None), (1, 16), (4, 9), (11, 17), (15, 15), (16, 17)])
async def test_an_export_holds_where_nothing_is_known_of_us(
    long: Store, notary: Notary, tmp_path: Path, stretch: tuple[int, int | None]
) -> None:
    part = Stretch(first=stretch[0], last=stretch[1])
    found = await exported(long, notary, tmp_path / "export.jsonl", part)
    number = (stretch[1] or 17) - stretch[0] + 1
    assert found.verify().startswith(f"{number} events")


@pytest.mark.parametrize("first", [1, 4])
async def test_every_change_of_an_export_is_found(
    long: Store, notary: Notary, tmp_path: Path, first: int
) -> None:
    found = await exported(long, notary, tmp_path / "export.jsonl", Stretch(first=first, last=15))
    events = [place for place, line in enumerate(found.lines) if "event" in line]
    for place in events:
        lines = json.loads(json.dumps(found.lines))
        lines[place]["event"]["reason"] = "another"
        previous = str(found.lines[place - 1].get("hash", found.lines[0]["before"]))
        for later in range(place, events[-1] + 1):  # all hashes made anew
            told = verify_audit.canonical(lines[later]["event"])
            previous = lines[later]["hash"] = verify_audit.chain(previous, told)
        for forged in (
            lines,
            found.lines[:place] + found.lines[place + 1 :],
            [*found.lines[: place + 1], found.lines[place], *found.lines[place + 1 :]],
        ):
            with pytest.raises((verify_audit.DoesNotHold, KeyError)):
                found.verify(forged)


async def test_an_export_without_its_end_is_found_by_checkpoints_kept_elsewhere(
    long: Store, notary: Notary, tmp_path: Path
) -> None:
    found = await exported(long, notary, tmp_path / "export.jsonl")
    lines = [line for line in found.lines if line.get("seq", 0) <= 12]
    lines = [line for line in lines if line.get("checkpoint", {}).get("size", 0) <= 12]
    lines[0] = {**lines[0], "to": 12}
    with pytest.raises(verify_audit.DoesNotHold, match="the end is missing"):
        found.verify(lines)


async def test_an_export_overwrites_nothing_and_names_events_there_are(
    long: Store, notary: Notary, tmp_path: Path
) -> None:
    file = tmp_path / "export.jsonl"
    await exported(long, notary, file)
    with pytest.raises(ExportRefused, match="already"):
        await exported(long, notary, file)
    with pytest.raises(ExportRefused, match="17"):
        await exported(long, notary, tmp_path / "more.jsonl", Stretch(first=9, last=18))
    assert not (tmp_path / "more.jsonl").exists()
