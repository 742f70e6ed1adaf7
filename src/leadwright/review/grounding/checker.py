"""The grounding check: every sentence of a draft against the findings it cites."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from leadwright.leads.findings import Finding, FindingId, Findings, PersonValue
from leadwright.review.draft import Claim, Draft
from leadwright.review.grounding.atoms.names import NameBook, person_parts, single_names
from leadwright.review.grounding.atoms.scan import Scanner
from leadwright.review.grounding.atoms.tokens import key, plain
from leadwright.review.grounding.backing import Wording, backings
from leadwright.review.grounding.context import Context, Seller, book_of, seller_book
from leadwright.review.grounding.lexicon import Lexicon, lexicon
from leadwright.review.grounding.report import (
    GroundingReport,
    Problem,
    ProblemCode,
    SentenceReport,
    Verdict,
)
from leadwright.review.grounding.rules import (
    deeds,
    figures,
    names,
    places,
    statements,
    times,
    titles,
    wording,
)
from leadwright.review.grounding.rules.judge import Desk, Judge, SellerWords
from leadwright.review.grounding.sentences import Channel, Hints, Place, Sentence, sentences_of

Rule: TypeAlias = Callable[[Judge], None]

_RULES: Sequence[Rule] = (
    wording.check,
    figures.check,
    names.check,
    titles.check,
    places.check,
    deeds.check,
    times.check,  # a day may be when a source saw what the others proved
    deeds.check_headline,  # the last two ask whether anything was proved
    statements.check,
)
_SIGNATURE_RULES: Sequence[Rule] = (wording.check, names.check)
_SPACE = re.compile(r"\s+")
_NAME = r"[A-Z][\w'&.-]*(?: [A-Z][\w'&-]*){0,2}"
_INTRODUCED = re.compile(
    rf"(?:I'm|I am|[Mm]y name is|[Tt]his is|[Ii]t's) ({_NAME}),? (?:from|at|with|of) ({_NAME})"
    rf"|\b(?:[Hh]ere|[Ww]e|[Uu]s|[Oo]ur team|I work) at ({_NAME})|\bAt ({_NAME}),? we\b"
)


class Checker:
    """The check with its word lists loaded; keep one and use it for every draft."""

    def __init__(self) -> None:
        """A checker with the lexicon that ships with the package."""
        self._words: Lexicon = lexicon()
        self._sellers: dict[Seller, SellerWords] = {}

    def check(self, draft: Draft, findings: Findings, context: Context) -> GroundingReport:
        """Judge every sentence of every channel."""
        brands = frozenset(
            name.split()[0].lower() for name in context.own_names if name[:1].islower()
        )
        first = single_names(context.person_name or "", self._words)[:1]
        hints = Hints(brands=brands, first_name="".join(first))
        sentences = list(sentences_of(draft, self._words, hints))
        desk = self._desk(draft, findings, context, sentences)
        claims = [(told, claim) for claim in draft.claims if (told := _key(claim.text))]
        reports = [self._judge(sentence, desk, claims) for sentence in sentences]
        orphans = _orphans(claims, sentences, desk)
        return GroundingReport(sentences=(*reports, *orphans))

    def _desk(
        self, draft: Draft, findings: Findings, context: Context, sentences: Sequence[Sentence]
    ) -> Desk:
        people = [name for f in findings.findings if (name := _person_of(f))]
        seller = self._seller(context.seller)
        book = book_of(context, people, self._words).merged(seller.book)
        scanner = Scanner(self._words, book)
        return Desk(
            context=context,
            words=self._words,
            scanner=scanner,
            book=book,
            backings=backings(findings, scanner),
            seller=seller,
            lead_names=frozenset(
                key(way) for way in person_parts(context.person_name or "", self._words)
            ),
            lead_keys=_name_keys(context.person_name, self._words),
            told=frozenset(i for claim in draft.claims for i in claim.finding_ids),
            introduced=Wording(_introduced(context, sentences), self._words),
        )

    def _seller(self, seller: Seller) -> SellerWords:
        """The seller's texts, read once for all drafts in his name."""
        if seller not in self._sellers:
            texts = (seller.company, seller.sender_name, *seller.names, *seller.texts)
            scanner = Scanner(self._words, NameBook.of(()))
            self._sellers[seller] = SellerWords(
                book=seller_book(seller, self._words),
                wording=Wording(texts, self._words),
                readings=tuple(scanner.read(plain(text)) for text in texts),
            )
        return self._sellers[seller]

    def _judge(
        self, sentence: Sentence, desk: Desk, claims: Sequence[tuple[str, Claim]]
    ) -> SentenceReport:
        said = _key(sentence.text)
        mine = [(told, claim) for told, claim in claims if told in said or (said and said in told)]
        cited = _cited(claim for _, claim in mine)
        inherited = sentence.channel is Channel.SUBJECT and not mine
        sources = _cited(c for _, c in claims) if inherited else cited
        whole = any(told in said for told, _ in mine)
        judge = Judge(sentence, desk, sources, claimed=bool(mine), whole=whole)
        for finding_id in cited:
            if finding_id not in desk.backings:
                judge.problems.append(_unknown(finding_id))
        signed = sentence.place is Place.SIGNATURE
        for rule in _SIGNATURE_RULES if signed else _RULES:
            rule(judge)
        return _report(judge, cited)


def check(draft: Draft, findings: Findings, context: Context) -> GroundingReport:
    """Judge one draft; for many, keep a `Checker`."""
    return Checker().check(draft, findings, context)


def _report(judge: Judge, cited: tuple[FindingId, ...]) -> SentenceReport:
    verdict = Verdict.GROUNDED if judge.facts else Verdict.NO_FACTS
    return SentenceReport(
        channel=judge.sentence.channel,
        text=judge.sentence.text,
        verdict=Verdict.UNGROUNDED if judge.problems else verdict,
        finding_ids=cited,
        problems=tuple(judge.problems),
    )


def _key(text: str) -> str:
    return _SPACE.sub(" ", plain(text).replace('"', "")).strip(" .!?,;:-\"'").lower()


def _cited(claims: Iterable[Claim]) -> tuple[FindingId, ...]:
    return tuple(dict.fromkeys(i for claim in claims for i in claim.finding_ids))


def _unknown(finding_id: FindingId) -> Problem:
    return Problem(
        code=ProblemCode.UNKNOWN_FINDING,
        span=finding_id,
        message=f"there is no finding {finding_id!r}; cite one that research returned",
    )


def _orphans(
    claims: Sequence[tuple[str, Claim]], sentences: Sequence[Sentence], desk: Desk
) -> list[SentenceReport]:
    """Claims whose words stand nowhere in the draft."""
    said = [_key(sentence.text) for sentence in sentences]
    whole = " ".join(said)
    found = []
    for told, claim in claims:
        if told and (told in whole or any(s and (told in s or s in told) for s in said)):
            continue
        message = "these words are not in the draft; a claim repeats its sentence word for word"
        lost = Problem(code=ProblemCode.CLAIM_NOT_IN_DRAFT, span=claim.text, message=message)
        unknown = [_unknown(i) for i in claim.finding_ids if i not in desk.backings]
        found.append(
            SentenceReport(
                channel=Channel.BODY,
                text=claim.text,
                verdict=Verdict.UNGROUNDED,
                finding_ids=claim.finding_ids,
                problems=(lost, *unknown),
            )
        )
    return found


def _person_of(finding: Finding) -> str | None:
    return finding.value.name if isinstance(finding.value, PersonValue) else None


def _name_keys(name: str | None, words: Lexicon) -> frozenset[str]:
    if not name:
        return frozenset()
    single = (key(word) for word in plain(name).split())
    return frozenset(
        {*single, *(key(way) for way in (*person_parts(name, words), *single_names(name, words)))}
    )


def _introduced(context: Context, sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """The title the lead states; where no seller is given, the names the writer signs with."""
    stated = [context.person_title] if context.person_title else []
    if context.seller.is_known:
        return tuple(stated)
    names = stated + [s.text for s in sentences if s.place is Place.SIGNATURE]
    for sentence in sentences:
        for match in _INTRODUCED.finditer(sentence.text):
            names += [name for name in match.groups() if name]
    return tuple(names)
