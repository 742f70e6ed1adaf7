"""The house's side of the CRM: a `Courier` of changes to records. What a person wrote stays."""

import json
from dataclasses import dataclass
from typing import Final

from chaos.outside.http import Line
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
        version, fields = await self._read(intent)
        wanted = {
            name: after
            for before, afters in changes(intent)
            for name, after in afters.items()
            if fields.get(name) == before.get(name) and after != before.get(name)
        }
        if not wanted:
            return Receipt(provider_id=NOTHING_LEFT)
        body = {"intent": intent.id, "version": version, "fields": wanted}
        reply = await handed(self._line, "PUT", f"/records/{intent.lead_id}", body)
        return Receipt(provider_id=reply.body["id"])

    async def find(self, intent: Intent) -> Receipt | None:
        """Whether it was written."""
        reply = await looked_up(self._line, f"/writes/{intent.id}")
        return Receipt(provider_id=reply.body["id"]) if reply else None

    async def _read(self, intent: Intent) -> tuple[int, Fields]:
        try:
            reply = await looked_up(self._line, f"/records/{intent.lead_id}")
        except OutcomeUnknown as error:  # nothing was handed over so far
            raise EffectRefused(str(error), again=True, note="unreadable") from error
        assert reply is not None
        return reply.body["version"], reply.body["fields"]

    @property
    def _line(self) -> Line:
        return Line(port=self.port, timeout_s=TIMEOUT_S)


def changes(intent: Intent) -> list[tuple[Fields, Fields]]:
    """The fields of an intent, before and after."""
    given = [json.loads(change) for change in json.loads(intent.content).values()]
    return [(change["before"], change["after"]) for change in given]
