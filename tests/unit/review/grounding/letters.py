"""Whole drafts in the voices of people and of models: honest, or with one thing told wrong."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.unit.review.grounding import phrasing
from tests.unit.review.grounding.drafting import (
    _NEEDS,
    DATA,
    Said,
    Writer,
    first_name,
    tags,
    usable_people,
)
from tests.unit.review.grounding.world import Facts

from leadwright.leads.findings import FindingId
from leadwright.review.draft import Claim, Draft

_HEAD = re.compile(r"^= (email|linkedin|call)(?:: (.*))?$")
_CITED = re.compile(r"^\[([\w ]+)\] ")
_NEXT = re.compile(r"(?<=[.!?]) (?=[A-Z{])")
_TAG = re.compile(r"\{(\w+)\}")
_HARD = {"n", "year", "total", "amount", "round", "a_round", "when", "date"}  # always a fact


@dataclass(frozen=True)
class Letter:
    """A draft with gaps for the facts, its lines as written."""

    kind: str
    subject: str
    lines: tuple[str, ...]

    @property
    def tags(self) -> set[str]:
        """Every gap of the letter."""
        return tags("\n".join((self.subject, *self.lines)))


def letters(name: str) -> list[Letter]:
    """The letters of a file: a line that begins with = opens one."""
    found: list[tuple[str, str, list[str]]] = []
    for line in (DATA / "outreach" / name).read_text(encoding="utf-8").splitlines():
        if head := _HEAD.match(line):
            found.append((head[1], head[2] or "", []))
        else:
            found[-1][2].append(line)
    return [Letter(kind, subject, tuple(lines)) for kind, subject, lines in found]


def fits(letter: Letter, facts: Facts) -> bool:
    """Whether the company has what the letter tells."""
    writer = Writer(facts, {"one": [_known("\n".join((letter.subject, *letter.lines)))]}, RNG)
    return bool(writer.usable("one")) and ("headline" not in letter.tags or bool(facts.news))


RNG = random.Random(0)  # noqa: S311


def _known(text: str) -> str:
    return (
        text.replace("{a_round}", "{round}")
        .replace("{title2}", "{person2}")
        .replace("{title}", "{person}")
    )


class Post:
    """Writes letters about one company."""

    def __init__(self, facts: Facts, rng: random.Random) -> None:
        self.facts = facts
        self.rng = rng
        self.writer = Writer(facts, {}, rng)

    def write(self, letter: Letter, shown: Facts | None = None, **told: str) -> Draft:
        """The letter filled in; `shown` or `told` is what is said instead of the truth."""
        values, cited = self._values(shown or self.facts)
        values |= told
        claims: list[Said] = []

        def fill(line: str) -> str:
            own = _CITED.match(line)
            extra = own[1].split() if own else []
            parts = []
            for part in _NEXT.split(line[own.end() :] if own else line):
                text = _TAG.sub(lambda m: values[m[1]], part)
                ids = self._ids(part, extra, cited)
                if ids:
                    claims.append(Said(text, ids))
                parts.append(text)
            return " ".join(parts)

        subject, body = fill(letter.subject), "\n".join(fill(line) for line in letter.lines).strip()
        return Draft(
            subject=subject,
            body=body if letter.kind == "email" else "",
            linkedin_message=body if letter.kind == "linkedin" else "",
            call_script=body if letter.kind == "call" else "",
            claims=tuple(
                Claim(text=c.text, finding_ids=tuple(FindingId(i) for i in c.ids)) for c in claims
            ),
        )

    def _ids(self, part: str, extra: list[str], cited: dict[str, str]) -> tuple[str, ...]:
        ids: dict[str, None] = {}
        for tag in _TAG.findall(part):
            if tag in _NEEDS:
                ids[_NEEDS[tag]] = None
            elif tag in ("when", "date", "when_cap", "a_round"):
                ids["last_round"] = None
            elif tag in cited:
                ids[cited[tag]] = None
        ids |= dict.fromkeys(cited["headline"] if name == "news" else name for name in extra)
        return tuple(ids)

    def _values(self, facts: Facts) -> tuple[dict[str, str], dict[str, str]]:
        name = self.writer.company()
        values = {
            "company": name,
            "company_s": name + "'s",
            "lead": self.facts.lead,
            "lead_first": first_name(self.facts.lead),
            "lead_title": self.facts.lead_title or "manager",
            "year": str(facts.year),
            "n": phrasing.count(self.rng, facts.employees or 0),
            "total": phrasing.money(self.rng, facts.total or Decimal(0)),
        }
        cited: dict[str, str] = {}
        if facts.round:
            values |= self.writer._round_values(facts.round)
            article = "an" if values["round"][0].lower() in "aeiou" else "a"
            values["a_round"] = f"{article} {values['round']}"
        if facts.industry in phrasing.INDUSTRIES:
            values |= self.writer._industry_values(facts.industry)
        values["country"] = phrasing.COUNTRIES.get(facts.country or "", "")
        values["country_cap"] = values["country"][:1].upper() + values["country"][1:]
        mine, told = usable_people(self.facts), usable_people(facts)
        picked = self.rng.sample(range(len(told)), min(2, len(told)))
        for suffix, index in zip(("", "2"), picked, strict=False):
            _, person, title = told[index]
            values |= {f"person{suffix}": person, f"title{suffix}": title}
            number = mine[min(index, len(mine) - 1)][0] if mine else 1
            cited |= dict.fromkeys(
                (f"person{suffix}", f"title{suffix}", *(["first"] if not suffix else [])),
                f"decision_maker:{number}",
            )
        values["first"] = first_name(values.get("person", ""))
        if facts.news and self.facts.news:
            number = self.rng.randrange(len(facts.news))
            values["headline"] = facts.news[number][1].strip().rstrip(".")
            cited["headline"] = f"news:{min(number, len(self.facts.news) - 1) + 1}"
        return values, cited


def wrongs(
    facts: Facts, other: Facts, letter: Letter, rng: random.Random
) -> Iterator[tuple[str, Draft]]:
    """The letter with one thing told wrong, by kind of error."""
    post = Post(facts, rng)
    for kind, tags_needed, shown in _changes(facts, other, rng):
        if letter.tags & tags_needed and fits(letter, shown):
            yield kind, post.write(letter, shown)
    if facts.round and facts.round.amount_usd and "amount" in letter.tags:
        mark = rng.choice(["€", "£", "CA$", "¥"])
        amount = phrasing.money(rng, facts.round.amount_usd, mark)
        yield "currency", post.write(letter, amount=amount)
    draft = post.write(letter)
    if letter.tags & _HARD:
        yield "uncited", replace(draft, claims=())
    if draft.claims:
        fake = (FindingId("news:77"),)
        yield (
            "no such finding",
            replace(
                draft, claims=tuple(replace(claim, finding_ids=fake) for claim in draft.claims)
            ),
        )


def _changes(
    facts: Facts, other: Facts, rng: random.Random
) -> Iterator[tuple[str, set[str], Facts]]:
    """Facts with one value changed, and the gaps that tell it."""
    last = facts.round
    if facts.year:
        step = rng.choice([-7, -2, -1, 1, 2, 5])
        yield "year", {"year"}, replace(facts, year=facts.year + step)
    if facts.employees:
        more = max(int(facts.employees * rng.choice([1.1, 1.5, 2, 10])), facts.employees + 1)
        yield "heads", {"n"}, replace(facts, employees=more)
    if facts.total:
        yield "total", {"total"}, replace(facts, total=facts.total * 2)
    if last and last.amount_usd:
        larger = replace(last, amount_usd=last.amount_usd * rng.choice([2, 3, 10]))
        yield "amount", {"amount"}, replace(facts, round=larger)
    if last and last.type not in (None, "other"):
        near = {"series-c", "series-c+"}
        kinds = [k for k in ("series-a", "series-b", "series-d", "seed", "debt") if k != last.type]
        kind = rng.choice(kinds) if last.type not in near else "series-a"
        yield "round", {"round", "a_round"}, replace(facts, round=replace(last, type=kind))
    if last:
        year = int(last.date[:4]) + rng.choice([-3, -1, 1, 2])
        dated = replace(last, date=f"{year}{last.date[4:]}")
        yield "round date", {"when", "date"}, replace(facts, round=dated)
    yield from _swaps(facts, other, rng)


def _swaps(facts: Facts, other: Facts, rng: random.Random) -> Iterator[tuple[str, set[str], Facts]]:
    """Facts with one value of nobody's or of another company's."""
    if usable_people(facts):
        invented = f"{rng.choice(['Greta', 'Omar', 'Paula'])} {rng.choice(['Tavish', 'Njoku'])}"
        people = tuple((f"{invented}{n or ''}", title) for n, (_, title) in enumerate(facts.people))
        yield "person", {"person"}, replace(facts, people=people)
    if facts.news and other.news and other.news != facts.news:
        mine = {headline for _, headline in facts.news}
        news = tuple(item for item in other.news if item[1] not in mine)
        yield "news", {"headline"}, replace(facts, news=news)
    if facts.country in phrasing.COUNTRIES:
        country = rng.choice([c for c in ("NO", "BR", "SG", "IT") if c != facts.country])
        yield "country", {"country"}, replace(facts, country=country)
    if facts.industry in phrasing.INDUSTRIES:
        named = ("semiconductor", "cleantech", "education", "travel_transport")
        industry = rng.choice([i for i in named if i != facts.industry])
        yield "industry", {"industry", "a_industry"}, replace(facts, industry=industry)
