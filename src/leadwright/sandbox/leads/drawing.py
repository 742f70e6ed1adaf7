"""Drawing leads: each bucket sets another task to whoever reads the lead."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from leadwright.sandbox.atlas import Atlas
from leadwright.sandbox.companies.company import Company, Kind
from leadwright.sandbox.companies.founding import Founder
from leadwright.sandbox.dice import Dice
from leadwright.sandbox.leads import slips
from leadwright.sandbox.leads.sketch import Sketch
from leadwright.sandbox.leads.sketching import Pencil
from leadwright.sandbox.leads.slips import Written
from leadwright.sandbox.names import Name, slug
from leadwright.sandbox.vocabulary import Vocabulary

# How many of a hundred leads are of a bucket; the rest is `core`.
SHARES = {
    "conflict": 7,
    "namesake_undecided": 6,
    "namesake_decided": 7,
    "near_present": 6,
    "absent": 5,
    "absent_near": 7,
    "absent_unit": 1,
    "no_data": 5,
    "former_name": 5,
    "unit": 5,
    "domain_as_name": 3,
    "blank_name": 3,
    "stale_contact": 5,
    "elsewhere": 3,
}
_UNIT = ("{p} / {u}", "{u} ({p})", "{u}, a {p} company", "{u} - part of {p}", "{p}: {u}")
_ADDRESS = ("{}", "www.{}", "https://www.{}/", "http://{}/about", "WWW.{}", " {} ")


@dataclass(slots=True)
class Artist:
    """Draws leads, one after the other."""

    dice: Dice
    words: Vocabulary
    atlas: Atlas
    founder: Founder
    pencil: Pencil

    def draw(self, number: int) -> Iterator[Sketch]:
        """So many leads in mixed order."""
        buckets = [
            name for name, share in SHARES.items() for _ in range(round(number * share / 100))
        ]
        buckets += ["core"] * (number - len(buckets))
        self.dice.shuffle(buckets)
        tasks: dict[str, Callable[[], Sketch]] = {
            "core": lambda: self._noisy(self.pencil.any_of(Kind.PLAIN, Kind.PLAIN, Kind.RENAMED)),
            "conflict": lambda: self._noisy(self.pencil.any_of(Kind.CONFLICT)),
            "no_data": lambda: self._noisy(self.pencil.any_of(Kind.SPARSE)),
            "near_present": self._near_present,
            "namesake_undecided": self._undecided,
            "namesake_decided": self._decided,
            "former_name": self._former,
            "unit": self._unit,
            "domain_as_name": self._address_as_name,
            "blank_name": self._blank,
            "stale_contact": self._stale,
            "elsewhere": self._elsewhere,
            "absent": self._absent,
            "absent_near": self._absent_near,
            "absent_unit": self._absent_unit,
        }
        for bucket in buckets[:number]:
            sketch = tasks[bucket]()
            yield replace(sketch, bucket=bucket, web=self.pencil.contacts.web(sketch.domain))

    # companies that are in the world

    def _noisy(self, company: Company) -> Sketch:
        if self.dice.chance(0.35):
            written = slips.mistaken(company, self.dice)
            return self.pencil.sketch(company, written, sure=written.noise in slips.MISTAKES)
        return self._dressed(company)

    def _dressed(self, company: Company) -> Sketch:
        if self.dice.chance(0.3):
            return self.pencil.sketch(company, Written(company.name.own))
        return self.pencil.sketch(company, slips.dressed(company, self.dice))

    def _near_present(self) -> Sketch:
        """One of two that are nearly called the same; misspelt only beside its web address."""
        company = self.pencil.any_of(Kind.NEAR)
        written = slips.mistaken(company, self.dice, cut=False)
        names = {one.name.own.casefold() for one in self.atlas.of_kind(Kind.NEAR)}
        if self.dice.chance(0.7) or written.text.strip().casefold() in names:
            return self._dressed(company)
        sketch = self.pencil.sketch(company, written, sure=True)
        return replace(self.pencil.at(sketch, company.domain), domain=company.domain)

    def _former(self) -> Sketch:
        company = self.pencil.any_of(Kind.RENAMED)
        written = Written(company.former or company.name.own, "former_name")
        return self.pencil.sketch(company, written)

    def _unit(self) -> Sketch:
        company = self.pencil.any_of(Kind.UNIT)
        text = self.dice.choice(_UNIT).format(p=company.parent, u=company.name.own)
        sketch = self.pencil.sketch(company, Written(text, "parent"))
        parents = [one for one in self.atlas.companies if one.name.own == company.parent]
        if parents and sketch.email and not sketch.bad_contact and self.dice.chance(0.2):
            return self.pencil.at(sketch, parents[0].domain)  # the group has one mail server
        return sketch

    def _address_as_name(self) -> Sketch:
        company = self.pencil.reachable()
        text = self.dice.choice(_ADDRESS).format(company.domain)
        sketch = self.pencil.sketch(company, Written(text, "domain_as_name"), sure=True)
        return replace(sketch, domain=self.dice.choice((None, company.domain)))

    def _blank(self) -> Sketch:
        company = self.pencil.reachable()
        sketch = self.pencil.sketch(company, Written("", "blank_name"), sure=True)
        flags = (*sketch.flags, "missing_company_name")
        return replace(sketch, domain=company.domain, flags=flags)

    def _stale(self) -> Sketch:
        left = [
            (company, row)
            for company in self.atlas.of_kind(Kind.PLAIN, Kind.CONFLICT, Kind.UNIT)
            for row in self.atlas.workers(company, current=False)
            if not self.pencil.has_met(str(row["name"]))
        ]
        if not left:
            return self._noisy(self.pencil.any_of(Kind.PLAIN))
        company, row = self.dice.choice(left)
        written = slips.dressed(company, self.dice)
        return self.pencil.sketch(company, written, person=str(row["name"]))

    def _elsewhere(self) -> Sketch:
        """An office abroad: the web address says that it is the same company."""
        company = self.pencil.reachable()
        sketch = self.pencil.sketch(company, Written(company.name.own), sure=True)
        return self.pencil.abroad(replace(sketch, domain=company.domain), company)

    def _decided(self) -> Sketch:
        """One of several companies of a name; one thing in the lead says which."""
        company = self.pencil.any_of(Kind.NAMESAKE)
        bare = self.pencil.bare(company)
        others = [one for one in self.atlas.named_alike(company) if one is not company]
        clues: list[Callable[[], Sketch]] = [
            lambda: replace(bare, domain=company.domain),
            lambda: self.pencil.at(bare, company.domain),
        ]
        if all(one.country != company.country for one in others):
            clues.append(lambda: self.pencil.placed(bare, company.country))
        name = self.pencil.worker(company)
        if name is not None:
            clues.append(lambda: self.pencil.bare(company, person=name))
        return self.dice.choice(clues)()

    def _undecided(self) -> Sketch:
        """One of several companies of a name, and nothing says which."""
        company = self.pencil.any_of(Kind.NAMESAKE)
        sketch = self.pencil.bare(company)
        same = {one.country for one in self.atlas.named_alike(company)}
        return self.pencil.placed(sketch, company.country) if len(same) == 1 else sketch

    # companies that are not

    def _absent(self) -> Sketch:
        """Nobody lists the company; its person may have been seen elsewhere."""
        company = self.founder.company(latin=True)
        elsewhere = self.pencil.worker(self.pencil.any_of(Kind.PLAIN))
        known = elsewhere if self.dice.chance(0.3) else None
        written = slips.dressed(company, self.dice)
        sketch = self.pencil.sketch(company, written, person=known, sure=known is not None)
        return replace(sketch, company=None, listed=None)

    def _absent_near(self) -> Sketch:
        """One letter or one word away from a company of the world, with an address of its own."""
        model = self.pencil.reachable(latin=True)
        while " " not in model.name.own or "&" in model.name.own:
            model = self.pencil.reachable(latin=True)
        word = model.name.own.partition(" ")[2]
        if self.dice.chance(0.5):
            return self._neighbour(model, f"{self.founder.slipped(model.head.own)} {word}")
        other = self.dice.choice([w for one in self.words.industries for w in one.words])
        while other in word:
            other = self.dice.choice([w for one in self.words.industries for w in one.words])
        return self.pencil.abroad(self._neighbour(model, f"{model.head.own} {other}"), model)

    def _absent_unit(self) -> Sketch:
        """The parent is known, the unit somebody works at is not."""
        unit = self.founder.company(kind=Kind.UNIT, latin=True)
        parent = self.pencil.any_of(Kind.PLAIN)
        text = self.dice.choice(_UNIT[:2]).format(p=parent.name.own, u=unit.name.own)
        sketch = self.pencil.sketch(unit, Written(text, "parent"), sure=True)
        return replace(sketch, company=None, near=1)

    def _neighbour(self, model: Company, text: str) -> Sketch:
        stranger = replace(
            model,
            name=Name(text, text),
            domain=self.founder.book.domain(slug(text), f"{slug(text, '')}group"),
        )
        sketch = self.pencil.sketch(stranger, Written(text), sure=True)
        sketch = replace(self.pencil.stranger(sketch, stranger), domain=stranger.domain)
        return replace(sketch, company=None, listed=None, near=1)
