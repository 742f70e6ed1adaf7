"""Names: people, companies, products and places must stand in the evidence or be ours to say."""

from collections.abc import Sequence

from leadwright.leads.findings import FactField
from leadwright.review.grounding.atoms.names import Known, Role, find_known
from leadwright.review.grounding.atoms.tokens import Kind, Span, Token, at, key
from leadwright.review.grounding.backing import Backing
from leadwright.review.grounding.report import ProblemCode
from leadwright.review.grounding.rules import places
from leadwright.review.grounding.rules.judge import Judge
from leadwright.review.grounding.sentences import Place

_FREE = frozenset({Role.OWN, Role.LEAD, Role.SELLER, Role.MENTIONED})
_PEOPLE_FIELDS = (FactField.DECISION_MAKER, FactField.CONTACT)


def check(judge: Judge) -> None:
    """Every name of the sentence."""
    if judge.sentence.place is Place.SIGNATURE:
        _check_signature(judge)
        return
    if _check_greeting(judge):
        return
    for known in judge.reading.known:
        _check_known(judge, known)
    for run in judge.reading.runs:
        _check_run(judge, run)
    _check_others(judge)


def _check_signature(judge: Judge) -> None:
    """The name under a letter is the sender's, where the sender is known."""
    _check_others(judge)
    sender = judge.desk.context.seller.sender_name
    if not sender:
        return
    for known in judge.reading.known:
        if known.roles & {Role.PERSON, Role.LEAD, Role.PART} and Role.SELLER not in known.roles:
            _wrong_sender(judge, judge.reading.written(known.span))
    titled = judge.reading.titles or judge.tokens[0].is_number
    if (
        len(judge.reading.runs) == 1
        and not titled
        and not _is_sellers(judge, judge.reading.runs[0])
    ):
        run = judge.reading.runs[0]
        if run == (0, len(judge.tokens)) and not _is_place_or_term(judge, run):
            _wrong_sender(judge, judge.reading.written(run))


def _wrong_sender(judge: Judge, span: str) -> None:
    message = f"{span!r} is not the sender; sign with the sender's name"
    judge.fault(ProblemCode.NAME_NOT_IN_EVIDENCE, span, message)


def _is_place_or_term(judge: Judge, run: Span) -> bool:
    lows = [token.low for token in judge.tokens[slice(*run)] if token.is_word]
    return all(judge.words.is_common(low) or low in judge.words.countries for low in lows)


def _check_greeting(judge: Judge) -> bool:
    """Whether the sentence only greets; then the name must be the lead's."""
    if not judge.tokens or not judge.lists["greetings"] & {t.low for t in judge.tokens[:2]}:
        return False
    addressed = _addressed(judge)
    lead = judge.desk.context.person_name
    if addressed and lead and not _is_leads(judge, addressed):
        span = judge.reading.written(addressed)
        message = f"{span!r} is not the person this goes to; greet {lead!r}"
        judge.fault(ProblemCode.RECIPIENT_OR_INSTRUCTION, span, message)
    others = [run for run in judge.reading.runs if run != addressed]
    if addressed and not lead:
        judge.reading.runs = others
    return judge.sentence.place is Place.GREETING and not others


def _addressed(judge: Judge) -> Span | None:
    """The name right behind the greeting."""
    spans = sorted([known.span for known in judge.reading.known] + judge.reading.runs)
    for span in spans:
        between = judge.tokens[1 : span[0]]
        if span[0] > 0 and all(token.low in judge.lists["greeting_words"] for token in between):
            return span
    return None


def _is_leads(judge: Judge, span: Span) -> bool:
    letters = "".join(key(token.low) for token in judge.tokens[slice(*span)])
    roles = judge.desk.book.roles.get(letters, frozenset())
    stated = judge.desk.introduced.has_run(_words(judge, span))
    return letters in judge.desk.lead_keys or Role.OWN in roles or stated


def _check_known(judge: Judge, known: Known) -> None:
    span = judge.reading.written(known.span)
    neighbour = _neighbour(judge, known.span)
    if neighbour and not _is_whole(judge, known, neighbour):
        whole = (min(known.span[0], neighbour[0]), max(known.span[1], neighbour[1]))
        code = (
            ProblemCode.WRONG_COMPANY
            if Role.OWN in known.roles
            else ProblemCode.NAME_NOT_IN_EVIDENCE
        )
        written = judge.reading.written(whole)
        judge.fault(
            code, written, f"{written!r} is another name than {span!r}; nothing cited has it"
        )
        return
    if known.roles & _FREE or known.key in judge.desk.lead_keys:
        return

    def test(backing: Backing) -> bool:
        return known.key in backing.person_names or (
            backing.field is FactField.NEWS and backing.wording.has_run(_words(judge, known.span))
        )

    message = f"{span!r} is named without a finding that lists this person"
    judge.prove(span, test, ProblemCode.NAME_NOT_IN_EVIDENCE, message)


def _words(judge: Judge, span: Span) -> Sequence[Token]:
    return [t for t in judge.tokens[slice(*span)] if t.kind in (Kind.WORD, Kind.NUMBER)]


def _neighbour(judge: Judge, span: Span) -> Span | None:
    """A name that stands right beside a known one without any mark: `Acme` in `Acme Robotics`."""
    begin, end = span
    for run in judge.reading.runs:
        if run[0] == end or run[1] == begin:
            return run
    parts = [k.span for k in judge.reading.known if k.roles <= {Role.PART}]
    return next((part for part in parts if part[0] == end or part[1] == begin), None)


def _is_whole(judge: Judge, known: Known, neighbour: Span) -> bool:
    """Whether a known name and its neighbour are two names, or one that the evidence has."""
    whole = (min(known.span[0], neighbour[0]), max(known.span[1], neighbour[1]))
    sources = [backing.wording for backing in judge.cited]
    sources += [judge.desk.seller.wording, judge.desk.introduced]
    if any(source.has_run(_words(judge, whole)) for source in sources):
        return True
    if known.roles <= {Role.PART}:
        return False
    alone = _words(judge, neighbour)
    return (
        any(source.has_run(alone) for source in sources)
        or _are_terms(judge, alone)
        or (Role.OWN in known.roles and _is_person(judge, neighbour))
    )


def _is_person(judge: Judge, span: Span) -> bool:
    return any(k.span == span and k.roles & {Role.PART, Role.PERSON} for k in judge.reading.known)


def _are_terms(judge: Judge, tokens: Sequence[Token]) -> bool:
    return all(token.low in judge.lists["terms"] for token in tokens)


def _check_run(judge: Judge, run: Span) -> None:
    tokens = _words(judge, run)
    span = judge.reading.written(run)
    if _is_free_run(judge, run, tokens) or places.check_place(judge, run):
        return
    if _touches_known(judge, run):
        return  # reported with the known name it belongs to

    def test(backing: Backing) -> bool:
        if len(tokens) == 1 and tokens[0].low in backing.rounds:
            return True
        return backing.wording.has_run(tokens) and not _takes_company_facts(judge, run, backing)

    if any(test(backing) for backing in judge.cited) or not _in_pieces(judge, run):
        wrong = _is_company_place(judge, run)
        code = ProblemCode.WRONG_COMPANY if wrong else ProblemCode.NAME_NOT_IN_EVIDENCE
        message = f"{span!r} is in no evidence cited; leave the name out or cite where it stands"
        judge.prove(span, test, code, message)
    else:
        judge.facts += 1


def _is_free_run(judge: Judge, run: Span, tokens: Sequence[Token]) -> bool:
    lows = [token.low for token in tokens]
    if not lows or _is_sellers(judge, run) or _are_terms(judge, tokens):
        return True
    if "".join(key(low) for low in lows) in judge.desk.lead_keys:
        return True
    if all(low in judge.lists["everyday_tools"] for low in lows) or _is_search(judge, run):
        return True
    seen_on = at(judge.tokens, run[0] - 1).low in ("on", "via", "through")
    if seen_on and all(low in judge.lists["seen_on"] for low in lows):
        return True
    return judge.has("meeting") and all(low in judge.lists["call_tools"] for low in lows)


def _is_search(judge: Judge, run: Span) -> bool:
    """`Google showed me`, not the company."""
    named = [token.low for token in judge.tokens[slice(*run)]]
    return named == ["google"] and at(judge.tokens, run[1]).low in judge.lists["found_by"]


def _is_sellers(judge: Judge, run: Span) -> bool:
    tokens = _words(judge, run)
    return judge.desk.seller.wording.has_run(tokens) or judge.desk.introduced.has_run(tokens)


def _touches_known(judge: Judge, run: Span) -> bool:
    return any(
        (known.span[1] == run[0] or known.span[0] == run[1]) and not _is_whole(judge, known, run)
        for known in judge.reading.known
    )


def _in_pieces(judge: Judge, run: Span) -> bool:
    """Whether a run is several names side by side, each of them in the headlines cited."""
    tokens = _words(judge, run)
    sources = [b.wording for b in judge.cited if b.field is FactField.NEWS]
    if len(tokens) < 2 or not sources:  # noqa: PLR2004
        return False
    return all(any(source.has_run([token]) for source in sources) for token in tokens)


def _takes_company_facts(judge: Judge, run: Span, backing: Backing) -> bool:
    """Whether a name that is not the company's stands where only the company can: X raised …."""
    if backing.field is FactField.NEWS:
        return False
    index = run[1]
    while (
        at(judge.tokens, index).low in judge.lists["skip"] and at(judge.tokens, index).low != "'s"
    ):
        index += 1
    return at(judge.tokens, index).low in judge.lists["fact_verbs"] and backing.person is None


def _is_company_place(judge: Judge, run: Span) -> bool:
    """Whether the name stands where the company written to belongs."""
    before, after = at(judge.tokens, run[0] - 1).low, at(judge.tokens, run[1])
    if after.kind is Kind.CLITIC and after.low == "'s":
        return True
    return (
        before in judge.lists["at_company"]
        or after.low in judge.lists["fact_verbs"]
        or after.low in ("was", "has", "is")
    )


def _check_others(judge: Judge) -> None:
    """Names of other leads and their companies."""
    book = judge.desk.context.others.book
    if not book.roles:
        return
    for known in find_known(judge.tokens, book, judge.words):
        named = known.key in judge.desk.book.roles or _is_search(judge, known.span)
        if named or _is_ours(judge, known):
            continue
        span = judge.reading.written(known.span)
        message = f"{span!r} belongs to another lead; take it out"
        judge.fault(ProblemCode.LEAK, span, message)


def _is_ours(judge: Judge, known: Known) -> bool:
    """Whether the name may be said for another reason: evidence, the seller, part of our name."""
    tokens = _words(judge, known.span)
    if any(backing.wording.has_run(tokens) for backing in judge.desk.backings.values()):
        return True
    inside = any(
        own.span[0] <= known.span[0] and known.span[1] <= own.span[1] for own in judge.reading.known
    )
    return inside or judge.desk.seller.wording.has_run(tokens)
