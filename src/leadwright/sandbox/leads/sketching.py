"""What all leads have: a person, an address, a deal; and clues put in or taken out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from leadwright.sandbox.atlas import Atlas
from leadwright.sandbox.companies.company import Company, Kind
from leadwright.sandbox.dice import Dice
from leadwright.sandbox.leads.amounts import deal
from leadwright.sandbox.leads.contacts import Contacts
from leadwright.sandbox.leads.sketch import Sketch
from leadwright.sandbox.leads.slips import Written
from leadwright.sandbox.names import NameBook, slug
from leadwright.sandbox.vocabulary import Vocabulary


@dataclass(slots=True)
class Pencil:
    """Sketches leads; nobody comes twice."""

    dice: Dice
    words: Vocabulary
    atlas: Atlas
    book: NameBook
    contacts: Contacts
    _met: set[str] = field(default_factory=set)

    def bare(self, company: Company, person: str | None = None) -> Sketch:
        """The name, and a person who may be anywhere."""
        text = self.dice.choice((company.name.own, company.name.own, company.name.own.upper()))
        sketch = self.sketch(
            company, Written(text, "none" if text == company.name.own else "case"), person=person
        )
        if person is None:
            sketch = self.stranger(sketch, company)
        sketch = replace(sketch, domain=None, country=None, country_code=None, phone=None)
        host = self.dice.choice(
            (self.contacts.open_host(), f"{slug(company.name.latin, '')}.example")
        )
        return self.at(sketch, host)

    def sketch(
        self, company: Company, written: Written, *, person: str | None = None, sure: bool = False
    ) -> Sketch:
        """A lead of a company; `sure` where its address must say which company it is."""
        in_world = company.key in self.atlas.records
        if person is None and in_world and self.dice.chance(0.6):
            person = self.worker(company)
        known_as = person or self._invented(company)
        self._met.add(known_as)
        deal_ = deal(self.dice, self._currency(company))
        country = company.country if self.dice.chance(0.7) else None
        sketch = Sketch(
            bucket="core",
            company=company,
            written=written,
            known_as=known_as,
            name=self.contacts.name(known_as),
            title=self._title(company, known_as, in_world=in_world),
            email=None,
            phone=self.contacts.phone(country),
            domain=company.domain if self.dice.chance(0.45) else None,
            country=self.contacts.country(country) if country else None,
            country_code=country,
            deal=deal_,
            source=self.dice.choice(self.words.leads.sources),
            listed=person,
            flags=("deal_value_text",) if deal_.is_text else (),
        )
        return self._with_address(sketch, company, sure=sure)

    def _with_address(self, sketch: Sketch, company: Company, *, sure: bool) -> Sketch:
        host = self._host(company, sure=sure)
        if not sure and self.dice.chance(0.06):
            email = self.contacts.broken(sketch.known_as, host)
            flag = "malformed_email" if email else "missing_email"
            return replace(sketch, email=email, flags=(*sketch.flags, flag))
        return replace(sketch, email=self.contacts.address(sketch.known_as, host))

    def _host(self, company: Company, *, sure: bool) -> str:
        """Where its people get mail: its web address, its plain name, or anywhere."""
        in_world = company.key in self.atlas.records
        own = company.domain if not in_world or self.atlas.knows_domain(company) else None
        by_name = f"{slug(company.name.latin)}.example"
        if not sure and self.dice.chance(0.1):
            return self.contacts.open_host()
        if own and self.dice.chance(0.06):
            return f"{self.dice.choice(('mail', 'eu', 'group'))}.{own}"
        return own if own and self.dice.chance(0.75) else by_name

    def _title(self, company: Company, known_as: str, *, in_world: bool) -> str | None:
        listed = self.atlas.people(company) if in_world else []
        own = [str(row["title"]) for row in listed if row["name"] == known_as]
        if self.dice.chance(0.04):
            return None
        ranks = self.words.people.titles
        return own[0] if own else self.dice.choice(self.dice.choice(ranks))

    def stranger(self, sketch: Sketch, company: Company) -> Sketch:
        """The lead with a person nobody lists."""
        known_as = self._invented(company)
        host = sketch.email.rpartition("@")[2] if sketch.email else company.domain
        return replace(
            sketch,
            known_as=known_as,
            name=self.contacts.name(known_as),
            listed=None,
            email=self.contacts.address(known_as, host),
        )

    def at(self, sketch: Sketch, host: str) -> Sketch:
        """The lead with a good address at a host."""
        flags = tuple(one for one in sketch.flags if not one.endswith("_email"))
        email = self.contacts.address(sketch.known_as, host)
        return replace(sketch, email=email, flags=flags)

    def placed(self, sketch: Sketch, code: str) -> Sketch:
        """The lead in a country."""
        return replace(sketch, country=self.contacts.country(code), country_code=code)

    def abroad(self, sketch: Sketch, company: Company) -> Sketch:
        """The lead in a country where the company is not."""
        codes = [one.code for one in self.words.countries if one.code != company.country]
        return self.placed(replace(sketch, phone=None), self.dice.choice(codes))

    def has_met(self, name: str) -> bool:
        """Whether somebody of that name came already."""
        return name in self._met

    def worker(self, company: Company) -> str | None:
        """Somebody who works there and has not come yet."""
        names = [str(row["name"]) for row in self.atlas.workers(company, current=True)]
        fresh = [name for name in names if name not in self._met]
        return self.dice.choice(fresh) if fresh else None

    def _invented(self, company: Company) -> str:
        return self.book.person(self.words.tongue(company.country)).latin

    def _currency(self, company: Company) -> str:
        own = self.words.country(company.country).currency
        return self.dice.choice(("USD", "USD", own))

    def any_of(self, *kinds: Kind) -> Company:
        """Some company of one of these kinds."""
        return self.dice.choice(self.atlas.of_kind(self.dice.choice(kinds)))

    def reachable(self, *, latin: bool = False) -> Company:
        """A plain company whose web address is known."""
        plain: Sequence[Company] = self.atlas.of_kind(Kind.PLAIN)
        known = [one for one in plain if self.atlas.knows_domain(one)]
        return self.dice.choice([one for one in known if one.is_latin or not latin])
