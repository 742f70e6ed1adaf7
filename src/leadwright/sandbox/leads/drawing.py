"""Drawing leads: each bucket sets another task to whoever reads the lead."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from leadwright.sandbox.atlas import Atlas
from leadwright.sandbox.companies.company import Company, Kind
from leadwright.sandbox.companies.founding import Founder
from leadwright.sandbox.dice import Dice
from leadwright.sandbox.leads import slips
from leadwright.sandbox.leads.amounts import deal
from leadwright.sandbox.leads.contacts import Contacts
from leadwright.sandbox.leads.sketch import Sketch
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
    contacts: Contacts
    _met: set[str] = field(default_factory=set)  # nobody comes twice, but for the twins

    def draw(self, number: int) -> Iterator[Sketch]:
        """So many leads in mixed order."""
        buckets = [
            name for name, share in SHARES.items() for _ in range(round(number * share / 100))
        ]
        buckets += ["core"] * (number - len(buckets))
        self.dice.shuffle(buckets)
        tasks: dict[str, Callable[[], Sketch]] = {
            "core": lambda: self._noisy(self._any(Kind.PLAIN, Kind.PLAIN, Kind.RENAMED)),
            "conflict": lambda: self._noisy(self._any(Kind.CONFLICT)),
            "no_data": lambda: self._noisy(self._any(Kind.SPARSE)),
            "near_present": lambda: self._dressed(self._any(Kind.NEAR)),
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
            yield replace(tasks[bucket](), bucket=bucket)

    # companies that are in the world

    def _noisy(self, company: Company) -> Sketch:
        if self.dice.chance(0.35):
            written = slips.mistaken(company, self.dice)
            return self._sketch(company, written, sure=written.noise in slips.MISTAKES)
        return self._dressed(company)

    def _dressed(self, company: Company) -> Sketch:
        if self.dice.chance(0.3):
            return self._sketch(company, Written(company.name.own))
        return self._sketch(company, slips.dressed(company, self.dice))

    def _former(self) -> Sketch:
        company = self._any(Kind.RENAMED)
        return self._sketch(company, Written(company.former or company.name.own, "former_name"))

    def _unit(self) -> Sketch:
        company = self._any(Kind.UNIT)
        text = self.dice.choice(_UNIT).format(p=company.parent, u=company.name.own)
        return self._sketch(company, Written(text, "parent"))

    def _address_as_name(self) -> Sketch:
        company = self._reachable()
        text = self.dice.choice(_ADDRESS).format(company.domain)
        sketch = self._sketch(company, Written(text, "domain_as_name"), sure=True)
        return replace(sketch, domain=self.dice.choice((None, company.domain)))

    def _blank(self) -> Sketch:
        company = self._reachable()
        sketch = self._sketch(company, Written("", "blank_name"), sure=True)
        flags = (*sketch.flags, "missing_company_name")
        return replace(sketch, domain=company.domain, flags=flags)

    def _stale(self) -> Sketch:
        left = [
            (company, row)
            for company in self.atlas.of_kind(Kind.PLAIN, Kind.CONFLICT, Kind.UNIT)
            for row in self.atlas.workers(company, current=False)
            if row["name"] not in self._met
        ]
        if not left:
            return self._noisy(self._any(Kind.PLAIN))
        company, row = self.dice.choice(left)
        return self._sketch(company, slips.dressed(company, self.dice), person=str(row["name"]))

    def _elsewhere(self) -> Sketch:
        """An office abroad: the web address says that it is the same company."""
        company = self._reachable()
        sketch = self._sketch(company, Written(company.name.own), sure=True)
        return self._abroad(replace(sketch, domain=company.domain), company)

    def _decided(self) -> Sketch:
        """One of several companies of a name; one thing in the lead says which."""
        company = self._any(Kind.NAMESAKE)
        bare = self._bare(company)
        others = [one for one in self.atlas.named_alike(company) if one is not company]
        clues: list[Callable[[], Sketch]] = [
            lambda: replace(bare, domain=company.domain),
            lambda: self._at(bare, company.domain),
        ]
        if all(one.country != company.country for one in others):
            clues.append(lambda: self._in(bare, company.country))
        name = self._worker(company)
        if name is not None:
            clues.append(lambda: self._bare(company, person=name))
        return self.dice.choice(clues)()

    def _undecided(self) -> Sketch:
        """One of several companies of a name, and nothing says which."""
        company = self._any(Kind.NAMESAKE)
        sketch = self._bare(company)
        same = {one.country for one in self.atlas.named_alike(company)}
        return self._in(sketch, company.country) if len(same) == 1 else sketch

    def _bare(self, company: Company, person: str | None = None) -> Sketch:
        """The name, and a person who may be anywhere."""
        text = self.dice.choice((company.name.own, company.name.own, company.name.own.upper()))
        sketch = self._sketch(
            company, Written(text, "none" if text == company.name.own else "case"), person=person
        )
        if person is None:
            sketch = self._stranger(sketch, company)
        sketch = replace(sketch, domain=None, country=None, country_code=None, phone=None)
        host = self.dice.choice(
            (self.contacts.open_host(), f"{slug(company.name.latin, '')}.example")
        )
        return self._at(sketch, host)

    # companies that are not

    def _absent(self) -> Sketch:
        return self._noisy_stranger(self.founder.company(latin=True))

    def _absent_near(self) -> Sketch:
        """One letter or one word away from a company of the world, with an address of its own."""
        model = self._reachable(latin=True)
        while " " not in model.name.own or "&" in model.name.own:
            model = self._reachable(latin=True)
        word = model.name.own.partition(" ")[2]
        if self.dice.chance(0.5):
            return self._neighbour(model, f"{self.founder.slipped(model.head.own)} {word}")
        other = self.dice.choice([w for one in self.words.industries for w in one.words])
        while other in word:
            other = self.dice.choice([w for one in self.words.industries for w in one.words])
        return self._abroad(self._neighbour(model, f"{model.head.own} {other}"), model)

    def _absent_unit(self) -> Sketch:
        """The parent is known, the unit somebody works at is not."""
        unit = self.founder.company(kind=Kind.UNIT, latin=True)
        parent = self._any(Kind.PLAIN)
        text = self.dice.choice(_UNIT[:2]).format(p=parent.name.own, u=unit.name.own)
        sketch = self._sketch(unit, Written(text, "parent"), sure=True)
        return replace(sketch, company=None, near=1)

    def _neighbour(self, model: Company, text: str) -> Sketch:
        stranger = replace(
            model,
            name=Name(text, text),
            domain=self.founder.book.domain(slug(text), f"{slug(text, '')}group"),
        )
        sketch = self._sketch(stranger, Written(text), sure=True)
        sketch = replace(self._stranger(sketch, stranger), domain=stranger.domain)
        return replace(sketch, company=None, listed=None, near=1)

    def _noisy_stranger(self, company: Company) -> Sketch:
        sketch = self._sketch(company, slips.dressed(company, self.dice))
        return replace(sketch, company=None)

    # what all leads have

    def _sketch(
        self, company: Company, written: Written, *, person: str | None = None, sure: bool = False
    ) -> Sketch:
        """A lead of a company; `sure` where its address must say which company it is."""
        in_world = company.key in self.atlas.records
        if person is None and in_world and self.dice.chance(0.6):
            person = self._worker(company)
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
        return own if own and self.dice.chance(0.75) else by_name

    def _title(self, company: Company, known_as: str, *, in_world: bool) -> str | None:
        listed = self.atlas.people(company) if in_world else []
        own = [str(row["title"]) for row in listed if row["name"] == known_as]
        if self.dice.chance(0.04):
            return None
        ranks = self.words.people.titles
        return own[0] if own else self.dice.choice(self.dice.choice(ranks))

    def _stranger(self, sketch: Sketch, company: Company) -> Sketch:
        known_as = self._invented(company)
        host = sketch.email.rpartition("@")[2] if sketch.email else company.domain
        return replace(
            sketch,
            known_as=known_as,
            name=self.contacts.name(known_as),
            listed=None,
            email=self.contacts.address(known_as, host),
        )

    def _at(self, sketch: Sketch, host: str) -> Sketch:
        flags = tuple(one for one in sketch.flags if not one.endswith("_email"))
        email = self.contacts.address(sketch.known_as, host)
        return replace(sketch, email=email, flags=flags)

    def _in(self, sketch: Sketch, code: str) -> Sketch:
        return replace(sketch, country=self.contacts.country(code), country_code=code)

    def _abroad(self, sketch: Sketch, company: Company) -> Sketch:
        codes = [one.code for one in self.words.countries if one.code != company.country]
        return self._in(replace(sketch, phone=None), self.dice.choice(codes))

    def _worker(self, company: Company) -> str | None:
        """Somebody who works there and has not come yet."""
        names = [str(row["name"]) for row in self.atlas.workers(company, current=True)]
        fresh = [name for name in names if name not in self._met]
        return self.dice.choice(fresh) if fresh else None

    def _invented(self, company: Company) -> str:
        return self.founder.book.person(self.words.tongue(company.country)).latin

    def _currency(self, company: Company) -> str:
        own = self.words.country(company.country).currency
        return self.dice.choice(("USD", "USD", own))

    def _any(self, *kinds: Kind) -> Company:
        return self.dice.choice(self.atlas.of_kind(self.dice.choice(kinds)))

    def _reachable(self, *, latin: bool = False) -> Company:
        """A plain company whose web address is known."""
        plain: Sequence[Company] = self.atlas.of_kind(Kind.PLAIN)
        known = [one for one in plain if self.atlas.knows_domain(one)]
        return self.dice.choice([one for one in known if one.is_latin or not latin])
