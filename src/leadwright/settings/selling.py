"""Settings of who sells what to whom."""

from pydantic import Field, field_validator

from leadwright import forms
from leadwright.settings.section import Section


class IcpTerm(Section):
    """One trait of an ideal customer."""

    name: str = Field(description="What it is called when a fit is explained")
    when: str = Field(description="CEL; its variables are listed in rules.md")
    weight: float = Field(1.0, gt=0, description="How much it counts beside the others")


class IcpSettings(Section):
    """Whom you want to talk to. Without terms every lead fits."""

    terms: tuple[IcpTerm, ...] = Field((), description="The traits")
    min_fit: float = Field(0.5, ge=0, le=1, description="Below it a lead is disqualified")


class DoNotTouchSettings(Section):
    """Whom to leave alone."""

    addresses: tuple[str, ...] = Field((), description="Mail addresses that asked for it")
    domains: tuple[str, ...] = Field((), description="Whole companies, by mail or web domain")
    phones: tuple[str, ...] = Field((), description="Numbers in the form +15551234567")
    customers: tuple[str, ...] = Field((), description="Web domains of customers")
    open_deals: tuple[str, ...] = Field((), description="Web domains with an open opportunity")


class ValueSettings(Section):
    """One thing you do for somebody; where industries and so on are empty, it fits everybody.

    Where none fits a lead, only the product is told.
    """

    sentence: str = Field(description="A whole sentence about you, with its full stop")
    problem: str = Field(description="What you take away; begins with an -ing word, no full stop")
    industries: tuple[str, ...] = Field((), description="Industries it fits, as research says them")
    roles: tuple[str, ...] = Field((), description="Roles of the contact it fits: `finance`, …")
    min_employees: int | None = Field(None, description="The smallest company it fits")
    max_employees: int | None = Field(None, description="The largest company it fits")

    @field_validator("sentence")
    @classmethod
    def _whole(cls, sentence: str) -> str:
        return forms.whole_sentence(sentence)

    @field_validator("problem")
    @classmethod
    def _taken_away(cls, problem: str) -> str:
        return forms.taken_away(problem)


class SellerSettings(Section):
    """Who writes, and what may be said about you."""

    company: str = Field("Northwind Ledger", description="Your company, as people say it")
    product: str = Field("invoice matching software", description="What you sell, in one phrase")
    helps: str = Field("finance teams with many suppliers", description="Whom you help, a plural")
    values: tuple[ValueSettings, ...] = Field(
        default_factory=lambda: (
            ValueSettings(
                sentence="Northwind Ledger matches invoices to orders before anyone has to look.",
                problem="matching invoices by hand",
            ),
        ),
        description="What you do for whom; at least one",
    )
    sender_name: str = Field("Nora Lind", description="The person who writes")
    sender_title: str = Field("Account Executive", description="That person's title")
    sender_email: str = Field("nora@northwind.example", description="The mailbox it goes out from")
    sender_phone: str | None = Field(None, description="The number to call back")
    proof: str | None = Field(None, description="A true sentence about a customer")
    calls_to_action: tuple[str, ...] = Field(
        (), description="Questions to end with; `?` at the end"
    )
    links: tuple[str, ...] = Field((), description="The only links a mail may hold")
    postal_address: str | None = Field(
        None, description="Your postal address; many laws want it below a mail"
    )

    @field_validator("company", "product", "helps", "sender_name")
    @classmethod
    def _says_something(cls, text: str) -> str:
        return forms.said(text)

    @field_validator("sender_email")
    @classmethod
    def _is_address(cls, text: str) -> str:
        return forms.mail_address(text)

    @field_validator("values")
    @classmethod
    def _has_one(cls, values: tuple[ValueSettings, ...]) -> tuple[ValueSettings, ...]:
        if not values:
            raise ValueError("needs at least one entry: what you do for somebody")
        return values

    @field_validator("calls_to_action")
    @classmethod
    def _are_questions(cls, questions: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(forms.question(one) for one in questions)
