"""Countries and industries: said in words, listed in codes."""

from leadwright.leads.findings import FactField
from leadwright.review.grounding.atoms.tokens import Span, at
from leadwright.review.grounding.backing import Backing
from leadwright.review.grounding.report import ProblemCode
from leadwright.review.grounding.rules.judge import Judge

_OPENERS = frozenset(["a", "an", "your", "the", "as", "in"])


def check_place(judge: Judge, run: Span) -> bool:
    """Whether a name is a country; if so it is proved here."""
    tokens = [token for token in judge.tokens[slice(*run)] if token.is_word]
    low = " ".join(token.low.rstrip(".") for token in tokens).removeprefix("the ")
    code = judge.words.countries.get(low)
    if code is None:
        return False
    span = judge.reading.written(run)

    def test(backing: Backing) -> bool:
        if backing.field is FactField.COUNTRY and _is_country(judge, backing, code):
            return True
        return backing.wording.has_run(tokens)

    message = f"{span!r} is not in the evidence cited; cite the country or leave it out"
    judge.prove(span, test, ProblemCode.NAME_NOT_IN_EVIDENCE, message)
    return True


def _is_country(judge: Judge, backing: Backing, code: str) -> bool:
    value = str(backing.finding.value).strip()
    return value.upper() == code or judge.words.countries.get(value.lower()) == code


def check(judge: Judge) -> None:
    """Industry words in a description of the company: `a fintech company`, `in healthcare`."""
    cites = any(backing.field is FactField.INDUSTRY for backing in judge.cited)
    if judge.words.industry_words.keys().isdisjoint(judge.lows) or not (judge.of_them or cites):
        return
    titled = {i for title in judge.reading.titles for i in range(*title.span)}
    if cites and judge.claimed and _is_of_others(judge, titled):
        return
    for index, token in enumerate(judge.tokens):
        if index in titled:
            continue
        industries = judge.words.industry_words.get(token.low)
        if industries and _describes(judge, index):
            _prove(judge, index, industries)


def _is_of_others(judge: Judge, titled: set[int]) -> bool:
    """Whether a sentence that cites the industry names only another one; that is a fault."""
    words = judge.words.industry_words
    named = {i for known in judge.reading.known for i in range(*known.span)}
    places = [i for i in judge.places(frozenset(words)) if i not in titled | named]
    if not places or any(
        _is_theirs(judge, index, words[judge.tokens[index].low]) for index in places
    ):
        return False
    _prove(judge, places[0], words[judge.tokens[places[0]].low])
    return True


def _is_theirs(judge: Judge, index: int, industries: frozenset[str]) -> bool:
    low = judge.tokens[index].low
    return any(
        backing.wording.has_word(low)
        or (backing.field is FactField.INDUSTRY and str(backing.finding.value) in industries)
        for backing in judge.cited
    )


def _prove(judge: Judge, index: int, industries: frozenset[str]) -> None:
    word = judge.tokens[index].text

    def test(backing: Backing) -> bool:
        if backing.field is FactField.INDUSTRY and str(backing.finding.value) in industries:
            return True
        return backing.wording.has_word(word.lower())

    message = f"{word!r} is not the industry in the evidence; use the one the finding gives"
    judge.prove(word, test, ProblemCode.INDUSTRY_NOT_IN_EVIDENCE, message)


def _describes(judge: Judge, index: int) -> bool:
    """`As a fintech company`, `your software business`; not `companies in the fintech space`."""
    if judge.of_us and not (judge.claimed and judge.cited):
        return False
    frames = judge.lists["after"]
    gap = 1 if at(judge.tokens, index + 1).text == "-" else 0
    follows = at(judge.tokens, index + 1 + gap).low in frames or (
        at(judge.tokens, index + 2 + gap).low in frames
    )
    before = [at(judge.tokens, index - step).low for step in (1, 2, 3, 4)]
    if before[0] == "in" and before[1] in judge.lists["works_in"]:
        return True
    if not follows or _OPENERS.isdisjoint(before):
        return False
    return "your" in before or "as" in before or _is_said_of_them(judge, index)


def _is_said_of_them(judge: Judge, index: int) -> bool:
    """`You are a …`, `Acme is an …`, `Acme, a …`; or the claim says it is about the industry."""
    if any(backing.field is FactField.INDUSTRY for backing in judge.cited):
        return True
    verbs = ("are", "'re", "is", "'s", "run", "built", "lead")
    ahead = [token.low for token in judge.tokens[max(0, index - 6) : index]]
    return any(low in verbs for low in ahead)
