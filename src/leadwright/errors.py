"""The vocabulary of failure: four branches, and what each tells the person to do next."""

from typing import ClassVar


class LeadwrightError(Exception):
    """A named failure. `code` is stable and documented in docs/reference/errors.md."""

    code: ClassVar[str] = "leadwright_error"


class Refused(LeadwrightError):  # noqa: N818 - the four branches read as verdicts
    """The input or the request is not acceptable; trying again changes nothing."""

    code: ClassVar[str] = "refused"


class Unavailable(LeadwrightError):  # noqa: N818
    """Something we depend on does not answer now; trying again later may help."""

    code: ClassVar[str] = "unavailable"


class Misconfigured(LeadwrightError):  # noqa: N818
    """A setting is missing or wrong; the message names the setting and the fix."""

    code: ClassVar[str] = "misconfigured"


class Bug(LeadwrightError):  # noqa: N818
    """Something that can never happen did; the message is for whoever mends it."""

    code: ClassVar[str] = "bug"
