"""A draft cut into sentences by channel, with greetings and signatures told apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from leadwright.review.draft import Draft
from leadwright.review.grounding.atoms.tokens import plain
from leadwright.review.grounding.lexicon import Lexicon


class Channel(StrEnum):
    """The part of a draft a sentence stands in."""

    SUBJECT = "subject"
    BODY = "body"
    LINKEDIN = "linkedin_message"
    CALL = "call_script"


class Place(StrEnum):
    """What a sentence is for."""

    TEXT = "text"
    GREETING = "greeting"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a draft, made plain."""

    channel: Channel
    place: Place
    text: str


_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings)\b"
    r"(?: (?!(?:this|it|my|i|we|you|your)\b)[^\s,!?:]+){0,4}\s?[-,.!:]?",
    re.IGNORECASE,
)
_INLINE_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day))\b"
    r"(?: (?!(?:this|it|my|i|we|you|your|the|a|an|as|in|at|is|are|does|do)\b)[^\s\d,.!:]+\.?){0,4}?"
    r"\s?(?:[,!:]|-(?=\s))\s+(?=\S)",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"(?:(?:all the |my |with )?best(?: regards| wishes)?|(?:kind|warm|warmest) (?:regards|wishes)"
    r"|regards|cheers|thanks(?: again| so much| in advance)?|thank you|many thanks|sincerely|yours"
    r"(?: sincerely| truly| faithfully)?|warmly|cordially|respectfully|talk soon|take care"
    r"|speak soon|with gratitude|all best|--)\s*[,.!]?",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?:best|cheers|thanks|regards|best regards|kind regards|thank you|sincerely|warmly|--?)"
    r"[,.!]?\s*[A-Z][\w'.-]*(?: [A-Z][\w'.-]*){0,2}",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"p\.?\s?s\b", re.IGNORECASE)
_MARKER = re.compile(r"^\s*(?:[-*•·>]+|\(?\d{1,2}[.)](?=\s))\s*")
_END = re.compile(r"(?P<link>(?:https?://|www\.)[^\s]*[\w/](?=\s+[A-Z]))|[.!?]+[\"')\]]*(?=\s)")
_LAST_WORD = re.compile(r"([^\s\"(]+)$")
_INITIALS = re.compile(r"[a-z](?:\.[a-z])*")
_LETTERED = re.compile(
    r"\b(?:series|round|class|plan|option|vitamin|part|type)[ -]?[A-Za-z]$", re.IGNORECASE
)
_NEXT_WORD = re.compile(r"\s*[\"'(\[]*([^\W\d_][\w']*)")
# A line of a script that is all in marks is spoken by the writer himself.
_SPOKEN = re.compile(
    r"^(?P<label>[ \t]*(?:[-*\d.)]+ )?(?:[A-Z][a-z-]*(?: [a-z\d]+){0,4}: ?)?)"
    r"\"(?P<said>[^\"\n]+)\"[ \t]*$",
    re.MULTILINE,
)
_SHORT_LINE = 60
_MAX_LINES = 9
_NAME_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What helps to tell where a sentence begins."""

    brands: frozenset[str] = frozenset()  # names that begin with a small letter
    first_name: str = ""  # of the person written to


def sentences_of(draft: Draft, words: Lexicon, hints: Hints | None = None) -> Iterator[Sentence]:
    """Every sentence of a draft, in the order of its channels."""
    hints = hints or Hints()
    subject = plain(draft.subject).strip()
    if subject:
        yield Sentence(channel=Channel.SUBJECT, place=Place.TEXT, text=" ".join(subject.split()))
    for channel, text in (
        (Channel.BODY, draft.body),
        (Channel.LINKEDIN, draft.linkedin_message),
        (Channel.CALL, draft.call_script),
    ):
        if text.strip():
            told = plain(text)
            if channel is Channel.CALL:
                told = _spoken(told)
            for place, piece in _pieces(told, words, hints):
                yield Sentence(channel=channel, place=place, text=piece)


def _spoken(text: str) -> str:
    """A script without the marks around what the writer himself is to say."""
    return _SPOKEN.sub(r"\g<label>\g<said>", text) if '"' in text else text


def _greeted(block: str, first_name: str) -> tuple[str, str]:
    """The greeting at the head of a paragraph, and the rest of it."""
    match = _INLINE_GREETING.match(block)
    if match is None and first_name:
        named = rf"(?:hi |hello |hey |dear )?{re.escape(first_name)}[,:!]? (?=(?-i:[A-Z]))"
        match = re.match(named, block, re.IGNORECASE)
    return (block[: match.end()].strip(), block[match.end() :]) if match else ("", block)


def _pieces(text: str, words: Lexicon, hints: Hints) -> Iterator[tuple[Place, str]]:
    lines = [line.strip() for line in text.splitlines()]
    begin, end = _signature(lines, words)
    blocks = list(_blocks(lines[:begin]))
    if blocks and blocks[0][0] is Place.TEXT:
        greeting, rest = _greeted(blocks[0][1], hints.first_name)
        blocks[:1] = [(Place.GREETING, greeting), (Place.TEXT, rest)]
    after = list(_blocks(lines[end:], greeted=True))
    signed = [(Place.SIGNATURE, line) for line in lines[begin:end]]
    for place, block in (*blocks, *signed, *after):
        pieces = split(block, words, hints.brands) if place is Place.TEXT else [block]
        yield from ((place, piece) for piece in pieces if piece)


def _signature(lines: list[str], words: Lexicon) -> tuple[int, int]:
    """The lines from the sign-off to the last that reads like part of a signature."""
    for begin in range(len(lines) - 1, -1, -1):
        if not _is_sign_off(lines[begin]):
            continue
        end = begin + 1
        while end < len(lines) and _is_signed(lines[end], words) and end - begin < _MAX_LINES:
            end += 1
        alone = not any(lines[begin + 1 : end])
        if not alone or "," in lines[begin] or begin == len(lines) - 1:
            return begin, end
    return len(lines), len(lines)


def _is_sign_off(line: str) -> bool:
    return bool(_SIGN_OFF.fullmatch(line) or _SIGNED.fullmatch(line))


def _is_signed(line: str, words: Lexicon) -> bool:
    """Whether a line is a name, a title, a company, a number: not a sentence, not a postscript."""
    if len(line) > _SHORT_LINE or _POSTSCRIPT.match(line):
        return False
    lows = {word.strip(".,!?'").lower() for word in line.split()}
    speaks = not lows.isdisjoint(words.lists["you"] | words.lists["we"] | words.lists["funding"])
    return (
        not speaks
        and not line.endswith(("?", "!"))
        and not (line.endswith(".") and len(lows) > _NAME_WORDS)
    )


def _blocks(lines: list[str], *, greeted: bool = False) -> Iterator[tuple[Place, str]]:
    """Lines joined to paragraphs; a greeting, a list item or a finished line stands alone."""
    held: list[str] = []
    seen_text = greeted
    for line in lines:
        if not seen_text and line and _is_greeting(line):
            yield Place.GREETING, line
            seen_text = True
            continue
        seen_text = seen_text or bool(line)
        marked = _MARKER.match(line)
        if held and (not line or marked or _is_finished(held[-1])):
            yield Place.TEXT, " ".join(held)
            held = []
        if line:
            held.append(_MARKER.sub("", line) if marked else line)
    if held:
        yield Place.TEXT, " ".join(held)


def _is_greeting(line: str) -> bool:
    return len(line) <= _SHORT_LINE and _GREETING.fullmatch(line) is not None


def _is_finished(line: str) -> bool:
    """Whether a line ends by itself: with a full stop, or short like a heading."""
    ended = line.rstrip("\"')").endswith((".", "!", "?"))
    return ended or len(line) < _SHORT_LINE // 2


def split(text: str, words: Lexicon, brands: frozenset[str] = frozenset()) -> list[str]:
    """A paragraph cut into sentences; Inc., initials, decimals and quoted speech stay whole."""
    found, begin = [], 0
    paired = text.count('"') % 2 == 0
    for match in _END.finditer(text):
        inside = paired and text.count('"', begin, match.end()) % 2 == 1
        if inside or not _is_end(text, match, words, brands):
            continue
        found.append(text[begin : match.end()].strip())
        begin = match.end()
    rest = text[begin:].strip()
    return [piece for piece in (*found, rest) if piece]


def _is_end(text: str, match: re.Match[str], words: Lexicon, brands: frozenset[str]) -> bool:
    """Whether a mark ends a sentence: not behind an abbreviation, not before a small letter."""
    if text.startswith(" - ", match.end()):
        return False
    follow = _NEXT_WORD.match(text, match.end())
    told = follow.group(1) if follow else ""
    if match["link"] or match.group().rstrip("!?") == "":
        return True
    if told[:1].islower() and told.lower().removesuffix("'s") not in brands:
        return False
    lettered = _LETTERED.search(text, 0, match.start()) is not None
    return lettered or match.group().startswith("..") or _ends_word(text, match, told, words)


def _ends_word(text: str, match: re.Match[str], told: str, words: Lexicon) -> bool:
    """Whether the full stop belongs to the sentence and not to the word before it."""
    before = _LAST_WORD.search(text, 0, match.start())
    low = before.group(1).lower() if before else ""
    aside = "." in low and text[match.end() :].lstrip().startswith("(")
    return not aside and _may_end(low, told.lower(), words)


def _may_end(low: str, follow: str, words: Lexicon) -> bool:
    """Whether a word with a full stop may end a sentence before the word that follows."""
    lists = words.lists
    if low in ("p.s", "ps", "p.p.s", "i"):
        return low == "i"
    if _INITIALS.fullmatch(low):  # "J.B. Hunt": a name goes on with a word that is common otherwise
        return follow.split("'", maxsplit=1)[0] in lists["function"] | lists["openers"]
    if low in lists["firm_marks"] or "." in low:
        return _starts_sentence(follow, words)
    return low not in lists["abbreviations"] or (low == "no" and bool(follow))


def _starts_sentence(low: str, words: Lexicon) -> bool:
    return (
        low in words.lists["function"]
        or low.split("'", maxsplit=1)[0] in words.lists["function"]
        or (low in words.lists["openers"] or words.is_common(low))
    )
