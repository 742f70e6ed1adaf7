"""All that is known of a run: what the house says, what was seen outside, what people did."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chaos.effects.testimony import Testimony
from chaos.outside.diary import Entry

Record = dict[str, Any]
_VERSION = re.compile(r":(?:(\d+)/\w+\.\w+|[a-z_]+/(\d+))$")  # in the id of an event
DECIDED, LEFT, WRONG = "decided", "left", "wrong"  # what people note
LEAVER = "leaver-"  # followed by the name of the lead: who opted out goes by that


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Judges look at nothing else."""

    house: Testimony
    mails: Sequence[Entry]  # what the mail provider took
    writes: Sequence[Entry]  # what the CRM took, from us and from the person who works in it
    people: Sequence[Entry]
    names: frozenset[str]  # leads that there were in the beginning
    cap: int | None = None  # mails a mailbox may send a day

    @cached_property
    def leads(self) -> dict[str, Record]:
        """By id."""
        return {lead["id"]: lead for lead in self.house["leads"]}

    @cached_property
    def intents(self) -> dict[str, Record]:
        """By id."""
        return {intent["id"]: intent for lead in self.leads.values() for intent in lead["intents"]}

    @cached_property
    def approvals(self) -> dict[str, Record]:
        """By id."""
        return {item["id"]: item for lead in self.leads.values() for item in lead["approvals"]}

    @cached_property
    def begins(self) -> dict[str, list[Record]]:
        """When each intent was begun: events of the trail, in their order."""
        found: dict[str, list[Record]] = {}
        for event in self.house["audit"]:
            if event["action"].endswith(".begin"):
                found.setdefault(event["detail"]["intent"], []).append(event)
        return found

    @property
    def accepted(self) -> Iterator[Entry]:
        """All that we did outside."""
        yield from self.mails
        yield from (entry for entry in self.writes if entry["what"] == "accepted")

    def noted(self, *what: str) -> Iterator[Entry]:
        """What people noted."""
        return (entry for entry in self.people if entry["what"] in what)

    def versions(self, lead: Record) -> list[int]:
        """The versions of a lead's session that decisions and effects made, in their order."""
        mine = (e["id"] for e in self.house["audit"] if e["subject"] == lead["pseudonym"])
        return [int(found[1] or found[2]) for name in mine if (found := _VERSION.search(name))]

    def opted_out(self) -> dict[str, int]:
        """From which event of the trail on which leads, by name, must not be written to."""
        found: dict[str, int] = {}
        for event in self.house["audit"]:
            _, is_leaver, name = event["actor"].partition(LEAVER)
            if is_leaver:
                found.setdefault(name, event["seq"])
        return found
