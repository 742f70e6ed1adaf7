"""The same person once more: leads that repeat an earlier one of the file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from leadwright.sandbox.dice import Dice
from leadwright.sandbox.leads import slips
from leadwright.sandbox.leads.contacts import Contacts
from leadwright.sandbox.leads.sketch import Sketch


@dataclass(frozen=True, slots=True)
class Twins:
    """Repeats leads."""

    dice: Dice
    contacts: Contacts

    def mixed_in(self, sketches: Sequence[Sketch], number: int) -> list[Sketch]:
        """The leads with so many repetitions, each somewhere behind what it repeats."""
        mixed = list(sketches)
        able = [one for one in sketches if one.email and not one.bad_contact]
        for one in self.dice.sample(able, min(number, len(able))):
            place = self.dice.randint(mixed.index(one) + 1, len(mixed))
            mixed.insert(place, self._repeated(one))
        return mixed

    def _repeated(self, one: Sketch) -> Sketch:
        twin = replace(one, bucket="duplicate", twin_of=one)
        twin = replace(twin, source=self.dice.choice(("import", "webinar", "call_list")))
        if one.company is not None and one.written.noise == "none" and self.dice.chance(0.4):
            return self._by_name(twin, one)
        email = self.dice.choice((str(one.email).upper(), f" {one.email} ", str(one.email)))
        return replace(twin, email=email, name=self.contacts.name(one.known_as))

    def _by_name(self, twin: Sketch, one: Sketch) -> Sketch:
        """No address, another dress of the company's name: the person and the firm are the same."""
        if one.company is None or one.bucket.startswith("namesake"):
            return twin
        written = slips.dressed(one.company, self.dice)
        host = str(one.email).rpartition("@")[2]
        email = self.contacts.address(one.known_as, host)
        return replace(twin, written=written, email=email, phone=None)
