"""Quotations, links, and words that no letter of ours may hold."""

import re

from leadwright.leads.findings import FactField
from leadwright.review.grounding.atoms.tokens import cut
from leadwright.review.grounding.backing import Backing
from leadwright.review.grounding.report import ProblemCode
from leadwright.review.grounding.rules.judge import Judge
from leadwright.review.grounding.sentences import Channel, Place

_SCARE_WORDS = 3
_PLACEHOLDER = re.compile(
    r"\{\{.*?\}\}|\{[a-z_ ]{2,30}\}|<[a-z_ ]{2,30}>|\bTODO\b|\bXXX+\b|\blorem ipsum\b"
    r"|\[(?:(?:your|the|first|last|full|company|contact|insert|recipient|prospect|lead|sender|product)\b"
    r"[^\]]{0,40}|name|title|company|date)\]",
    re.IGNORECASE,
)
_PLACEHOLDER_HINT = re.compile(r"[{<\[]|TODO|XXX|[Ll]orem")
_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget) (?:all |any |the |your )?(?:previous|prior|above|earlier) "
    r"(?:instructions?|prompts?|rules|messages?)"
    r"|\bsystem prompt\b|\bas an ai\b|\b(?:large )?language model\b|</?(?:system|assistant|user)>"
    r"|\b(?:forward|send|redirect|cc|bcc|copy) (?:this|it|the) (?:e-?mail|message|draft|letter)\b"
    r"|^\s*(?:to|cc|bcc|from|reply-to|subject)\s*:\s*\S+@"
    r"|\b(?:api[ _-]?key|password|wire transfer|gift cards?)\b",
    re.IGNORECASE | re.MULTILINE,
)


def check(judge: Judge) -> None:
    """Quotations must be verbatim, links ours, and no placeholder or order may be left."""
    for quote in judge.reading.quotes:
        _prove_quote(judge, quote)
    for link in judge.reading.links:
        _check_link(judge, link)
    text = judge.sentence.text
    if (match := _PLACEHOLDER_HINT.search(text)) and (match := _PLACEHOLDER.search(text)):
        message = f"{match.group()!r} was never filled in; fill it in or take it out"
        judge.fault(ProblemCode.PLACEHOLDER, match.group(), message)
    told = judge.has("orders") or "@" in text
    if told and (match := _INSTRUCTION.search(text)):
        message = f"{match.group()!r} reads as an order to a machine or a change of recipient"
        judge.fault(ProblemCode.RECIPIENT_OR_INSTRUCTION, match.group(), message)


def _prove_quote(judge: Judge, quote: str) -> None:
    if judge.desk.seller.wording.has_quote(quote) or _is_scare_quote(judge, quote):
        return
    if _is_supposed(judge, quote):
        return
    if "as they say" in judge.sentence.text or "as the saying goes" in judge.sentence.text:
        return

    def test(backing: Backing) -> bool:
        return backing.wording.has_quote(quote)

    message = f'"{quote}" is in no evidence cited word for word; quote exactly or not at all'
    judge.prove(quote, test, ProblemCode.QUOTE_NOT_VERBATIM, message)


def _is_scare_quote(judge: Judge, quote: str) -> bool:
    """A word or two in marks that nobody is said to have spoken: reply "yes"."""
    words = quote.strip(" .,!?").split()
    plain = len(words) <= _SCARE_WORDS and quote == quote.lower() and quote.isascii()
    has_digit = any(character.isdigit() for character in quote)
    return plain and not has_digit and judge.lows.isdisjoint(judge.lists["attribution"])


def _is_supposed(judge: Judge, quote: str) -> bool:
    """Words that nobody is said to have spoken: if the answer is "we ask around", call me."""
    tokens = cut(quote)
    named = any(
        t.is_number or (t.is_capitalised and t.low != "i" and tokens[i].text not in ".!?:")
        for i, t in enumerate(tokens[1:])
    )
    if judge.is_aside and not (named or judge.has("attribution")):
        return True
    theirs = judge.of_them or judge.has("their_side") or bool(judge.reading.runs)
    said = theirs and (judge.has("attribution") or not judge.has("supposed"))
    quotable = any(b.is_free_text and b.field is not FactField.INDUSTRY for b in judge.cited)
    return not (named or quotable or (said and not (judge.cited and _is_general(judge))))


def _is_general(judge: Judge) -> bool:
    """Whether a sentence with a fact in it quotes nobody of theirs: people say "not again"."""
    return not judge.has("attribution") and judge.has("supposed")


def _check_link(judge: Judge, link: str) -> None:
    seller, context = judge.desk.context.seller, judge.desk.context
    bare = _bare(link)
    if "@" in link:
        if not any(link.lower() in text.lower() for text in (*seller.texts, *seller.links)):
            message = f"{link!r} is an address nobody gave; mail goes to the lead alone"
            judge.fault(ProblemCode.RECIPIENT_OR_INSTRUCTION, link, message)
        return
    allowed = [_bare(item) for item in seller.links]
    if bare in allowed or any(bare in _bare(text) for text in seller.texts):
        return
    if bare == _bare(context.company_domain or "") or _is_in_signature(judge, bare):
        return
    message = f"{link!r} is not among the seller's links; use one of those"
    judge.fault(ProblemCode.LINK_NOT_ALLOWED, link, message)


def _bare(link: str) -> str:
    return link.lower().split("://")[-1].removeprefix("www.").rstrip("/.,")


def _is_in_signature(judge: Judge, bare: str) -> bool:
    """The seller's own home page under his name, as far as a profile names the seller."""
    company = "".join(c for c in judge.desk.context.seller.company.lower() if c.isalnum())
    signed = judge.sentence.place is Place.SIGNATURE and judge.sentence.channel is Channel.BODY
    return (
        signed and "/" not in bare and bool(company) and bare.split(".", maxsplit=1)[0] == company
    )
