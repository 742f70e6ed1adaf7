"""The two channels that become tasks: a LinkedIn message and a call script."""

from collections.abc import Mapping

from leadwright.tools.catalogue.drafting.contract import CallLine, CallPart, Sentence
from leadwright.tools.catalogue.drafting.phrasebook import Phrasebook, Place
from leadwright.tools.catalogue.drafting.wording import Slot, choose, rank


def linkedin_message(
    book: Phrasebook, slots: Mapping[str, Slot], seed: str
) -> tuple[Sentence, ...]:
    """The first message that fits, in the order the seed gives them."""
    rules = book.channels.linkedin
    for messages in (rules.messages, rules.plain):
        first = rank(seed, "linkedin") % len(messages)
        for wordings in (*messages[first:], *messages[:first]):
            said = _message(wordings, slots)
            if said and sum(len(s.text) + 1 for s in said) <= rules.characters:
                return said
    return _message(rules.last_resort, slots) or ()


def _message(wordings: Place, slots: Mapping[str, Slot]) -> tuple[Sentence, ...] | None:
    if not all(wording.needs <= slots.keys() for wording in wordings):
        return None
    hello = Sentence(text=slots["hello"].text)
    said = (w.sentence(slots, begins=n > 0) for n, w in enumerate(wordings))
    return (hello, *said)


def call_script(book: Phrasebook, slots: Mapping[str, Slot], seed: str) -> tuple[CallLine, ...]:
    """Opening, reason, one question, and what to say to the machine."""
    reason = "reason" if "clause" in slots or "opening" in slots else "reason_plain"
    ending = "voicemail_ending" if "phone" in slots else "voicemail_ending_no_phone"
    lines = (
        (CallPart.OPENING, "opening"),
        (CallPart.REASON, reason),
        (CallPart.REASON, "pitch"),
        (CallPart.QUESTION, "question"),
        (CallPart.VOICEMAIL, "voicemail"),
        (CallPart.VOICEMAIL, "voicemail_reason"),
        (CallPart.VOICEMAIL, ending),
    )
    return tuple(
        CallLine(part=part, text=said.text, finding_ids=said.finding_ids)
        for part, place in lines
        if (said := _said(book.channels.call[place], slots, f"{seed}/{place}"))
    )


def _said(place: Place, slots: Mapping[str, Slot], seed: str) -> Sentence | None:
    wording = choose(place, slots, seed, "call")
    return wording.sentence(slots) if wording else None
