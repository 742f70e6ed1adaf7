"""A lead as it is drawn: whom it means, and all that it will say."""

from dataclasses import dataclass

from leadwright.sandbox.companies.company import Company
from leadwright.sandbox.leads.amounts import Deal
from leadwright.sandbox.leads.slips import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A lead and the secret of whom it means (`company`; None: nobody in the world).

    Attributes:
        listed: The person's name as the company's own list has it, if it has.
        known_as: The person's name as the world has it, without slips.
        twin_of: The lead this one repeats.
    """

    bucket: str
    company: Company | None
    written: Written
    known_as: str
    name: str
    title: str | None
    email: str | None
    phone: str | None
    domain: str | None
    country: str | None  # as the lead writes it
    country_code: str | None
    deal: Deal
    source: str
    listed: str | None = None
    flags: tuple[str, ...] = ()
    near: int = 0  # companies that share the name or nearly do
    web: str | None = None  # the web address as the lead writes it
    twin_of: "Sketch | None" = None

    @property
    def bad_contact(self) -> bool:
        """Whether nobody can be written to."""
        return not {"malformed_email", "missing_email"}.isdisjoint(self.flags)
