"""A courier with a memory of its own: what it was handed is what counts, not what it answered."""

from collections.abc import Callable

from leadwright.journey.outbox.intents import Intent
from leadwright.journey.outbox.ports import Capability, EffectRefused, OutcomeUnknown, Receipt

Mood = Callable[[Intent], None]  # raises what should go wrong


def fine(intent: Intent) -> None:
    """Nothing goes wrong."""
    del intent


class FakeCourier:
    """Takes intents of one kind; `before` goes wrong ahead of taking it, `after` behind."""

    name = "fake"

    def __init__(
        self,
        kind: str = "email",
        *,
        repeatable: bool = False,
        looks_up: bool = True,
        settle_s: float = 60.0,
    ) -> None:
        self.kinds = frozenset({kind})
        self.capability = Capability(
            repeatable=repeatable,
            looks_up=looks_up,
            settle_s=settle_s,
            outside=True,
            timeout_s=5.0,
        )
        self.taken: list[Intent] = []
        self.before: Mood = fine
        self.after: Mood = fine
        self.is_deaf = False  # look-ups do not know of anything yet

    async def deliver(self, intent: Intent) -> Receipt:
        """Take it."""
        self.before(intent)
        if not (self.capability.repeatable and any(i.id == intent.id for i in self.taken)):
            self.taken.append(intent)
        self.after(intent)
        return Receipt(provider_id=f"p-{intent.id}")

    async def find(self, intent: Intent) -> Receipt | None:
        """Whether it was taken."""
        if not self.capability.looks_up:
            raise OutcomeUnknown("it cannot be asked")
        if self.is_deaf or all(taken.id != intent.id for taken in self.taken):
            return None
        return Receipt(provider_id=f"p-{intent.id}")


def refusing(*, again: bool, times: int = 1, retry_after_s: float | None = None) -> Mood:
    """Says no so many times, then nothing goes wrong."""
    left = [times]

    def mood(intent: Intent) -> None:
        del intent
        if left[0]:
            left[0] -= 1
            raise EffectRefused("not now", again=again, retry_after_s=retry_after_s)

    return mood


def silent(intent: Intent) -> None:
    """No answer comes."""
    raise OutcomeUnknown(f"no answer about {intent.id}")


def once(mood: Mood) -> Mood:
    """It goes wrong the first time only."""
    left = [mood]

    def first(intent: Intent) -> None:
        if left:
            left.pop()(intent)

    return first
