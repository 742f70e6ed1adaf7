"""Inputs and outputs of the drafting tools."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import Field

from leadwright.leads.findings import FactField, FindingId
from leadwright.review.draft import Claim, Draft
from leadwright.review.seller import SellerProfile
from leadwright.tools.contract import Effect, ToolModel, ToolSpec


class FactItem(ToolModel):
    """A validated finding in one line.

    `value` as text, by field: a number; the industry or country code; "series-a, 5000000 USD";
    "Ann Lee | CEO"; a headline. `date` is when it happened, or else when it was last observed.
    """

    id: str = Field(max_length=80)
    field: FactField
    value: str = Field(max_length=500)
    date: str | None = Field(default=None, max_length=10, description="ISO: year, month or day")


class Recipient(ToolModel):
    """Whom it is for, as the lead states it."""

    first_name: str | None = Field(default=None, max_length=200, description="E.g. 'Ann'")
    full_name: str | None = Field(default=None, max_length=200, description="E.g. 'Ann Lee'")
    title: str | None = Field(default=None, max_length=300, description="E.g. 'VP of Sales'")
    company_name: str | None = Field(
        default=None, max_length=300, description="The company, as it should be called"
    )


class Wish(StrEnum):
    """What a reviewer asks of the next draft."""

    SHORTER = "shorter"
    WARMER = "warmer"
    FORMAL = "formal"
    NO_COMPANY_FACT = "no_company_fact"
    OTHER_FACT = "other_fact"
    OTHER_QUESTION = "other_question"
    OTHER_GREETING = "other_greeting"
    OTHER_FRAME = "other_frame"


class DraftEmailInput(Recipient):
    """All a draft may be made of. The seed (the lead id) decides between equal wordings."""

    findings: tuple[FactItem, ...] = Field(
        default=(), max_length=60, description="The facts it may be made of"
    )
    seller: SellerProfile = Field(description="Who writes, and what may be said of the seller")
    seed: str = Field(max_length=200, description="Decides between equal wordings")
    today: date = Field(description="The day it is written")
    avoid: tuple[str, ...] = Field(default=(), max_length=60, description="Frames not to use")
    rejection: str = Field(default="", max_length=2000, description="A reviewer's reason")
    wish: Wish | None = Field(
        default=None, description="What it asks for; empty: what its words ask for"
    )
    rejected: str = Field(
        default="", max_length=20_000, description="The mail the reviewer turned down"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence, and the findings it rests on when it says something about the lead."""

    text: str
    finding_ids: tuple[str, ...] = ()


class CallPart(StrEnum):
    """The parts of a call, in order."""

    OPENING = "Opening"
    REASON = "Reason"
    QUESTION = "Question"
    VOICEMAIL = "Voicemail"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine(Sentence):
    """A sentence of the call script and its place."""

    part: CallPart


class DraftEmailOutput(ToolModel):
    """The three channels, sentence by sentence, and the frame used."""

    subject: Sentence
    paragraphs: tuple[tuple[Sentence, ...], ...]
    linkedin: tuple[Sentence, ...]
    call_script: tuple[CallLine, ...]
    frame: str

    @property
    def body(self) -> str:
        """The mail as plain text."""
        return "\n\n".join(_joined(paragraph) for paragraph in self.paragraphs)


class PersonaliseInput(Recipient):
    """A text with {hook}, and perhaps {first_name} and {company}, to be filled."""

    template: str = Field(max_length=5000, description="A text with {hook} in it")
    findings: tuple[FactItem, ...] = Field(
        default=(), max_length=60, description="The facts the sentence may be made of"
    )
    seed: str = Field(max_length=200, description="Decides between equal wordings")
    today: date = Field(description="The day it is written")


class PersonaliseOutput(ToolModel):
    """The one sentence about this company, and the text with it. No facts, no sentence."""

    hook: Sentence | None
    text: str


def to_draft(output: DraftEmailOutput, *, confidence: float = 0.0) -> Draft:
    """The draft that is reviewed: text by channel, and each sentence with a fact as a claim."""
    sentences = [output.subject, *(s for p in output.paragraphs for s in p)]
    return Draft(
        subject=output.subject.text,
        body=output.body,
        claims=_claims([*sentences, *output.linkedin, *output.call_script]),
        linkedin_message=_joined(output.linkedin),
        call_script=_script(output.call_script),
        confidence=confidence,
        frame=output.frame,
    )


def _joined(sentences: Iterable[Sentence]) -> str:
    return " ".join(sentence.text for sentence in sentences)


def _script(lines: tuple[CallLine, ...]) -> str:
    parts = {part: _joined(line for line in lines if line.part is part) for part in CallPart}
    return "\n".join(f"{part}: {text}" for part, text in parts.items() if text)


def _claims(sentences: Iterable[Sentence]) -> tuple[Claim, ...]:
    told = {s.text: s.finding_ids for s in sentences if s.finding_ids}
    return tuple(
        Claim(text=text, finding_ids=tuple(FindingId(i) for i in ids)) for text, ids in told.items()
    )


DRAFT_EMAIL = ToolSpec(
    name="draft_email",
    description="Draft a short mail, a LinkedIn message and a call script from findings.",
    input=DraftEmailInput,
    output=DraftEmailOutput,
    effect=Effect.DRAFT,
)
PERSONALISE_MESSAGE = ToolSpec(
    name="personalise_message",
    description="Fill {hook} in a text with one sentence about the company, from findings.",
    input=PersonaliseInput,
    output=PersonaliseOutput,
    effect=Effect.DRAFT,
)
DRAFTING_TOOLS = (DRAFT_EMAIL, PERSONALISE_MESSAGE)
