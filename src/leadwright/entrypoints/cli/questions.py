"""The questions of `leadwright init`: what is asked, what a good answer looks like, defaults."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from leadwright import forms

Check = Callable[[str], object]
Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    Attributes:
        key: The setting it fills.
        text: As it is asked.
        check: The answer as the setting wants it; raises ValueError with what it must be.
        default: What Enter takes; may follow from earlier answers.
        needed: Whether it may not be left open.
    """

    key: str
    text: str
    check: Check = forms.said
    default: Callable[[Answers], str] = field(default=lambda _: "")
    needed: bool = False

    def default_of(self, answers: Answers) -> str:
        """What Enter takes, after these answers."""
        return self.default(answers)


def _problem(text: str) -> str:
    return forms.taken_away(text[:1].lower() + text[1:])


def _sentence(answers: Answers) -> str:
    company, product = answers.get("seller.company"), answers.get("seller.product")
    return f"{company} offers {product}." if company and product else ""


def _folder(text: str) -> str:
    place = Path(text).expanduser()
    if not place.is_dir():
        raise ValueError(f"must be a folder that is there, not {text!r}")
    if not any((place / f"companies.jsonl{end}").is_file() for end in ("", ".gz")):
        raise ValueError(f"must be a folder with companies.jsonl in it, which {text!r} has not")
    return str(place)


def _database(text: str) -> str:
    if not re.match(r"(sqlite:///.|postgresql://)", text):
        raise ValueError(
            f"must be sqlite:///FILE or postgresql://user@host/name, not {text.partition(':')[0]!r}"
        )
    return text


def _level(text: str) -> str:
    if text != "ask":
        raise ValueError("must be 'ask': every other level comes with trust that was earned")
    return text


def _phone(text: str) -> str:
    if len(re.sub(r"\D", "", text)) < 5:  # noqa: PLR2004 - no number is shorter
        raise ValueError(f"must be a phone number such as +1 415 555 0101, not {text!r}")
    return text


QUESTIONS = (
    Question(key="seller.company", text="Your company, as people say it", needed=True),
    Question(key="seller.product", text="What you sell, in one phrase", needed=True),
    Question(
        key="seller.helps", text="Whom it helps (such as: finance teams in retail)", needed=True
    ),
    Question(
        key="seller.values.sentence",
        text="What you do for them, in one whole sentence",
        check=forms.whole_sentence,
        default=_sentence,
        needed=True,
    ),
    Question(
        key="seller.values.problem",
        text="What you take away (such as: matching invoices by hand)",
        check=_problem,
        needed=True,
    ),
    Question(key="seller.sender_name", text="Who writes: first and last name", needed=True),
    Question(
        key="seller.sender_title", text="That person's title", default=lambda _: "Account Executive"
    ),
    Question(
        key="seller.sender_email",
        text="That person's e-mail address",
        check=forms.mail_address,
        needed=True,
    ),
    Question(key="seller.sender_phone", text="A phone number to call back", check=_phone),
    Question(
        key="seller.postal_address", text="Your postal address (many laws want it below a mail)"
    ),
    Question(
        key="research.corpus", text="Folder with what you know about companies", check=_folder
    ),
    Question(
        key="intake.region",
        text="Country of phone numbers without a prefix",
        check=forms.country_code,
        default=lambda _: "US",
    ),
    Question(
        key="intake.currency",
        text="Currency of deal values without one",
        check=forms.currency_code,
        default=lambda _: "USD",
    ),
    Question(
        key="autonomy.level",
        text="What may happen without a person? ask = nothing goes out without a yes",
        check=_level,
        default=lambda _: "ask",
    ),
    Question(
        key="database.url",
        text="Database",
        check=_database,
        default=lambda _: "sqlite:///leadwright.db",
    ),
)
