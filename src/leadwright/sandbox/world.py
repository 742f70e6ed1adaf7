"""`build_world(seed)`: companies that never were, sources that speak of them, leads that ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadwright.sandbox.atlas import Atlas
from leadwright.sandbox.companies.company import Company
from leadwright.sandbox.companies.founding import Founder
from leadwright.sandbox.companies.lives import Lives
from leadwright.sandbox.dice import Dice
from leadwright.sandbox.leads.contacts import Contacts
from leadwright.sandbox.leads.drawing import Artist
from leadwright.sandbox.leads.sketch import Sketch
from leadwright.sandbox.leads.sketching import Pencil
from leadwright.sandbox.leads.twins import Twins
from leadwright.sandbox.leads.writing import Pen
from leadwright.sandbox.names import NameBook
from leadwright.sandbox.sources.money import Purse
from leadwright.sandbox.sources.press import Press
from leadwright.sandbox.sources.scribe import Scribe
from leadwright.sandbox.sources.source import Row
from leadwright.sandbox.truth.facts import Tables, Truth
from leadwright.sandbox.truth.rules import rules, text
from leadwright.sandbox.vocabulary import Vocabulary, words

LEADS = 250
FEWEST_COMPANIES = 60
TWINS = 0.04  # of all leads


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A world: what its sources say, and leads whose right answers are known.

    Attributes:
        conventions: What is special about the sources, as text of a `corpus.toml`.
        tables: The rows by table: companies, people, funding_rounds, news.
        leads: Each with `input`, `ground_truth` and `metadata`.
    """

    seed: int
    conventions: str
    tables: Mapping[str, Sequence[Row]]
    leads: Sequence[Row]


def build_world(seed: int, leads: int = LEADS) -> World:
    """The world of a seed: the same seed makes the same world, to the letter."""
    vocabulary, founder = words(), _founder(seed)
    companies = founder.found(max(FEWEST_COMPANIES, leads * 4 // 5))
    scribe = _written(seed, vocabulary, companies)
    tables = Tables.of(scribe.companies, scribe.people, scribe.purse.rounds, scribe.press.news)
    atlas = Atlas(companies=companies, tables=tables, records=scribe.records)
    sketches = _drawn(seed, leads, atlas, founder)
    return World(
        seed=seed,
        conventions=text(),
        tables={
            "companies": scribe.companies,
            "people": scribe.people,
            "funding_rounds": scribe.purse.rounds,
            "news": scribe.press.news,
        },
        leads=Pen(atlas, Truth(tables, rules())).write(sketches),
    )


def _founder(seed: int) -> Founder:
    dice, vocabulary = Dice(f"{seed} companies"), words()
    book = NameBook(dice)
    return Founder(dice, vocabulary, book, Lives(dice, vocabulary, book))


def _written(seed: int, vocabulary: Vocabulary, companies: Sequence[Company]) -> Scribe:
    """The rows of all companies, in an order of their own."""
    dice = Dice(f"{seed} sources")
    rivals = [one.name.own for one in companies]
    scribe = Scribe(dice, vocabulary, Purse(dice), Press(dice, vocabulary), rivals)
    for company in dice.sample(companies, len(companies)):
        scribe.write(company)
    return scribe


def _drawn(seed: int, number: int, atlas: Atlas, founder: Founder) -> list[Sketch]:
    dice = Dice(f"{seed} leads")
    contacts = Contacts(dice, words())
    twins = round(number * TWINS)
    pencil = Pencil(dice, words(), atlas, founder.book, contacts)
    artist = Artist(dice, words(), atlas, founder, pencil)
    return Twins(dice, contacts).mixed_in(list(artist.draw(number - twins)), twins)
