"""What a house holds, as plain data that two houses can be compared by.

Left out is what rightly differs: times, days counted from them, versions, ids made from a house's
own secret, numbers of segments, and whether an answer came from a cache.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from leadwright.adapters.store import codec
from leadwright.adapters.store.repositories.journal import row_hash
from leadwright.adapters.store.tables import journal, micros
from leadwright.bootstrap import House
from leadwright.governance.naming import Naming
from leadwright.journey.outbox.intents import Intent
from leadwright.journey.ports import LeadRow
from leadwright.leads.lead import LeadId
from leadwright.leads.stage import Stage
from leadwright.review.approvals import Approval, content_hash

Portrait = dict[str, Any]
_PASSING = {"timestamp", "created_at", "last_updated", "version"}
_OF_THIS_HOUSE = {"segment", "approval_id", "cache_hits"}
_MERGED = ("stage", "merged_into", "draft", "proposals", "waiting_for")
_SEGMENT = re.compile(r"(?<=:)\d+(?=/)")
_DUE = re.compile(r'(?<=due)(\\*"\s*:\s*\\*")\d{4}-\d\d-\d\d')
_BY = re.compile(r"(?<=by )\d{1,2} [A-Z][a-z]{2} \d{4}")  # the CRM's next step, counted alike
_TOKEN = re.compile(r"(?<=/u/)[\w-]{48}\b")  # an address as only this house names it
_MARK = re.compile(r"(?<=/)[0-9a-f]{20}\b")
_EVERYTHING = 1_000_000


async def portray(house: House) -> Portrait:
    """Every lead by the id it came with, and what the house says of itself."""
    rows = await house.desk.list_leads(limit=_EVERYTHING)
    names = {row.lead.lead_id: row.lead.external_ids[0][1] for row in rows}
    refusals = await house.leads.refusals()
    events = (await house.store.audit.verify()).events
    naming = house.store.vault.naming
    broken = await house.store.archive.read(lambda connection: _broken(connection, naming))
    return {
        "leads": [await _lead(house, row, names) for row in rows],
        "refused": sorted([refusal.row, refusal.code] for refusal in refusals),
        "unrested": await house.desk.count_unrested(),
        "audit_events": events,
        "broken_journal_rows": broken,
    }


async def _lead(house: House, row: LeadRow, names: Mapping[LeadId, str]) -> Portrait:
    lead_id = row.lead.lead_id
    opening = await house.desk.open(lead_id)
    approvals = await house.desk.approvals(lead_id)
    intents = await house.desk.intents(lead_id)
    events = await house.store.audit.events(subject=opening.pseudonym, limit=_EVERYTHING)
    session = json.loads(_named(codec.sessions().dump_json(row.session).decode(), names))
    portrait = {
        "name": names[lead_id],
        "open_events": len(opening.events),
        "session": _lasting(session),
        "approvals": sorted([a.action, a.status.value, a.draft] for a in approvals),
        "intents": sorted(
            [i.kind, i.state.value, _named(_said(i), names), _bound(i, approvals)] for i in intents
        ),
        "audit": sorted([event.actor, event.action] for event in events),
    }
    return _last(portrait) if row.session.stage is Stage.MERGED else portrait


def _said(intent: Intent) -> str:
    """What a mail or a change says, without what differs from house to house and hour to hour."""
    content = json.loads(intent.content)
    content.pop("window", None)
    content["headers"] = sorted(content.get("headers", ()))
    return _TOKEN.sub("TOKEN", json.dumps(content, ensure_ascii=False, sort_keys=True))


def _broken(connection: sa.Connection, naming: Naming) -> int:
    """How many rows of the journal do not have the hashes of what they hold."""
    rows = connection.execute(sa.select(journal)).mappings()
    return sum(
        row_hash(naming, {**row, "started_at": micros(row["started_at"])}) != row["row_hash"]
        or hashlib.sha256(row["payload"]).digest() != row["payload_hash"]
        for row in rows
    )


def _bound(intent: Intent, approvals: Sequence[Approval]) -> bool:
    """Whether the hash is that of the content, and its approval's too: ids are in the content."""
    (approval,) = (a for a in approvals if a.id == intent.approval_id)
    content = content_hash(json.loads(intent.content))
    return content == intent.content_hash == approval.content_hash


def _last(portrait: Portrait) -> Portrait:
    """Of a merged lead, how it ended: how far it came before, the pace of its twin decided."""
    session = portrait["session"]
    waiting = [*portrait["approvals"], *portrait["intents"]]
    return {
        "name": portrait["name"],
        "open_events": portrait["open_events"],
        "session": {name: session[name] for name in _MERGED} | {"action": session["actions"][-1]},
        "waiting": [item for item in waiting if item[1] in {"pending", "queued"}],
        "merges": [item for item in portrait["audit"] if item[1] == "merge_duplicate"],
    }


def _lasting(value: object) -> object:
    if isinstance(value, dict):
        passing = _PASSING | _OF_THIS_HOUSE
        return {name: _lasting(item) for name, item in value.items() if name not in passing}
    if isinstance(value, list):
        return [_lasting(item) for item in value]
    return value


def _named(text: str, names: Mapping[LeadId, str]) -> str:
    for lead_id, name in names.items():
        text = text.replace(lead_id, name)
    text = _BY.sub("some day", text)
    text = _DUE.sub(r"\1some day", text)
    return _MARK.sub("mark", _SEGMENT.sub("n", text))
