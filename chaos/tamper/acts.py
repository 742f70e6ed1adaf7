"""What an administrator might do to a trail, from clumsy to cunning."""

import hashlib
import json
from collections.abc import Callable
from enum import StrEnum

from chaos.tamper.hand import Hand, Row
from leadwright.adapters.store.tables import audit, journal

Act = Callable[[Hand], None]
FIELDS = [column.name for column in audit.c if column.name not in {"seq", "prev_hash", "hash"}]
TOLD = [c.name for c in journal.c if c.name not in {"seq", "row_hash", "payload", "payload_hash"}]


class Kind(StrEnum):
    """The ways to tamper."""

    EDIT_EVENT = "edit_event"
    DELETE_EVENT = "delete_event"
    REORDER_EVENTS = "reorder_events"
    INSERT_EVENT = "insert_event"
    TRUNCATE = "truncate"
    REPLACE_TAIL = "replace_tail"
    EDIT_HASH = "edit_hash"
    MOVE_HEAD = "move_head"
    EDIT_CALL = "edit_call"
    EDIT_PAYLOAD = "edit_payload"
    DELETE_CALL = "delete_call"
    INSERT_CALL = "insert_call"
    SWAP_CALLS = "swap_calls"
    CALL_AND_EVENT = "call_and_event"
    OLDER_COPY = "older_copy"
    OLDER_COPY_GROWN = "older_copy_grown"


def _from(hand: Hand, place: int) -> int | None:
    """Where to make hashes anew: nowhere, or from here on, as this program would."""
    return hand.chance.choice([None, place, place])


def _place(hand: Hand) -> int:
    return hand.chance.randrange(len(hand.events))


def _changed(hand: Hand, row: Row) -> Row:
    column = hand.chance.choice(FIELDS)
    return row | {column: _valid(column, hand.another(row[column], column, hand.events), row)}


def _valid(column: str, value: object, row: Row) -> object:
    """An amount stays one, and a detail JSON: who knows the code writes what it can read."""
    if column == "cost_usd":
        return f"{row[column]}1" if "." in row[column] else f"{row[column]}.5"
    if column == "detail":
        told = json.loads(row[column])
        return json.dumps(told | {"calls": told.get("calls", 0) + 1}, sort_keys=True)
    return value


def _edit_event(hand: Hand) -> None:
    place = _place(hand)
    hand.events[place] = _changed(hand, hand.events[place])
    hand.put_events(mend=_from(hand, place))


def _delete_event(hand: Hand) -> None:
    place = _place(hand)
    del hand.events[place]
    hand.put_events(mend=_from(hand, place))


def _reorder_events(hand: Hand) -> None:
    one, other = sorted(hand.chance.sample(range(len(hand.events)), 2))
    first, second = hand.events[one], hand.events[other]
    hand.events[one] = second | {"seq": first["seq"]}
    hand.events[other] = first | {"seq": second["seq"]}
    hand.put_events(mend=_from(hand, one))


def _insert_event(hand: Hand) -> None:
    place = hand.chance.randrange(len(hand.events))  # at the end it would be one that came later
    forged = _changed(hand, hand.chance.choice(hand.events))
    hand.events.insert(place, {**forged})
    for number, row in enumerate(hand.events, 1):
        row["seq"] = number
    hand.put_events(mend=_from(hand, place))


def _truncate(hand: Hand) -> None:
    keep = hand.chance.randrange(len(hand.events))
    del hand.events[keep:]
    hand.put_events(head=hand.chance.random() < 0.7)


def _replace_tail(hand: Hand) -> None:
    """Cut, then go on with other events: as many as before, or more."""
    keep = _place(hand)
    tail = [_changed(hand, row) for row in hand.events[keep:]]
    more = [
        _changed(hand, hand.chance.choice(hand.events)) for _ in range(hand.chance.randrange(4))
    ]
    hand.events[keep:] = [{**row} for row in (*tail, *more)]
    hand.put_events(mend=keep)


def _edit_hash(hand: Hand) -> None:
    place, column = _place(hand), hand.chance.choice(["hash", "prev_hash", "seq"])
    row = hand.events[place]
    changed = row[column] + 10_000 if column == "seq" else hashlib.sha256(b"another").hexdigest()
    hand.events[place] = row | {column: changed}
    hand.put_events(head=hand.chance.random() < 0.5)


def _move_head(hand: Hand) -> None:
    last = hand.chance.choice(hand.events[:-1])
    if hand.chance.random() < 0.5:
        hand.do(
            "UPDATE audit_head SET seq = :seq, hash = :hash", seq=last["seq"], hash=last["hash"]
        )
    else:
        hand.do("UPDATE audit_head SET hash = :hash", hash=last["hash"])


def _edit_call(hand: Hand) -> None:
    call, column = hand.chance.choice(hand.calls), hand.chance.choice(TOLD)
    value = hand.another(call[column], column, hand.calls)
    if column == "cached":
        value = 1 - int(call[column])
    if column == "key":
        value = f"{call[column]}x"  # keys are unique
    changed = {column: value}
    if hand.chance.random() < 0.7:
        changed["row_hash"] = hand.mark_for(call | changed)
    hand.put_call(call, **changed)


def _edit_payload(hand: Hand) -> None:
    """Another text under the same seal, or the hash that stands for it."""
    call = hand.chance.choice(hand.calls)
    payload = hand.another(call["payload"], "payload", hand.calls)
    mark = hashlib.sha256(payload).digest()
    changed = hand.chance.choice(
        [{"payload": payload}, {"payload": payload, "payload_hash": mark}, {"payload_hash": mark}]
    )
    if "payload_hash" in changed and hand.chance.random() < 0.7:
        changed["row_hash"] = hand.mark_for(call | changed)
    hand.put_call(call, **changed)


def _delete_call(hand: Hand) -> None:
    number = hand.chance.choice([1, 1, 1, 5, len(hand.calls)])
    for call in hand.chance.sample(hand.calls, number):
        hand.do("DELETE FROM journal WHERE seq = :seq", seq=call["seq"])


def _insert_call(hand: Hand) -> None:
    call = hand.chance.choice(hand.calls)
    seq = max(row["seq"] for row in hand.calls) + hand.chance.choice([1, 1, 50])
    forged = call | {"seq": seq, "key": f"{call['key']}x"}
    if hand.chance.random() < 0.3:
        forged["payload"] = None
    hand.insert("journal", [forged | {"row_hash": hand.mark_for(forged)}])


def _swap_calls(hand: Hand) -> None:
    one, other = hand.chance.sample(hand.calls, 2)
    hand.do("UPDATE journal SET seq = -1 WHERE seq = :seq", seq=one["seq"])
    hand.do("UPDATE journal SET seq = :new WHERE seq = :seq", seq=other["seq"], new=one["seq"])
    hand.do("UPDATE journal SET seq = :new WHERE seq = -1", new=other["seq"])


def _call_and_event(hand: Hand) -> None:
    """Take a call away, and strike it from the events that rest on it, as one who knows all."""
    named = [row for row in hand.events if "rests_on" in row["detail"]]
    place = hand.chance.choice(sorted(json.loads(hand.chance.choice(named)["detail"])["rests_on"]))
    hand.do("DELETE FROM journal WHERE seq = :seq", seq=int(place))
    for row in named:
        told = json.loads(row["detail"])
        if told["rests_on"].pop(place, None):
            row["detail"] = json.dumps(told, sort_keys=True)
    hand.put_events(mend=0)


def _older_copy(hand: Hand) -> None:
    """The copy itself is the deed."""


def _older_copy_grown(hand: Hand) -> None:
    """The copy goes on with forged events, about as many as there were."""
    place = len(hand.events)
    number = hand.chance.randrange(1, 2 * place)
    hand.events += [_changed(hand, hand.chance.choice(hand.events)) for _ in range(number)]
    hand.put_events(mend=place)


ACTS: dict[Kind, Act] = {
    Kind.EDIT_EVENT: _edit_event,
    Kind.DELETE_EVENT: _delete_event,
    Kind.REORDER_EVENTS: _reorder_events,
    Kind.INSERT_EVENT: _insert_event,
    Kind.TRUNCATE: _truncate,
    Kind.REPLACE_TAIL: _replace_tail,
    Kind.EDIT_HASH: _edit_hash,
    Kind.MOVE_HEAD: _move_head,
    Kind.EDIT_CALL: _edit_call,
    Kind.EDIT_PAYLOAD: _edit_payload,
    Kind.DELETE_CALL: _delete_call,
    Kind.INSERT_CALL: _insert_call,
    Kind.SWAP_CALLS: _swap_calls,
    Kind.CALL_AND_EVENT: _call_and_event,
    Kind.OLDER_COPY: _older_copy,
    Kind.OLDER_COPY_GROWN: _older_copy_grown,
}
OF_A_COPY = frozenset({Kind.OLDER_COPY, Kind.OLDER_COPY_GROWN})
