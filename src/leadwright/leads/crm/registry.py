"""The field registry: what a CRM's fields are called, what they hold, who keeps them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import ClassVar, TypedDict, cast

from leadwright.errors import Refused


class ObjectType(StrEnum):
    """What a CRM is made of."""

    ACCOUNT = "account"
    CONTACT = "contact"
    LEAD = "lead"
    OPPORTUNITY = "opportunity"
    TASK = "task"
    ACTIVITY = "activity"


# A lead's record: one of each, and the fields people speak of are spread over them.
RECORD = (ObjectType.ACCOUNT, ObjectType.CONTACT, ObjectType.LEAD)


class FieldType(StrEnum):
    """What a field can hold."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"  # 2026-11-01
    MONEY = "money"  # 1200000 USD
    CHOICE = "choice"


class Writer(StrEnum):
    """Who writes into a CRM."""

    HUMAN = "human"
    SYSTEM = "system"
    AGENT = "agent"


class FieldUnknown(Refused):
    """The registry has no such field; the message lists those there are."""

    code: ClassVar[str] = "crm_field_unknown"

    def __init__(self, name: str, known: Mapping[str, object]) -> None:
        super().__init__(f"the CRM has no field {name!r}; there are {', '.join(known)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field: what it holds, who keeps it, where it stands in each CRM."""

    name: str
    label: str
    type: FieldType
    owner: Writer = Writer.HUMAN
    at: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()

    def place(self, crm: str) -> tuple[ObjectType, str]:
        """The object and the field there: `lead.NextStep`."""
        kind, _, name = self.at[crm].partition(".")
        return ObjectType(kind), name


Specs = Mapping[str, FieldSpec]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """All fields; those of a lead's record by logical name, the others by their object."""

    precedence: tuple[Writer, ...]
    fields: Specs
    objects: Mapping[ObjectType, Specs]

    def outranks(self, one: Writer, other: Writer) -> bool:
        """Whether the word of one counts more than that of the other."""
        return self.precedence.index(one) < self.precedence.index(other)

    def spec(self, name: str) -> FieldSpec:
        """A field of a lead's record.

        Raises:
            FieldUnknown: there is none of that name.
        """
        if name not in self.fields:
            raise FieldUnknown(name, self.fields)
        return self.fields[name]

    def at(self, crm: str) -> Mapping[tuple[ObjectType, str], str]:
        """The logical names by the places of one CRM."""
        return {spec.place(crm): name for name, spec in self.fields.items() if crm in spec.at}


class _Given(TypedDict, total=False):
    label: str
    type: str
    owner: str
    at: dict[str, str]
    choices: list[str]


@cache
def registry() -> Registry:
    """The registry as the package brings it; read once, on first use."""
    text = files(__package__).joinpath("fields.toml").read_text(encoding="utf-8")
    given = tomllib.loads(text)
    return Registry(
        precedence=tuple(Writer(name) for name in given["precedence"]),
        fields=_specs(given["fields"]),
        objects={ObjectType(kind): _specs(some) for kind, some in given["objects"].items()},
    )


def _specs(given: Mapping[str, object]) -> Specs:
    return {name: _spec(name, cast("_Given", one)) for name, one in given.items()}


def _spec(name: str, given: _Given) -> FieldSpec:
    return FieldSpec(
        name=name,
        label=given["label"],
        type=FieldType(given["type"]),
        owner=Writer(given.get("owner", Writer.HUMAN)),
        at=given.get("at", {}),
        choices=tuple(given.get("choices", ())),
    )
