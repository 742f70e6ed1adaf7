"""The mail: a frame the seed decides, filled so that it keeps the house rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from leadwright.errors import Bug
from leadwright.tools.catalogue.drafting.contract import Sentence
from leadwright.tools.catalogue.drafting.phrasebook import Frame, Hook, Phrasebook
from leadwright.tools.catalogue.drafting.wording import (
    Place,
    Slot,
    Wording,
    choose,
    rank,
    usable,
)

Paragraphs = tuple[tuple[Sentence, ...], ...]
_TRIES = 2  # with other wordings, before the next frame's turn
_LOTS = 4  # of a frame that is made for the fact at hand
_PROBLEM_MENTIONS, _COMPANY_MENTIONS = 2, 2
_LONG_AGO, _AS_IT_STANDS, _RECENT = range(3)
_STRONGEST_FIRST = (
    0,
    0,
    0,
    0,
    0,
    1,
    1,
    1,
    2,
    2,
)  # of facts without a day, half the mails use the strongest


class NoFrameFits(Bug):
    """The data file of the frames lacks one that needs no facts."""

    code: ClassVar[str] = "no_frame_fits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail, the frame it was made with, and what filled it: other channels tell the same."""

    subject: Sentence
    paragraphs: Paragraphs
    frame: Frame
    slots: Mapping[str, Slot]


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """Composes one lead's mail."""

    book: Phrasebook
    slots: Mapping[str, Slot]
    seed: str
    uncounted: frozenset[str] = frozenset()  # findings about the person, no company facts
    events: Mapping[str, str] = field(default_factory=dict)  # findings that happened, with the day
    recent_from: str = ""  # a day; what happened since comes before all else
    most_words: int | None = None
    skip_hooks: int = 0
    plain: bool = False

    def compose(self, avoid: Sequence[str] = ()) -> Mail:
        """The first mail that keeps the rules, in the order the seed gives the frames.

        Raises:
            NoFrameFits: the frames are incomplete; frames to avoid alone never lead here.
        """
        spare: Mail | None = None
        for mail in self._mails(avoid):
            if self._keeps_the_rules(mail):
                return mail
            spare = spare or mail
        if spare is None and not avoid:
            raise NoFrameFits("no frame can be filled; keep one with {company}, {value}, {cta}")
        return spare or self.compose()

    def hooks(self) -> Iterator[tuple[str, Mapping[str, Slot]]]:
        """The hooks that the facts allow, each with all slots, the one to use first."""
        able = [] if self.plain else [h for h in self.book.hooks if usable(h.opening, self.slots)]
        if not able:
            return
        able.sort(key=self._telling, reverse=True)  # stable: among the undated the strongest first
        place = _STRONGEST_FIRST[rank(self.seed, "hook") % len(_STRONGEST_FIRST)]
        if self._telling(able[0])[0] == _RECENT:
            place = 0
        place = (place + self.skip_hooks) % len(able)
        for hook in (able[place], *able[:place], *able[place + 1 :]):
            yield hook.name, {**self.slots, **self._said(hook)}

    def _telling(self, hook: Hook) -> tuple[int, str]:
        """How much it is worth: the newest event first, how things stand, then what is long ago."""
        day = self._happened(hook)
        if day:
            return (_RECENT, day) if day >= self.recent_from else (_LONG_AGO, "")
        return (_AS_IT_STANDS, "")

    def _happened(self, hook: Hook) -> str:
        """When the newest event that a hook may tell happened; nothing for how things stand."""
        told = (w.ids(self.slots) for w in usable(hook.opening, self.slots))
        return max((self.events.get(i, "") for ids in told for i in ids), default="")

    def _said(self, hook: Hook) -> Mapping[str, Slot]:
        return {
            name: Slot(wording.fill(self.slots), wording.ids(self.slots))
            for name, place in hook.places()
            if (wording := choose(place, self.slots, self.seed, f"{hook.name}.{name}"))
        }

    def _mails(self, avoid: Sequence[str]) -> Iterator[Mail]:
        hooked = False
        for about, slots in self.hooks():
            hooked = True
            yield from self._mails_with(slots, self._frames(avoid, about))
        if not hooked:
            yield from self._mails_with(self.slots, self._frames(avoid, None))

    def _mails_with(self, slots: Mapping[str, Slot], frames: Sequence[Frame]) -> Iterator[Mail]:
        for frame in frames:
            for attempt in range(_TRIES):
                seed = f"{self.seed}/{frame.name}/{attempt}"
                paragraphs = self._fill(frame, slots, seed)
                if paragraphs is None:
                    break
                subject = self._subject(frame, slots, seed)
                yield Mail(subject=subject, paragraphs=paragraphs, frame=frame, slots=slots)

    def _frames(self, avoid: Sequence[str], about: str | None) -> list[Frame]:
        """The frames that fit, in the seed's order; those made for the fact come up more often."""

        def place(frame: Frame) -> tuple[bool, int]:
            number = rank(self.seed, frame.name)
            return frame.prefer_when not in self.slots, number // _LOTS if frame.about else number

        fitting = (f for f in self.book.frames if f.plain == (about is None))
        allowed = (f for f in fitting if f.about in {"", about} and f.name not in avoid)
        return sorted(allowed, key=place)

    def _fill(self, frame: Frame, slots: Mapping[str, Slot], seed: str) -> Paragraphs | None:
        used: frozenset[str] = frozenset()
        paragraphs = [_unsupported(slots["hello"].text)]
        for number, places in enumerate(frame.body):
            sentences = []
            for place_number, place in enumerate(places):
                wording = self._pick(place, slots, used, f"{seed}.{number}.{place_number}")
                if wording is None:
                    return None
                used |= self._facts(wording, slots)
                sentences.append(wording.sentence(slots))
            paragraphs.append(tuple(s for s in sentences if s.text))
        return _signed(tuple(p for p in paragraphs if p), slots["signature"].text)

    def _pick(
        self, place: Place, slots: Mapping[str, Slot], used: frozenset[str], seed: str
    ) -> Wording | None:
        able = usable(place, slots)
        first = rank(seed, "wording") % max(1, len(able))
        limit = self.book.channels.email.facts
        in_turn = (*able[first:], *able[:first])
        return next((w for w in in_turn if len(used | self._facts(w, slots)) <= limit), None)

    def _facts(self, wording: Wording, slots: Mapping[str, Slot]) -> frozenset[str]:
        return frozenset(wording.ids(slots)) - self.uncounted

    def _subject(self, frame: Frame, slots: Mapping[str, Slot], seed: str) -> Sentence:
        rules = self.book.channels.email
        able = usable(frame.subjects, slots)
        first = rank(seed, "subject") % max(1, len(able))
        for wording in (*able[first:], *able[:first], *usable(rules.subjects, slots)):
            said = wording.sentence(slots)
            if len(said.text) <= rules.subject_characters:
                return said
        return Sentence(text=slots["seller"].text[: rules.subject_characters])

    def _keeps_the_rules(self, mail: Mail) -> bool:
        body = " ".join(s.text for p in mail.paragraphs for s in p)
        least, most = self.book.channels.email.words
        return (
            least <= len(body.split()) <= (self.most_words or most)
            and body.count("?") == 1
            and ("problem" not in self.slots or self._mentions(body) <= _PROBLEM_MENTIONS)
            and body.count(self.slots["company"].text) <= _COMPANY_MENTIONS
            and (mail.frame.plain or any(s.finding_ids for p in mail.paragraphs for s in p))
        )

    def _mentions(self, body: str) -> int:
        return body.lower().count(self.slots["problem"].text)


def _unsupported(text: str) -> tuple[Sentence, ...]:
    """A paragraph that says nothing about the lead."""
    return (Sentence(text=text),)


def _signed(paragraphs: Paragraphs, signature: str) -> Paragraphs:
    """Put the signature at the end, unless the frame has put it somewhere itself."""
    own_place = any(s.text == signature for p in paragraphs for s in p)
    return paragraphs if own_place else (*paragraphs, _unsupported(signature))
