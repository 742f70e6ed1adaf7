"""Carries out what a person said yes to: changes of a CRM, each intent in one write, and once."""

import json

from leadwright.clock import Clock
from leadwright.errors import Refused
from leadwright.journey.crm.ports import Crm, CrmEntry
from leadwright.journey.crm.proposals import write_of
from leadwright.journey.outbox.intents import Intent, IntentKind
from leadwright.journey.outbox.ports import Capability, EffectRefused, Receipt


class CrmCourier:
    """Writes into a CRM that does an intent once, however often it is handed over."""

    kinds = frozenset({IntentKind.CRM_UPDATE.value})
    capability = Capability(repeatable=True, looks_up=True, settle_s=0, outside=False)

    def __init__(self, crm: Crm, clock: Clock) -> None:
        self._crm = crm
        self._clock = clock

    @property
    def name(self) -> str:
        """What the CRM goes by."""
        return self._crm.name

    async def deliver(self, intent: Intent) -> Receipt:
        """Write all of it; a field that somebody changed meanwhile stays, and is told."""
        try:
            entry = await self._crm.write(write_of(intent, self._clock.now()))
        except Refused as error:  # nothing was written, and tomorrow it is refused too
            raise EffectRefused(str(error), again=False, note=error.code) from error
        return receipt(entry)

    async def find(self, intent: Intent) -> Receipt | None:
        """Whether it was written."""
        entry = await self._crm.written(intent.id)
        return receipt(entry) if entry else None


def receipt(entry: CrmEntry) -> Receipt:
    """What came of a write, for the lead's session."""
    told = {
        "written": {change.field: change.after.value for change in entry.changes},
        "before": {change.field: change.before.value for change in entry.changes},
        "conflicts": [
            {
                "field": one.field,
                "kept": one.kept,
                "wanted": one.wanted,
                "by": one.by,
                "why": one.why.value,
            }
            for one in entry.kept
        ],
        "made": [{"id": one.id, "type": one.type.value, "title": one.title} for one in entry.made],
        "version": entry.version,
    }
    return Receipt(provider_id=entry.id, told=json.dumps(told, ensure_ascii=False, sort_keys=True))
