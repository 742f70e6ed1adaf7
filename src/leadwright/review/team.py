"""The team: who decides for whom while somebody is away."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from leadwright.errors import Refused


class NotInTeam(Refused):
    """Nobody of the team goes by that name."""

    code: ClassVar[str] = "not_in_team"

    def __init__(self, name: str, members: tuple[str, ...]) -> None:
        super().__init__(f"nobody of the team goes by {name!r}; there are {', '.join(members)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person, and who decides in their place on which days."""

    name: str
    absent_from: date | None = None
    absent_until: date | None = None
    delegate: str | None = None

    def is_away(self, on: date) -> bool:
        """Whether the person is away; without a first or a last day, from ever or for ever."""
        if self.absent_from is None and self.absent_until is None:
            return False
        return (self.absent_from or on) <= on <= (self.absent_until or on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Everybody who decides. An empty team knows nobody, and nobody is away."""

    members: tuple[Member, ...] = ()

    def decides_for(self, name: str | None, on: date) -> str | None:
        """Who decides what waits for somebody.

        They themselves, or while they are away their delegate, or the delegate's delegate. Where
        all of them are away, it waits for the first.
        """
        known = {member.name: member for member in self.members}
        asked: list[str] = []
        current = name
        while current is not None and current not in asked:
            member = known.get(current)
            if member is None or not member.is_away(on):
                return current
            asked.append(current)
            current = member.delegate
        return name

    def check(self, name: str) -> None:
        """Refuse a name that is none of the team, where there is one.

        Raises:
            NotInTeam: there is a team, and nobody of it goes by that name.
        """
        names = tuple(member.name for member in self.members)
        if names and name not in names:
            raise NotInTeam(name, names)
