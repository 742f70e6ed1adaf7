"""The people in leads: how their names are written, where they are reached."""

from dataclasses import dataclass, field

from leadwright.sandbox.dice import Dice
from leadwright.sandbox.names import plain, slug
from leadwright.sandbox.vocabulary import Vocabulary


@dataclass(slots=True)
class Contacts:
    """Writes names, addresses and numbers; no two people share an address or a number."""

    dice: Dice
    words: Vocabulary
    _taken: set[str] = field(default_factory=set)

    def name(self, name: str) -> str:
        """A person's name as forms and lists have it."""
        if not name.isascii() and self.dice.chance(0.25):
            return plain(name)
        first, _, last = name.partition(" ")
        ways = [name, f"Dr. {name}"]
        if plain(name).isascii():
            initial = self.dice.choice("BDKMT")
            ways += [f"{last}, {first}", plain(name).upper(), f"{first} {initial}. {last}"]
        return self.dice.choices(ways, (86, 2, 7, 3, 2)[: len(ways)])[0]

    def address(self, name: str, host: str) -> str:
        """A mail address that is the person's alone."""
        parts = slug(name, " ").split() or ["office"]
        first, last = parts[0], parts[-1]
        styles = (
            f"{first}.{last}",
            f"{first[0]}.{last}",
            f"{first}{last}",
            f"{last}.{first}",
            f"{first[0]}{last}",
            f"{last}",
        )
        local = self.dice.choice(styles)
        return self._own(local, host)

    def broken(self, name: str, host: str) -> str | None:
        """An address that no mail reaches, or none."""
        if self.dice.chance(0.3):
            return None
        parts = slug(name, " ").split() or ["office"]
        text = self.dice.choice(self.words.mail.broken)
        return text.format(local=parts[-1], host=host, stem=host.partition(".")[0])

    def open_host(self) -> str:
        """A host that gives an address to anybody."""
        return self.dice.choice(self.words.mail.open_hosts)

    def web(self, domain: str | None) -> str | None:
        """A web address as forms have it."""
        if domain is None or self.dice.chance(0.75):
            return domain
        stem, _, end = domain.rpartition(".")
        ways = (f"www.{domain}", f"https://{domain}/", f"http://www.{domain}/contact")
        return self.dice.choice((*ways, domain.upper(), f" {domain}", f"{stem} .{end}"))

    def phone(self, country: str | None) -> str | None:
        """A number that nobody has, in the country's own writing."""
        ranges = self.words.country(country).phones if country else ()
        if not ranges or self.dice.chance(0.45):
            return None
        for _ in range(20):
            number = self._digits(self.dice.choice(ranges))
            mark = "".join(c for c in number if c.isdigit())[-8:]
            if mark not in self._taken:
                self._taken.add(mark)
                return number
        return None

    def country(self, code: str) -> str:
        """A country as people write it."""
        spellings = self.words.country(code).spellings
        return spellings[0] if self.dice.chance(0.5) else self.dice.choice(spellings)

    def _digits(self, pattern: str) -> str:
        return "".join(str(self.dice.randint(0, 9)) if c == "#" else c for c in pattern)

    def _own(self, local: str, host: str) -> str:
        number = 1
        while (address := f"{local}{number if number > 1 else ''}@{host}") in self._taken:
            number += 1
        self._taken.add(address)
        return address
