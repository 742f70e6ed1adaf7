"""The watch: a thread of each worker that keeps its slot and looks after what others left.

A worker that lost its slot must not go on: somebody else may work its leads already. A slot that
nobody holds, with segments in its queue, belonged to a worker that is gone; after a few rounds in
which nobody came back for them, they are taken over.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from leadwright.adapters.durable.errors import SlotLost
from leadwright.adapters.durable.hand import Hand, Segment
from leadwright.adapters.durable.segments import Segments
from leadwright.adapters.durable.slot import Slot, slot_of
from leadwright.clock import Clock

ROUND_S: Final = 2.0
MISSES: Final = 3  # rounds in which nobody held the slot
FORSAKEN: Final = 5  # rounds in which nobody here worked what was begun here
CLEAR_UP: Final = (
    8  # rounds from one look for segments without a workflow, and ended ones, to the next
)
KEPT: Final = timedelta(hours=1)  # how long an ended workflow can still be looked at
MOST_SWEPT: Final = 20  # clearings at once
_LONGEST_ROUND_S: Final = 5.0
_log: Final = logging.getLogger("leadwright.engine")


class Watch:
    """Rounds on a slot until it is stopped, or lost."""

    def __init__(
        self,
        *,
        slot: Slot,
        segments: Segments,
        hand: Hand,
        clock: Clock,
        lost: Callable[[], object],
        round_s: float = ROUND_S,
    ) -> None:
        self._slot = slot
        self._segments = segments
        self._hand = hand
        self._clock = clock
        self._lost = lost
        self._round_s = round_s
        self._missed: Counter[int] = Counter()
        self._seen: Counter[Segment] = Counter()
        self._waited: Counter[Segment] = Counter()
        self._rounds = 0
        self._stopping = False
        self._thread = threading.Thread(target=self._go, name="leadwright-watch", daemon=True)

    def start(self) -> None:
        """Begin the rounds."""
        self._thread.start()

    def stop(self) -> None:
        """End them; the slot is kept."""
        self._stopping = True
        self._slot.wake()
        self._thread.join(_LONGEST_ROUND_S)

    def _go(self) -> None:
        try:
            while not self._stopping:
                self._slot.wait(self._round_s)
                if not self._stopping:
                    self._round()
        except BaseException as error:  # noqa: BLE001 - whatever it was
            if not isinstance(error, SlotLost):
                _log.exception("the watch of %s ended", self._slot.name)
            if not self._stopping:  # a worker nobody watches may be one of two
                self._lost()

    def _round(self) -> None:
        self._rounds += 1
        try:
            self._begin_again()
            self._let_go()
            self._take_over()
            if self._rounds % CLEAR_UP == 1:
                self._clear_up()
        except SlotLost:
            raise
        except Exception as error:  # noqa: BLE001 - the next round finds what this one left
            _log.info("the watch looks again in a moment: %r", error)

    def _begin_again(self) -> None:
        """What nobody works here for several rounds was lost between DBOS and us."""
        forsaken = self._segments.forsaken(self._hand)
        self._seen = Counter({segment: self._seen[segment] + 1 for segment in forsaken})
        lost = [segment for segment, rounds in self._seen.items() if rounds >= FORSAKEN]
        if lost:
            begun = self._segments.begin_again(lost, self._hand)
            _log.info("%s began %d segments again", self._slot.name, begun)

    def _let_go(self) -> None:
        """What was in hand and is nowhere any more was ended by who had this slot before."""
        adrift = self._segments.adrift(self._hand)
        self._waited = Counter({segment: self._waited[segment] + 1 for segment in adrift})
        gone = [segment for segment, rounds in self._waited.items() if rounds >= FORSAKEN]
        self._hand.drop(gone)

    def _take_over(self) -> None:
        open_ = {slot_of(queue): queue for queue in self._segments.queues()}
        others = {
            number: queue
            for number, queue in open_.items()
            if number is not None and number != self._slot.number
        }
        self._missed = Counter({n: self._missed[n] for n in others})
        for number, queue in others.items():
            with self._slot.deserted(number) as deserted:
                self._missed[number] = self._missed[number] + 1 if deserted else 0
                if deserted and self._missed[number] >= MISSES and self._hand.free > 0:
                    taken = self._segments.take_over(queue, self._hand, self._hand.free)
                    _log.info("%s took over %d segments of %s", self._slot.name, taken, queue)

    def _clear_up(self) -> None:
        with self._slot.alone() as mine:
            if not mine:
                return
            self._segments.pick_up(self._hand)
            for _ in range(MOST_SWEPT):
                if self._stopping or not self._segments.sweep(self._clock.now(), KEPT):
                    return
                self._slot.wait(0)  # it is still ours
