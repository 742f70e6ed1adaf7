"""The wordings that ship: laws every one of them keeps."""

import re
from collections.abc import Iterator

import pytest

from leadwright.review.seller import Tone
from leadwright.tools.catalogue.drafting.phrasebook import Frame, Phrasebook, load_phrasebook
from leadwright.tools.catalogue.drafting.wording import Wording

BOOKS = {tone: load_phrasebook(tone) for tone in Tone}
SELLER = {"seller", "value", "problem", "proof", "sender", "sender_role", "product", "helps"}
LEAD = {"company", "company's", "role", "angle", "cta", "signature", "phone", "hello"}
ABOUT_THE_COMPANY = {
    *("opening", "clause", "reason", "link", "topic", "target", "target_when", "buyer"),
    *("buyer_when", "a_round", "round", "round_when", "headline", "headline_when", "team_in"),
    *("team_from", "listed", "raised_total", "founded", "an_industry", "peers"),
    *("place", "colleague", "colleague_listed"),
}


def wordings(book: Phrasebook) -> Iterator[Wording]:
    """Every wording of a book."""
    for frame in book.frames:
        yield from frame.subjects
        yield from (w for paragraph in frame.body for place in paragraph for w in place)
    for hook in book.hooks:
        yield from (w for _, place in hook.places() for w in place)
    for place in (*book.channels.linkedin.messages, *book.channels.linkedin.plain):
        yield from place
    for place in book.channels.call.values():
        yield from place
    yield from (angle for role in book.titles.roles for angle in role.angles)


def shown(wording: Wording) -> str:
    """The wording with its slots named."""
    return "".join(
        f"{literal}<{name}>"
        for literal, name in zip(wording.literals, (*wording.names, ""), strict=True)
    ).removesuffix("<>")


@pytest.mark.parametrize("tone", Tone)
def test_every_slot_is_one_that_something_fills(tone: Tone) -> None:
    known = SELLER | LEAD | ABOUT_THE_COMPANY
    used = {name for w in wordings(BOOKS[tone]) for name in w.names if not name.startswith("?")}
    assert used <= known


@pytest.mark.parametrize("tone", Tone)
def test_no_wording_shouts_or_leaves_a_brace_open(tone: Tone) -> None:
    faulty = [shown(w) for w in wordings(BOOKS[tone]) if re.search(r"[!{}]|\s{2,}", shown(w))]
    assert not faulty


def test_a_formal_seller_uses_no_contractions() -> None:
    short = re.compile(r"\b(?:I|you|it|there|that)'(?:m|ll|d|ve|s|re)\b|n't\b", re.IGNORECASE)
    assert not [shown(w) for w in wordings(BOOKS[Tone.FORMAL]) if short.search(shown(w))]
    assert [shown(w) for w in wordings(BOOKS[Tone.FRIENDLY]) if short.search(shown(w))]


def questions(frame: Frame) -> list[set[int]]:
    """How many questions each place may hold; {cta} is one."""
    return [
        {shown(w).count("?") - shown(w).count("<?") + w.names.count("cta") for w in place}
        for paragraph in frame.body
        for place in paragraph
    ]


@pytest.mark.parametrize("frame", BOOKS[Tone.FRIENDLY].frames, ids=lambda frame: frame.name)
def test_a_frame_asks_once_whatever_its_wordings(frame: Frame) -> None:
    places = questions(frame)
    assert all(len(counts) == 1 for counts in places)
    assert sum(counts.pop() for counts in places) == 1


@pytest.mark.parametrize("frame", BOOKS[Tone.FRIENDLY].frames, ids=lambda frame: frame.name)
def test_a_plain_frame_says_nothing_about_the_company_and_the_others_do(frame: Frame) -> None:
    body = [w for paragraph in frame.body for place in paragraph for w in place]
    used = {name for w in (*body, *frame.subjects) for name in w.names}
    assert bool(used & ABOUT_THE_COMPANY) != frame.plain


@pytest.mark.parametrize("frame", BOOKS[Tone.FRIENDLY].frames, ids=lambda frame: frame.name)
def test_every_frame_tells_what_the_seller_does(frame: Frame) -> None:
    assert any(
        all({"value", "product"} & set(w.names) for w in place)
        for paragraph in frame.body
        for place in paragraph
    )


def test_a_wording_that_states_a_fact_is_one_sentence() -> None:
    inner_stop = re.compile(r"[a-z>][.?] [A-Z<]")
    found = [
        shown(w)
        for w in wordings(BOOKS[Tone.FRIENDLY])
        if set(w.names) & ABOUT_THE_COMPANY and inner_stop.search(shown(w))
    ]
    assert not found


def test_there_are_a_dozen_and_more_frames_with_names_of_their_own() -> None:
    names = [frame.name for frame in BOOKS[Tone.FRIENDLY].frames]
    assert len(names) == len(set(names))
    assert sum(not frame.plain for frame in BOOKS[Tone.FRIENDLY].frames) >= 24


def test_frames_are_about_hooks_that_exist() -> None:
    book = BOOKS[Tone.FRIENDLY]
    assert {frame.about for frame in book.frames} <= {hook.name for hook in book.hooks} | {""}
