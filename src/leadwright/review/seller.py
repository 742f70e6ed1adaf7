"""Who is writing: the seller's own words, the only source of claims about the seller."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from leadwright.errors import Misconfigured


class SellerProfileInvalid(Misconfigured, ValueError):  # noqa: N818 - reads as a verdict
    """A seller profile cannot be spoken with; the message names the setting and the fix."""

    code: ClassVar[str] = "seller_profile_invalid"


class Tone(StrEnum):
    """How the seller sounds."""

    FRIENDLY = "friendly"  # first names and contractions
    FORMAL = "formal"  # full names and no contractions


class Language(StrEnum):
    """The languages that frames exist for."""

    ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueProposition:
    """One thing the seller does for somebody, and whom it is for. Empty tags fit everybody.

    Attributes:
        sentence: A whole sentence about the seller: "Acme matches invoices to orders, so ...".
        problem: What it takes away, as a phrase that begins with an -ing word and stands in the
            middle of a sentence: "matching invoices by hand".
        industries: Industry words of the research it fits.
        roles: Roles of the contact it fits: `finance`, `sales`, `technology` and so on.
        min_employees: The smallest company it fits.
        max_employees: The largest company it fits.
    """

    sentence: str
    problem: str
    industries: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    min_employees: int | None = None
    max_employees: int | None = None

    def __post_init__(self) -> None:
        if not re.match(r"[a-z-]+ing\b", self.problem) or self.problem.endswith((".", "?", "!")):
            raise SellerProfileInvalid(
                f"value proposition problem {self.problem!r} does not fit into a sentence; begin"
                " it with an -ing word in lower case and end it without a full stop"
            )
        if not self.sentence.endswith("."):
            raise SellerProfileInvalid(
                f"value proposition sentence {self.sentence!r} must be a whole sentence that ends"
                " with a full stop"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerProfile:
    """What a mail may say about the seller, and in whose name it goes out.

    Attributes:
        company: The seller's name as people say it.
        product: What is offered, in one phrase without an article.
        helps: Whom it helps, as a plural: "finance teams that share suppliers".
        value_propositions: At least one; the best fit for a lead is told.
        sender_name: The person who writes.
        sender_title: That person's title.
        sender_phone: The number to call back.
        postal_address: Where the seller sits; it stands below every mail where it is given.
        proof: A true sentence about a customer, or nothing.
        calls_to_action: Questions to end with; each a whole question. Empty: plain defaults.
        links: The only addresses a mail may hold.
        language: The language written in.
        tone: How it sounds.
    """

    company: str
    product: str
    helps: str
    value_propositions: tuple[ValueProposition, ...]
    sender_name: str
    sender_title: str = ""
    sender_phone: str | None = None
    postal_address: str | None = None
    proof: str | None = None
    calls_to_action: tuple[str, ...] = ()
    links: tuple[str, ...] = field(default=())
    language: Language = Language.ENGLISH
    tone: Tone = Tone.FRIENDLY

    def __post_init__(self) -> None:
        if not self.value_propositions:
            raise SellerProfileInvalid(
                f"the seller profile of {self.company!r} has no value proposition; add at least one"
            )
        for question in self.calls_to_action:
            if not question.endswith("?"):
                raise SellerProfileInvalid(
                    f"call to action {question!r} is not a question; end it with a question mark"
                )
