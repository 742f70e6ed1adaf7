"""Founding the companies of a world: plain ones, and those that set traps."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from leadwright.sandbox.companies.company import Company, Kind, Quarrel
from leadwright.sandbox.companies.lives import Lives
from leadwright.sandbox.dice import Dice
from leadwright.sandbox.names import Name, NameBook, slug
from leadwright.sandbox.vocabulary import Country, Vocabulary

# How many of a hundred companies are of a kind; the rest is plain.
SHARES = {
    Kind.CONFLICT: 10,
    Kind.NAMESAKE: 16,
    Kind.NEAR: 10,
    Kind.SPARSE: 7,
    Kind.RENAMED: 7,
    Kind.UNIT: 7,
}
_VOWELS, _CONSONANTS = "aeiou", "bdfgklmnprstvz"


@dataclass(slots=True)
class Founder:
    """Founds companies, one after the other."""

    dice: Dice
    words: Vocabulary
    book: NameBook
    lives: Lives
    _count: int = field(default=0)

    def found(self, number: int) -> list[Company]:
        """About so many companies, some of every kind."""
        companies = list(self._several(number - sum(_part(kind, number) for kind in SHARES)))
        for kind in (Kind.CONFLICT, Kind.SPARSE, Kind.RENAMED, Kind.UNIT):
            companies += [self._special(kind, companies) for _ in range(_part(kind, number))]
        for _ in range(_part(Kind.NAMESAKE, number) // 2):
            companies += self._namesakes()
        for turn in range(_part(Kind.NEAR, number) // 2):
            companies += self._near(by_letter=turn % 2 == 0)
        return companies

    def _several(self, number: int) -> Iterator[Company]:
        return (self.company() for _ in range(number))

    def company(
        self, *, kind: Kind = Kind.PLAIN, latin: bool = False, abroad_from: str = ""
    ) -> Company:
        """A company with a head of its own."""
        country = self._country(latin=latin, abroad_from=abroad_from)
        tongue = self.words.tongue(country.code)
        head = self.book.head(tongue)
        industry = self.dice.choice(self.words.industries)
        name = self._name(head, industry.words) if tongue.script == "Latin" else head
        company = Company(
            key=self._key(),
            kind=kind,
            name=name,
            head=head,
            forms=self.dice.choice(country.forms),
            domain=self.book.domain(*self._stems(name, head)),
            country=country.code,
            region=self.dice.choice(country.regions),
            town=self.book.town(tongue),
            industry=industry.code,
            goods=self.dice.choice(industry.goods),
            founded=self.dice.randint(1955, 2022),
            employees=round(2 ** self.dice.uniform(1, 12)),
        )
        return self.lives.live(company)

    def _special(self, kind: Kind, others: list[Company]) -> Company:
        company = self.company(kind=kind, latin=kind in {Kind.RENAMED, Kind.UNIT})
        if kind is Kind.CONFLICT:
            return self.lives.quarrel(company, self.dice.choice(list(Quarrel)))
        if kind is Kind.RENAMED:
            old = self.book.head(self.words.tongue(company.country)).own
            return replace(company, former=f"{old}{company.name.own[len(company.head.own) :]}")
        if kind is Kind.UNIT:
            return replace(company, parent=self._parent(others).name.own)
        return company

    def _parent(self, others: list[Company]) -> Company:
        plain = [one for one in others if one.is_latin and one.kind is Kind.PLAIN]
        return self.dice.choice(plain) if plain else self.company(latin=True)

    def _namesakes(self) -> list[Company]:
        """Companies of one name, in other industries and other regions."""
        first = self.company(kind=Kind.NAMESAKE, latin=True)
        group = [self._with_domain(first, f"{slug(first.name.latin)}-{first.country.lower()}")]
        for style in ("{}online", "go{}")[: self.dice.choice((1, 1, 2))]:
            twin = self._elsewhere(first, [one.region for one in group])
            twin = replace(twin, name=first.name, head=first.head)
            group.append(self._with_domain(twin, style.format(slug(first.name.latin, ""))))
        return group

    def _elsewhere(self, first: Company, taken: list[str]) -> Company:
        while True:
            other = self.company(kind=Kind.NAMESAKE, latin=True)
            at_home = self.words.country(first.country)
            if self.dice.chance(0.25):
                other = replace(other, country=at_home.code, forms=self.dice.choice(at_home.forms))
                other = replace(other, region=self.dice.choice(at_home.regions))
            if other.region not in taken and other.industry != first.industry:
                return other

    def _near(self, *, by_letter: bool) -> list[Company]:
        """Two companies whose names are one letter or one word apart, in other countries."""
        first = self.company(kind=Kind.NEAR, latin=True)
        while " " not in first.name.own or "&" in first.name.own:
            first = self.company(kind=Kind.NEAR, latin=True)
        second = self.company(kind=Kind.NEAR, latin=True, abroad_from=first.country)
        word = first.name.own.partition(" ")[2]
        head = Name(*[self.slipped(first.head.own)] * 2) if by_letter else first.head
        if not by_letter:
            word = self.dice.choice(
                [w for one in self.words.industries for w in one.words if w not in word]
            )
        name = Name(*[f"{head.own} {word}"] * 2)
        second = replace(second, name=name, head=head)
        return [self._with_domain(one, slug(one.name.latin)) for one in (first, second)]

    def slipped(self, head: str) -> str:
        """Another letter somewhere within; still a word that can be said."""
        places = [n for n, c in enumerate(head) if n > 1 and c in _VOWELS + _CONSONANTS]
        place = self.dice.choice(places)
        kin = _VOWELS if head[place] in _VOWELS else _CONSONANTS
        letter = self.dice.choice(kin.replace(head[place], ""))
        return head[:place] + letter + head[place + 1 :]

    def _with_domain(self, company: Company, stem: str) -> Company:
        return replace(company, domain=self.book.domain(stem))

    def _country(self, *, latin: bool, abroad_from: str) -> Country:
        open_ = [
            one
            for one in self.words.countries
            if one.code != abroad_from
            and (not latin or self.words.tongue(one.code).script == "Latin")
        ]
        return self.dice.choices(open_, [one.weight for one in open_])[0]

    def _name(self, head: Name, industry_words: tuple[str, ...]) -> Name:
        word = self.dice.choice(industry_words)
        family = self.dice.choice(("Daughters", "Sons", "Partners", word))
        quarter = self.dice.choice(("West", "North", "Baltic", "Alpine"))
        tails = (f" {word}", "", f" & {family}", f" {quarter} {word}")
        tail = self.dice.choices(tails, (62, 20, 10, 8))[0]
        return Name(head.own + tail, head.latin + tail)

    def _stems(self, name: Name, head: Name) -> list[str]:
        full, joined, short = slug(name.latin), slug(name.latin, ""), slug(head.latin, "")
        styles = (
            [full],
            [joined, full],
            [short, full],
            [f"get{short}", full],
            [f"{short}hq", full],
        )
        return self.dice.choices(styles, (5, 4, 3, 1, 1))[0]

    def _key(self) -> str:
        self._count += 1
        return f"K{self._count:05d}"


def _part(kind: Kind, number: int) -> int:
    return max(2, number * SHARES[kind] // 100)
