"""What a company lived through: rounds, people, quarrels of those who wrote about it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from leadwright.sandbox.companies.company import Company, Kind, Quarrel, Round, Worker
from leadwright.sandbox.dice import Dice
from leadwright.sandbox.names import NameBook
from leadwright.sandbox.vocabulary import Vocabulary

LATEST = date(2025, 5, 1)  # nothing happens later than the sources look
KINDS = ("angel", "seed", "series-a", "series-b", "series-c", "series-d")
OTHER_KINDS = ("grant", "venture", "debt")
BACKERS = (
    "Wexmere Capital",
    "Quillstow Ventures",
    "Torwick & Reed",
    "Halmere Partners",
    "Selvane Fund",
)
MANY = 9


@dataclass(slots=True)
class Lives:
    """Gives companies a past."""

    dice: Dice
    words: Vocabulary
    book: NameBook

    def live(self, company: Company) -> Company:
        """The company with rounds and people; of a sparse one nobody knows any."""
        if company.kind is Kind.SPARSE:
            return company
        number = self.dice.choices((0, 1, 2, 3, 4), (5, 3, 3, 2, 1))[0]
        return replace(company, rounds=self._rounds(company, number), staff=self._staff(company))

    def quarrel(self, company: Company, about: Quarrel) -> Company:
        """The company with something its sources disagree about."""
        rounds = company.rounds
        if about in {Quarrel.TOTAL, Quarrel.FALLS}:
            rounds = self._rounds(company, 2, currency="USD", latest=date(2023, 12, 1))
        return replace(company, quarrel=about, rounds=rounds)

    def _rounds(
        self, company: Company, number: int, *, currency: str = "", latest: date = LATEST
    ) -> tuple[Round, ...]:
        """Rounds, the oldest first, well apart from each other."""
        paid_in = currency or self.dice.choice(
            ("USD", "USD", "USD", self.words.country(company.country).currency)
        )
        on, rounds = latest - timedelta(self.dice.randint(0, 700)), list[Round]()
        for place in range(number):
            kind = KINDS[number - place] if self.dice.chance(0.8) else self._other_kind()
            rounds.insert(0, self._round(on, kind, paid_in))
            on -= timedelta(self.dice.randint(150, 600))
        return tuple(rounds)

    def _round(self, on: date, kind: str, currency: str) -> Round:
        return Round(
            on=on,
            kind=kind,
            amount=self.dice.randint(2, 400) * 100_000,
            currency=currency,
            investors=tuple(self.dice.sample(BACKERS, self.dice.randint(1, 2))),
        )

    def _other_kind(self) -> str:
        return self.dice.choice(OTHER_KINDS)

    def _staff(self, company: Company) -> tuple[Worker, ...]:
        if self.dice.chance(0.25):
            return ()
        number = self.dice.choice((2, 3, 4, 5, 6, MANY))
        workers = [self._worker(company) for _ in range(number)]
        risen = [one for one in workers if one.is_current and self.dice.chance(0.08)]
        before = [replace(one, title=self._title(), is_current=False) for one in risen]
        return (*workers, *before)

    def _worker(self, company: Company) -> Worker:
        name = self.book.person(self.words.tongue(company.country))
        return Worker(
            name=self.dice.choice((name.own, name.latin)),
            title=self._title(),
            is_current=self.dice.chance(0.85),
        )

    def _title(self) -> str:
        ranks = self.words.people.titles
        return self.dice.choice(self.dice.choices(ranks, (3, 3, 2, 2, 4))[0])
