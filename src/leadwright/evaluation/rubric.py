"""The rubric of a good first mail: small rules, each a yes or a no."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from statistics import fmean

from leadwright.review.draft import Draft
from leadwright.review.seller import SellerProfile

LEAST_WORDS, MOST_WORDS = 50, 125
LONGEST_SUBJECT = 60
MOST_FACTS = 2
AVERAGE_SENTENCE, LONGEST_SENTENCE = 20, 34  # words

_WORD = re.compile(r"[^\W_][\w'\u2019-]*")
_SENTENCE_END = re.compile(r"(?<=[.?!])[\"')]*\s+|\n+")
_PLACEHOLDER = re.compile(
    r"\{[^}]*\}|\[[^\]]*\]|<[^>]*>|%\w+%|\bX{3,}\b|\bTBD\b|[Ll]orem ipsum"
    r"|\b(?:first|last|company|your)_?[Nn]ame\b|\bNone\b|\bundefined\b"
)
_MARKUP = re.compile(
    r"</?[a-z][^>]*>|&[a-z]+;|\*\*|^#{1,6} |^[*\u2022-] |\]\(|```", re.IGNORECASE | re.MULTILINE
)
_LINK = re.compile(r"(?:https?://|\bwww\.)[^\s)>\"]+", re.IGNORECASE)
_SHOUTED = re.compile(r"\b[A-Z]{4,}\b")
_GREETING = re.compile(
    r"\s*(?:hi|hello|dear|hey|good \w+)?\b\s*(?P<who>[^\n,:]{0,60})", re.IGNORECASE
)
_INITIAL = re.compile(r"[^\W\d_]\.?")
_SAYS_SOMETHING = 4  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the mail was written for: the person, the company, who writes, what was known."""

    person_name: str | None
    company: str | None
    seller: SellerProfile
    facts_known: bool = True  # a lead about whom nothing is known asks for no fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The rules a draft keeps and breaks."""

    kept: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of the rules kept."""
        return len(self.kept) / (len(self.kept) + len(self.broken))


@dataclass(frozen=True, kw_only=True)
class Case:
    """One draft before the rules; what several rules need is read once."""

    draft: Draft
    setting: Setting
    phrases: Mapping[str, re.Pattern[str]]

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the mail, the signature's lines among them."""
        parts = (part.strip() for part in _SENTENCE_END.split(self.draft.body))
        return tuple(part for part in parts if part)

    @cached_property
    def own_words(self) -> frozenset[str]:
        """Words that belong to the company and the seller, however they are written."""
        seller = self.setting.seller
        names = (self.setting.company or "", seller.company, seller.product, seller.sender_title)
        texts = [claim.text for claim in self.draft.claims]
        texts += [text for p in seller.value_propositions for text in (p.sentence, p.problem)]
        return frozenset(_words(" ".join((*names, *texts))))

    def has(self, phrases: str, text: str) -> bool:
        """Whether a text holds one of the listed phrases."""
        return bool(self.phrases[phrases].search(text))

    def shouted(self, text: str) -> list[str]:
        """Words in capitals that are nobody's name."""
        names = _lower(self.setting.person_name)
        found = (word for word in _SHOUTED.findall(text) if word not in self.own_words)
        return [word for word in found if word.lower() not in names]


def length_is_right(case: Case) -> bool:
    """Long enough to say something, short enough to be read."""
    return LEAST_WORDS <= len(case.draft.body.split()) <= MOST_WORDS


def subject_is_short(case: Case) -> bool:
    """The subject can be read whole on a telephone."""
    return 0 < len(case.draft.subject.strip()) <= LONGEST_SUBJECT


def subject_is_specific(case: Case) -> bool:
    """The subject could not stand over any other mail."""
    if case.phrases["empty_subjects"].fullmatch(case.draft.subject.strip(" ?.!")):
        return False
    told = {word.lower() for word in case.own_words} | _lower(case.setting.person_name)
    company = _lower(case.setting.company)
    said = _lower(case.draft.subject)
    return bool(said & company or {w for w in said & told if len(w) >= _SAYS_SOMETHING})


def subject_is_calm(case: Case) -> bool:
    """No shouting, and no reply or forward that never was."""
    subject = case.draft.subject
    begins_falsely = case.phrases["false_beginnings"].match(subject.partition(":")[0].strip())
    return not (case.shouted(subject) or "!" in subject or (":" in subject and begins_falsely))


def right_name(case: Case) -> bool:
    """The person is greeted by the right name, written as a name; nobody is greeted by a guess."""
    found = _GREETING.match(case.draft.body)
    greeted = _words(found["who"]) if found else []
    expected = _given_names(case.setting.person_name)
    if not expected:
        return not [word for word in greeted if word.lower() not in {"there", "all", "team"}]
    return any(word.lower() in expected and not _is_flat(word) for word in greeted)


def tells_a_fact(case: Case) -> bool:
    """At least one sentence of the mail rests on evidence about this lead."""
    return not case.setting.facts_known or bool(_facts(case.draft))


def tells_few_facts(case: Case) -> bool:
    """A mail is no dossier."""
    return len(_facts(case.draft)) <= MOST_FACTS


def asks_once(case: Case) -> bool:
    """One call to action: one question, or one request where there is no question."""
    company = case.setting.company or "\0"
    asked = [s.replace(company, "") for s in case.sentences]
    requests = [s for s in asked if "?" not in s and case.has("requests", s)]
    return sum(s.count("?") for s in asked) + len(requests) == 1


def no_banned_phrase(case: Case) -> bool:
    """No hype, no fake familiarity, no worn-out phrase."""
    return not case.has("banned_phrases", f"{case.draft.subject}\n{case.draft.body}")


def no_placeholder(case: Case) -> bool:
    """Nothing was left to be filled in."""
    return not _PLACEHOLDER.search(f"{case.draft.subject}\n{case.draft.body}")


def says_who_writes(case: Case) -> bool:
    """The writer's name and company stand in the mail."""
    seller = case.setting.seller
    return seller.sender_name in case.draft.body and seller.company in case.draft.body


def reads_easily(case: Case) -> bool:
    """Short sentences."""
    lengths = [len(_words(sentence)) for sentence in case.sentences]
    told = [length for length in lengths if length >= _SAYS_SOMETHING]
    return bool(told) and fmean(told) <= AVERAGE_SENTENCE and max(told) <= LONGEST_SENTENCE


def no_spam_trigger(case: Case) -> bool:
    """Nothing that filters and people know from spam."""
    text = f"{case.draft.subject}\n{case.draft.body}"
    return not (case.has("spam_triggers", text) or "$$" in text or case.shouted(text))


def plain_text(case: Case) -> bool:
    """No markup, and no link but the seller's own."""
    links = {link.rstrip(".,;?") for link in _LINK.findall(case.draft.body)}
    return not _MARKUP.search(case.draft.body) and links <= set(case.setting.seller.links)


def no_exclamation(case: Case) -> bool:
    """No exclamation mark, except in the company's own name."""
    return "!" not in case.draft.body.replace(case.setting.company or "\0", "")


RULES: tuple[Callable[[Case], bool], ...] = (
    length_is_right,
    subject_is_short,
    subject_is_specific,
    subject_is_calm,
    right_name,
    tells_a_fact,
    tells_few_facts,
    asks_once,
    no_banned_phrase,
    no_placeholder,
    says_who_writes,
    reads_easily,
    no_spam_trigger,
    plain_text,
    no_exclamation,
)


class Rubric:
    """The rules with their lists loaded; keep one and use it for every draft."""

    def __init__(self) -> None:
        """A rubric with the lists that ship with the package."""
        text = (files("leadwright.evaluation") / "rubric.toml").read_text(encoding="utf-8")
        self._phrases = {name: _any_of(listed) for name, listed in tomllib.loads(text).items()}

    def judge(self, draft: Draft, setting: Setting) -> Verdict:
        """Which rules the draft keeps; the share kept is its quality score."""
        case = Case(draft=draft, setting=setting, phrases=self._phrases)
        held = {rule.__name__: rule(case) for rule in RULES}
        return Verdict(
            kept=tuple(name for name, holds in held.items() if holds),
            broken=tuple(name for name, holds in held.items() if not holds),
        )


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    listed = "|".join(re.escape(phrase) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)


def _facts(draft: Draft) -> frozenset[str]:
    """The findings about the company that the body tells; the person's own role is no dossier."""
    told = (claim for claim in draft.claims if claim.text in draft.body)
    ids = frozenset(i for claim in told for i in claim.finding_ids)
    return frozenset(i for i in ids if not i.startswith("contact"))


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _lower(text: str | None) -> frozenset[str]:
    return frozenset(word.lower() for word in _words(text or ""))


def _is_flat(word: str) -> bool:
    return word.islower() or (word.isupper() and len(word) > 2)  # noqa: PLR2004 - JJ is a name


def _given_names(name: str | None) -> frozenset[str]:
    """What a person may be greeted with: "Ann" for "Lee, Ann"."""
    last, _, rest = (name or "").partition(",")
    tokens = (rest if rest.strip() else last).replace("(", " ").replace(")", " ").split()
    spoken = [token for token in tokens if not _INITIAL.fullmatch(token)]
    return frozenset(word.lower() for token in spoken[:-1] or spoken for word in _words(token))
