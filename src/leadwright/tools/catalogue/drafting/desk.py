"""The writing desk: from what is known about a lead to all that would be said."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from leadwright.leads.findings import FactField
from leadwright.review.seller import Tone
from leadwright.tools.catalogue.drafting.channels import call_script, linkedin_message
from leadwright.tools.catalogue.drafting.contract import (
    DraftEmailInput,
    DraftEmailOutput,
    FactItem,
    PersonaliseInput,
    PersonaliseOutput,
    Recipient,
    Sentence,
    Wish,
)
from leadwright.tools.catalogue.drafting.english import possessive, sentence_case
from leadwright.tools.catalogue.drafting.facts import Reader
from leadwright.tools.catalogue.drafting.mail import Composer
from leadwright.tools.catalogue.drafting.naming import company_name, person_name
from leadwright.tools.catalogue.drafting.phrasebook import Phrasebook
from leadwright.tools.catalogue.drafting.pitch import best_fit, seller_slots
from leadwright.tools.catalogue.drafting.titles import Title, read_title
from leadwright.tools.catalogue.drafting.wording import Slot, choose

_HAPPENED = frozenset({FactField.NEWS, FactField.LAST_ROUND})
_SHORT_MAIL = 80  # words, when a reviewer asked for less
_SHORTER = 0.85  # of the mail that was too long


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingDesk:
    """Writes drafts; shared by all leads, holds nothing of any of them."""

    books: Mapping[Tone, Phrasebook]

    def draft(self, wanted: DraftEmailInput) -> DraftEmailOutput:
        """All three channels for one lead."""
        wish = wanted.wish or self._wish(wanted.rejection)
        book = self._book(wanted.seller.tone, wish)
        title = read_title(wanted.title, book.titles)
        composer = Composer(
            book=book,
            slots=_all_slots(wanted, title, book, wish),
            seed=wanted.seed,
            uncounted=frozenset(_contact_ids(wanted.findings)),
            events=_events(wanted.findings),
            recent_from=_recent_from(wanted.today, book),
            most_words=_fewer(wanted.rejected, book) if wish is Wish.SHORTER else None,
            skip_hooks=int(wish is Wish.OTHER_FACT),
            plain=wish is Wish.NO_COMPANY_FACT,
        )
        mail = composer.compose(wanted.avoid)
        return DraftEmailOutput.model_construct(
            subject=mail.subject,
            paragraphs=mail.paragraphs,
            linkedin=linkedin_message(book, mail.slots, wanted.seed),
            call_script=call_script(book, mail.slots, wanted.seed),
            frame=mail.frame.name,
        )

    def personalise(self, wanted: PersonaliseInput) -> PersonaliseOutput:
        """One sentence about the company, set into a text; without facts the text goes without."""
        book = self.books[Tone.FRIENDLY]
        reader = _reader(wanted, wanted.today, book)
        slots = _recipient_slots(reader, read_title(wanted.title, book.titles))
        slots |= reader.slots(wanted.findings)
        hook = self._hook(book, slots, wanted)
        parts = {
            "hook": hook.text if hook else "",
            "first_name": slots["first"].text,
            "company": slots["company"].text,
        }
        return PersonaliseOutput(hook=hook, text=_set_in(wanted.template, parts))

    def _hook(
        self, book: Phrasebook, slots: dict[str, Slot], wanted: PersonaliseInput
    ) -> Sentence | None:
        composer = Composer(
            book=book,
            slots=slots,
            seed=wanted.seed,
            events=_events(wanted.findings),
            recent_from=_recent_from(wanted.today, book),
        )
        _, hooked = next(composer.hooks(), ("", {}))
        if "opening" not in hooked:
            return None
        found = hooked["opening"]
        text = sentence_case(found.text, keep=slots["company"].text)
        return Sentence(text=text, finding_ids=found.ids)

    def _wish(self, rejection: str) -> Wish | None:
        wishes = self.books[Tone.FRIENDLY].wishes
        return next((wish.name for wish in wishes if wish.words.search(rejection)), None)

    def _book(self, tone: Tone, wish: Wish | None) -> Phrasebook:
        wished = {Wish.WARMER: Tone.FRIENDLY, Wish.FORMAL: Tone.FORMAL}
        return self.books[wished.get(wish, tone) if wish else tone]


def _fewer(rejected: str, book: Phrasebook) -> int:
    """The most words of a mail that is shorter than one that was turned down, to be noticed."""
    if not rejected:
        return _SHORT_MAIL
    words, least = len(rejected.split()), book.channels.email.words[0]
    return min(_SHORT_MAIL, words - 1, max(least, int(words * _SHORTER)))


def _all_slots(
    wanted: DraftEmailInput, title: Title, book: Phrasebook, wish: Wish | None
) -> dict[str, Slot]:
    pitch = best_fit(wanted.seller.value_propositions, wanted.findings, title, wanted.seed)
    reader = _reader(wanted, wanted.today, book, names_colleagues=not title.top)
    unwanted = wanted.rejected if wish is Wish.OTHER_QUESTION else ""
    return {
        **_recipient_slots(reader, title),
        **_other_greeting(reader, wanted.rejected if wish is Wish.OTHER_GREETING else ""),
        **seller_slots(wanted.seller, pitch, book, wanted.seed, unwanted=unwanted),
        **_role_slots(wanted, title, book),
        **reader.slots(wanted.findings),
    }


def _reader(
    wanted: Recipient, today: date, book: Phrasebook, *, names_colleagues: bool = False
) -> Reader:
    return Reader(
        book=book,
        company=company_name(wanted.company_name, book.words.company),
        contact=person_name(wanted.full_name, wanted.first_name, book.words.person),
        today=today,
        names_colleagues=names_colleagues,
    )


def _recipient_slots(reader: Reader, title: Title) -> dict[str, Slot]:
    company, person = reader.company or "your company", reader.contact
    manners = reader.book.manners
    slots = {"company": Slot(company), "company's": Slot(possessive(company))}
    slots["first"] = Slot(person.greeted if person else "")
    slots["hello"] = Slot(manners.nameless)
    if person:
        named = {**slots, "name": Slot(person.full), "first": Slot(person.greeted)}
        greeting = choose(manners.greeting, named, company, "greeting")
        slots["hello"] = Slot(greeting.fill(named) if greeting else manners.nameless)
    marks = {"?not_top": not title.top, "?outside": title.role_name == "outside"}
    return slots | {name: Slot("") for name, holds in marks.items() if holds}


def _other_greeting(reader: Reader, rejected: str) -> dict[str, Slot]:
    """A greeting that a rejected mail did not begin with: of any tone, else one without a name."""
    if not rejected:
        return {}
    named = {"first": Slot(""), "name": Slot("")}
    if reader.contact:
        named = {"first": Slot(reader.contact.greeted), "name": Slot(reader.contact.full)}
    tones = (reader.book.manners, *reader.book.channels.tones.values())
    places = [one for tone in tones for one in tone.greeting] if reader.contact else []
    said = [*(one.fill(named) for one in places), *(tone.nameless for tone in tones)]
    other = next((one for one in said if not rejected.lstrip().startswith(one)), said[-1])
    return {"hello": Slot(other)}


def _role_slots(wanted: DraftEmailInput, title: Title, book: Phrasebook) -> dict[str, Slot]:
    ids = tuple(
        item.id
        for item in wanted.findings
        if item.field is FactField.CONTACT
        and read_title(item.value.partition("|")[2], book.titles).said == title.said
    )
    slots: dict[str, Slot] = {}
    if title.said:
        slots["role"] = Slot(f"as {title.said}", ids)
    if title.founder:
        slots["?founder"] = Slot("", ids)
    angle = choose(title.role.angles, slots, wanted.seed, "angle") if title.role else None
    return slots | ({"angle": Slot(angle.fill(slots))} if angle else {})


def _contact_ids(items: tuple[FactItem, ...]) -> list[str]:
    return [item.id for item in items if item.field is FactField.CONTACT]


def _events(items: tuple[FactItem, ...]) -> dict[str, str]:
    """The findings that happened on a day, and the day as text; its length tells how exact."""
    return {item.id: item.date for item in items if item.field in _HAPPENED and item.date}


def _recent_from(today: date, book: Phrasebook) -> str:
    return (today - timedelta(days=book.words.days["recent"])).isoformat()


def _set_in(template: str, parts: Mapping[str, str]) -> str:
    """Fill a text in one go; a place left empty takes the space before it along."""
    holes = re.compile(r"( ?)\{(" + "|".join(parts) + r")\}")
    return holes.sub(lambda m: m[1] + parts[m[2]] if parts[m[2]] else "", template).strip()
