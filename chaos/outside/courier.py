"""The house's side of the CRM: a `Courier` of changes to records. What a person wrote stays."""

import json
from dataclasses import dataclass
from typing import Final

from chaos.outside.http import Body, Line
from chaos.outside.mailer import SETTLE_S, TIMEOUT_S, handed, looked_up
from chaos.outside.records import Fields
from leadwright.journey.outbox.intents import Intent, IntentKind
from leadwright.journey.outbox.ports import Capability, EffectRefused, OutcomeUnknown, Receipt

NOTHING_LEFT: Final = "nothing-left"  # a person had decided every field


@dataclass(frozen=True, kw_only=True)
class RecordsCourier:
    """Writes what was approved to the CRM at a port."""

    port: int
    is_repeatable: bool
    settle_s: float = SETTLE_S
    name: str = "records"
    kinds: frozenset[str] = frozenset({IntentKind.CRM_UPDATE.value})

    @property
    def capability(self) -> Capability:
        """As the CRM is set up."""
        return Capability(
            repeatable=self.is_repeatable,
            looks_up=True,
            settle_s=self.settle_s,
            outside=True,
            timeout_s=2 * TIMEOUT_S,
        )

    async def deliver(self, intent: Intent) -> Receipt:
        """Read the record, and write what nobody else decided meanwhile, on that very version."""
        found = await self._read(intent)
        if found["done"]:
            return Receipt(provider_id=found["done"]["id"])
        fields, notes = self._wanted(intent, found["fields"])
        if not fields and not notes:
            return Receipt(provider_id=NOTHING_LEFT)
        body = {
            "intent": intent.id,
            "version": found["version"],
            "fields": fields,
            "notes": notes,
        }
        reply = await handed(self._line, "PUT", f"/records/{intent.lead_id}", body)
        return Receipt(provider_id=reply.body["id"])

    async def find(self, intent: Intent) -> Receipt | None:
        """Whether it was written."""
        reply = await looked_up(self._line, f"/writes/{intent.id}")
        return Receipt(provider_id=reply.body["id"]) if reply else None

    async def _read(self, intent: Intent) -> Body:
        try:
            reply = await looked_up(self._line, f"/records/{intent.lead_id}/{intent.id}")
        except OutcomeUnknown as error:  # nothing was handed over so far
            raise EffectRefused(str(error), again=True, note="unreadable") from error
        assert reply is not None
        return reply.body

    def _wanted(self, intent: Intent, now: Fields) -> tuple[Fields, list[Fields]]:
        """What nobody else decided meanwhile; and tasks and activities, which nobody can."""
        fields: Fields = {}
        notes: list[Fields] = []
        for text in json.loads(intent.content).values():
            change = json.loads(text)
            before, after = change["before"], change["after"]
            if change["kind"] != IntentKind.CRM_UPDATE:
                notes.append(after)
                continue
            untouched = {name for name in after if now.get(name) == before.get(name)}
            fields |= {name: after[name] for name in untouched if after[name] != now.get(name)}
        return fields, notes

    @property
    def _line(self) -> Line:
        return Line(port=self.port, timeout_s=TIMEOUT_S)
