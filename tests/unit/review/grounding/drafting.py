"""A seeded writer of honest drafts, and of drafts with exactly one planted error."""

import random
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from tests.unit.review.grounding import phrasing
from tests.unit.review.grounding.world import Facts

from leadwright.leads.findings import FindingId, RoundValue
from leadwright.review.draft import Claim, Draft

DATA = Path(__file__).parent / "data"
_TAG = re.compile(r"\{(\w+)\}")
_ACQUIRED = re.compile(r"^(?P<target>.{2,40}) acquired by (?P<buyer>[^,]{2,40}?)(?: for .*)?$")
_NEEDS = {
    "year": "founded_year",
    "n": "employees",
    "total": "total_funding_usd",
    "amount": "last_round",
    "round": "last_round",
    "industry": "industry",
    "a_industry": "industry",
    "industry_cap": "industry",
    "country": "country",
    "country_cap": "country",
}


@dataclass(frozen=True)
class Said:
    """A sentence and the findings it rests on."""

    text: str
    ids: tuple[str, ...] = ()


def load(name: str) -> dict[str, list[str]]:
    """A set of templates by kind."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def tags(template: str) -> set[str]:
    """The placeholders of a template."""
    return set(_TAG.findall(template))


class Writer:
    """Writes about one company with one set of templates."""

    def __init__(self, facts: Facts, templates: dict[str, list[str]], rng: random.Random) -> None:
        self.facts = facts
        self.templates = templates
        self.rng = rng

    def usable(self, kind: str) -> list[str]:
        """The templates of a kind whose values are known."""
        return [t for t in self.templates.get(kind, ()) if self._has(t)]

    def _has(self, template: str) -> bool:  # noqa: PLR0911
        facts, wanted = self.facts, tags(template)
        known = facts.values()
        if any(_NEEDS[tag] not in known for tag in wanted & _NEEDS.keys()):
            return False
        if wanted & {"when", "when_cap", "date"} and not facts.round:
            return False
        if "amount" in wanted and not (facts.round and facts.round.amount_usd):
            return False
        if "round" in wanted and not (facts.round and facts.round.type not in (None, "other")):
            return False
        if (
            wanted & {"industry", "a_industry", "industry_cap"}
            and facts.industry not in phrasing.INDUSTRIES
        ):
            return False
        if wanted & {"country", "country_cap"} and facts.country not in phrasing.COUNTRIES:
            return False
        people = len(usable_people(facts))
        return people >= (2 if "person2" in wanted else 1 if wanted & {"person", "first"} else 0)

    def say(self, kind: str, shown: Facts | None = None) -> Said | None:
        """A sentence of a kind; `shown` replaces what is told, never what is cited."""
        options = self.usable(kind)
        return self.fill(self.rng.choice(options), shown) if options else None

    def fill(self, template: str, shown: Facts | None = None) -> Said:  # noqa: C901
        """A template with its values, and the findings cited."""
        facts, rng = shown or self.facts, self.rng
        wanted = tags(template)
        ids = dict.fromkeys(_NEEDS[tag] for tag in _TAG.findall(template) if tag in _NEEDS)
        values = {"company": self.company(), "company_s": self.company() + "'s"}
        values |= {
            "lead": self.facts.lead,
            "lead_first": first_name(self.facts.lead),
            "lead_title": self.facts.lead_title or "manager",
        }
        if facts.year:
            values["year"] = str(facts.year)
        if facts.employees is not None:
            values["n"] = phrasing.count(rng, facts.employees)
            if template.startswith("{n}"):
                values["n"] = str(facts.employees)
        if facts.total is not None:
            values["total"] = phrasing.money(rng, facts.total)
        if facts.round:
            values |= self._round_values(facts.round)
            if wanted & {"when", "when_cap", "date"}:
                ids["last_round"] = None
        if facts.industry in phrasing.INDUSTRIES:
            values |= self._industry_values(facts.industry)
        values["country"] = phrasing.COUNTRIES.get(facts.country or "", "")
        values["country_cap"] = values["country"][:1].upper() + values["country"][1:]
        if wanted & {"person", "first", "person2"}:
            more, cited = self._people_values(facts, two="person2" in wanted)
            values |= more
            ids |= dict.fromkeys(cited)
        text = _TAG.sub(lambda match: values[match.group(1)], template)
        return Said(text, tuple(ids))

    def company(self) -> str:
        """One of the ways the company is called."""
        return self.rng.choice(spoken_names(self.facts))

    def _round_values(self, last: RoundValue) -> dict[str, str]:
        date, when = phrasing.day(self.rng, last.date)
        amount = phrasing.money(self.rng, last.amount_usd) if last.amount_usd else ""
        return {
            "date": date,
            "when": when,
            "when_cap": when[0].upper() + when[1:],
            "amount": amount,
            "round": phrasing.round_name(self.rng, last.type),
        }

    def _industry_values(self, industry: str) -> dict[str, str]:
        word = self.rng.choice(phrasing.INDUSTRIES[industry])
        article = "an" if word[0].lower() in "aeio" else "a"
        capital = word[0].upper() + word[1:]
        return {"industry": word, "a_industry": f"{article} {word}", "industry_cap": capital}

    def _people_values(self, facts: Facts, *, two: bool) -> tuple[dict[str, str], list[str]]:
        listed = usable_people(facts)
        chosen = self.rng.sample(listed, 2 if two else 1)
        values: dict[str, str] = {}
        ids = []
        for suffix, (number, name, title) in zip(("", "2"), chosen, strict=False):
            values |= {f"person{suffix}": name, f"title{suffix}": title}
            ids.append(f"decision_maker:{number}")
        values["first"] = first_name(values["person"])
        return values, ids

    def news(self, shown: Facts | None = None) -> Said | None:
        """A sentence about a headline: quoted, or told in other words."""
        source = shown or self.facts
        if not self.facts.news or not source.news:
            return None
        number = self.rng.randrange(len(source.news))
        cited = (f"news:{min(number + 1, len(self.facts.news))}",)
        day, headline = source.news[number]
        date, when = phrasing.day(self.rng, day)
        match = _ACQUIRED.match(headline)
        if match and self.rng.random() < 0.6:
            template = self.rng.choice(self.templates["acquired_by"])
            values = {"target": match["target"], "buyer": match["buyer"]}
            values["buyer_s"] = values["buyer"] + "'s"
        else:
            options = [
                t for t in self.templates["news_quoted"] if "'{" not in t or "'" not in headline
            ]
            template = self.rng.choice(options)
            values = {"headline": headline.strip().rstrip(".")}
        values |= {"date": date, "when": when, "company": self.company()}
        return Said(_TAG.sub(lambda m: values[m.group(1)], template), cited)

    def chatter(self) -> Said:
        """A sentence that needs no finding."""
        return Said(self.rng.choice(self.templates["chatter"]))

    def draft(self, facts_said: list[Said], extra: Said | None = None) -> Draft:
        """A whole draft around some sentences."""
        rng = self.rng
        said = list(facts_said)
        rest = [self.chatter() for _ in range(rng.randint(2, 4))]
        if extra:
            rest.insert(rng.randrange(len(rest) + 1), extra)
        if rng.random() < 0.3 and said:
            said, rest = [*said, *rest], []
            rng.shuffle(said)
        greeting = self.fill(rng.choice(self.templates["greetings"])).text
        paragraphs = [" ".join(s.text for s in part) for part in (said, rest) if part]
        if rng.random() < 0.2:
            paragraphs = ["\n".join(re.findall(r".{1,70}(?:\s|$)", p)).strip() for p in paragraphs]
        body = "\n\n".join([greeting, *paragraphs, rng.choice(self.templates["closings"])])
        subject = self.fill(rng.choice(self.templates["subjects"])).text
        claims = [self._claim(s) for s in (*facts_said, *([extra] if extra else [])) if s.ids]
        linkedin = script = ""
        if facts_said and rng.random() < 0.25:
            linkedin = f"{greeting} {facts_said[0].text} Open to a chat?"
        if facts_said and rng.random() < 0.25:
            hello = f"Hi, this is Sam from BrightPath. {facts_said[-1].text}"
            script = f"{hello}\nAsk: 15 minutes next week?"
        return Draft(
            subject=subject,
            body=body,
            claims=tuple(claims),
            linkedin_message=linkedin,
            call_script=script,
        )

    def _claim(self, said: Said) -> Claim:
        text = said.text
        if self.rng.random() < 0.3:
            text = text.rstrip(".!?")
        return Claim(text=text, finding_ids=tuple(FindingId(i) for i in said.ids))

    def honest(self) -> Draft | None:
        """A draft whose every word is true."""
        kinds = self.rng.sample(
            ["founded", "employees", "total", "round", "person", "people", "news", "contact"]  # noqa: RUF005
            + ["industry", "country", "several", "round", "person"],
            self.rng.randint(1, 3),
        )
        said = [self.news() if kind == "news" else self.say(kind) for kind in kinds]
        kept = [s for s in said if s is not None]
        return self.draft(kept) if kept else None


def spoken_names(facts: Facts) -> list[str]:
    """The names a writer would use: as resolved, or short of its legal form."""
    base = facts.name.strip().rstrip(".")
    short = re.sub(r",?\s+(Inc|LLC|Ltd|Corp|GmbH|Limited|Corporation)\.?$", "", facts.name).strip()
    return [base, short, short]


def first_name(name: str) -> str:
    """The first name, past any honorific."""
    parts = [p for p in name.split() if p.rstrip(".").lower() not in ("dr", "mr", "ms", "mrs")]
    return parts[0].strip(",") if parts else name


def usable_people(facts: Facts) -> list[tuple[int, str, str]]:
    """People with a name and a title, with their number."""
    listed = [(n, name, title) for n, (name, title) in enumerate(facts.people, start=1)]
    return [(n, name.strip(), title.strip()) for n, name, title in listed if name and title]


Plant = Callable[["Planter"], Draft | None]


class Planter:
    """Plants one error of each kind into an otherwise honest draft."""

    def __init__(self, writer: Writer, other: Facts, strangers: list[Facts]) -> None:
        self.writer = writer
        self.facts = writer.facts
        self.rng = writer.rng
        self.other = other
        self.strangers = strangers

    def kinds(self) -> Iterator[tuple[str, Draft | None]]:
        """Every kind with a draft, or None where the company lacks what it needs."""
        for name in sorted(dir(self)):
            if name.startswith("plant_"):
                yield name.removeprefix("plant_"), getattr(self, name)()

    def _around(self, wrong: Said | None) -> Draft | None:
        if wrong is None:
            return None
        before = self.writer.say(self.rng.choice(["founded", "employees", "total", "person"]))
        said = [wrong] if before is None else self.rng.sample([before, wrong], 2)
        return self.writer.draft(said)

    def _told(self, kinds: str, tag: str, shown: Facts) -> Draft | None:
        kind = self.rng.choice(kinds.split())
        options = [t for t in self.writer.usable(kind) if tag in tags(t)]
        return self._around(self.writer.fill(self.rng.choice(options), shown)) if options else None

    def plant_wrong_year(self) -> Draft | None:
        """Another founding year."""
        if not self.facts.year:
            return None
        delta = self.rng.choice([-11, -5, -3, -2, -1, 1, 2, 3, 4, 7])
        return self._told(
            "founded several", "year", replace(self.facts, year=self.facts.year + delta)
        )

    def plant_wrong_round_date(self) -> Draft | None:
        """Another year for the round."""
        last = self.facts.round
        if not last:
            return None
        year = int(last.date[:4]) + self.rng.choice([-4, -2, -1, 1, 2, 3])
        shown = replace(self.facts, round=replace(last, date=f"{year}{last.date[4:]}"))
        return self._told("round", self.rng.choice(["when", "date"]), shown)

    def plant_inflated_heads(self) -> Draft | None:
        """More people than there are."""
        if not self.facts.employees:
            return None
        factor = self.rng.choice([1.1, 1.25, 1.5, 2, 3, 10])
        more = max(int(self.facts.employees * factor), self.facts.employees + 1)
        return self._told("employees several", "n", replace(self.facts, employees=more))

    def plant_invented_person(self) -> Draft | None:
        """Somebody no source lists."""
        first = self.rng.choice(
            [
                "Greta",
                "Omar",
                "Felix",
                "Brooke",
                "Dmitri",
                "Paula",
                "Hank",
                "Yasmin",
                "Mark",
                "Rose",
            ]
        )
        last = self.rng.choice(
            ["Tavish", "Delacroix", "Hartwell", "Njoku", "Sandoval", "Bright", "Park", "Kessler"]
        )
        if not usable_people(self.facts):
            return None
        title = self.rng.choice(["CEO", "COO", "VP Sales", "Head of Growth", "CFO"])
        people = tuple((f"{first} {last}", title) for _ in self.facts.people)
        return self._told("person people", "person", replace(self.facts, people=people))

    def plant_wrong_pairing(self) -> Draft | None:
        """A person with somebody else's title."""
        people = usable_people(self.facts)
        pairs = [(a, b) for a in people for b in people if a[0] != b[0] and _differ(a[2], b[2])]
        if not pairs:
            return None
        one, two = self.rng.choice(pairs)
        templates = [t for t in self.writer.usable("person") if {"person", "title"} <= tags(t)]
        template = self.rng.choice(templates)
        values = {"person": one[1], "title": two[2], "first": first_name(one[1])}
        values |= {"company": self.writer.company(), "company_s": self.writer.company() + "'s"}
        text = _TAG.sub(lambda m: values[m.group(1)], template)
        return self._around(Said(text, (f"decision_maker:{one[0]}", f"decision_maker:{two[0]}")))

    def plant_wrong_round(self) -> Draft | None:
        """Another kind of round."""
        last = self.facts.round
        if not last or last.type in (None, "other"):
            return None
        near = {"series-c": {"series-c+"}, "series-c+": {"series-c"}}.get(last.type or "", set())
        kinds = [
            "series-a",
            "series-b",
            "series-d",
            "seed",
            "angel",
            "venture",
            "debt",
            "private-equity",
        ]
        others = [kind for kind in kinds if kind != last.type and kind not in near]
        shown = replace(self.facts, round=replace(last, type=self.rng.choice(others)))
        return self._told("round", "round", shown)

    def plant_other_news(self) -> Draft | None:
        """Another company's headline."""
        if not self.facts.news or not self.other.news:
            return None
        mine = {headline for _, headline in self.facts.news}
        news = tuple(item for item in self.other.news if item[1] not in mine)
        return self._around(self.writer.news(replace(self.facts, news=news))) if news else None

    def plant_changed_currency(self) -> Draft | None:
        """The right figure in the wrong currency."""
        last = self.facts.round
        if not last or not last.amount_usd:
            return None
        mark = self.rng.choice(["€", "£", "EUR ", "GBP ", "CA$", "A$", "¥"])
        amount = phrasing.money(self.rng, last.amount_usd, mark)
        options = [t for t in self.writer.usable("round") if "amount" in tags(t)]
        template = self.rng.choice(options).replace("{amount}", amount)
        said = self.writer.fill(template)
        return self._around(Said(said.text, ("last_round",)))

    def plant_rounded_up(self) -> Draft | None:
        """A figure made rounder and larger."""
        if self.facts.employees and self.rng.random() < 0.5:
            up = _round_up(Decimal(self.facts.employees))
            if up == self.facts.employees:
                return None
            lead = self.rng.choice(["nearly ", "about ", "almost ", "", "roughly ", "close to "])
            options = [t for t in self.writer.usable("employees") if not t.startswith("{n}")]
            template = self.rng.choice(options).replace("{n}", f"{lead}{int(up):,}")
            return self._around(Said(self.writer.fill(template).text, ("employees",)))
        if not self.facts.total:
            return None
        up = _round_up(self.facts.total)
        if up == self.facts.total:
            return None
        return self._told("total", "total", replace(self.facts, total=up))

    def plant_invented_quote(self) -> Draft | None:
        """Words nobody said."""
        people = usable_people(self.facts)
        words = self.rng.choice(self.writer.templates["invented_words"])
        if not people:
            return None
        number, name, _ = self.rng.choice(people)
        template = self.rng.choice(self.writer.templates["invented_quotes"])
        return self._around(Said(template.format(p=name, q=words), (f"decision_maker:{number}",)))

    def plant_invented_customer(self) -> Draft | None:
        """A customer the seller never named."""
        name = self.rng.choice(
            ["Northwind Traders", "Stripe", "Initech", "Siemens", "Target", "Acme"]
        )
        template = self.rng.choice(
            [
                "We already do this for {c}.",
                "{c} uses BrightPath every day.",
                "Customers such as {c} and Halden Foods rely on it.",
                "Teams at {c} told us they got an hour a day back.",
                "Our work with {c} might be of interest.",
                "{c} chose us last spring.",
            ]
        )
        return self.writer.draft([], Said(template.format(c=name)))

    def plant_invented_award(self) -> Draft | None:
        """A prize no source knows."""
        text = self.rng.choice(self.writer.templates["invented_awards"])
        ids = self.rng.choice([(), ("founded_year",)]) if self.facts.year else ()
        return self.writer.draft([], Said(text, ids))

    def plant_uncited(self) -> Draft | None:
        """A true fact without a claim."""
        said = self.writer.say(
            self.rng.choice(["founded", "employees", "total", "round", "people"])
        )
        return self.writer.draft([], Said(said.text)) if said else None

    def plant_wrong_finding(self) -> Draft | None:
        """A true fact that cites another finding."""
        kind = self.rng.choice(["founded", "employees", "total", "round", "people"])
        said = self.writer.say(kind)
        if said is None:
            return None
        beside = ("last_round", "total", "news")  # these may hold the same words by right
        others = [i for i in self.facts.values() if i not in said.ids]
        others = [i for i in others if not i.startswith(beside)]
        if not others:
            return None
        return self.writer.draft([Said(said.text, (self.rng.choice(others),))])

    def plant_fabricated_id(self) -> Draft | None:
        """A finding that does not exist."""
        said = self.writer.say(
            self.rng.choice(["founded", "employees", "total", "round", "person"])
        )
        if said is None:
            return None
        fake = self.rng.choice(["ev9", "news:17", "decision_maker:42", "founded", "finding-1"])
        keep = self.rng.random() < 0.5
        return self.writer.draft([Said(said.text, (*(said.ids if keep else ()), fake))])

    def plant_leak(self) -> Draft | None:
        """Another lead or his company."""
        stranger = self.rng.choice(self.strangers)
        name = self.rng.choice([stranger.lead, stranger.name])
        template = self.rng.choice(self.writer.templates["leaks"])
        return self.writer.draft([], Said(template.format(x=name)))


def _differ(one: str, two: str) -> bool:
    words = [set(re.findall(r"[a-z]+", title.lower())) for title in (one, two)]
    return not words[0] & words[1]


def _round_up(value: Decimal) -> Decimal:
    step = Decimal(10) ** (len(str(int(value))) - 1)
    if value % step == 0:
        return value
    half = step / 2 if step > 1 else step
    return (value // half + 1) * half
