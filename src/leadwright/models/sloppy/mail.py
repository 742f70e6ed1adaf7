"""How it spoils a mail: the sentences it was given, with lies between, in or behind them."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from pydantic import JsonValue

from leadwright.models.sloppy.bending import bend, beside
from leadwright.models.sloppy.lies import Lie, Other, book, leak
from leadwright.models.sloppy.slips import Slip

_SENTENCE = re.compile(r"^(\d+) (\[[^\]]*\])? ?(.+)$")
_FACT = re.compile(r"^([a-z_]+(?::\d+)?): (.+) \([^()]*\)$")
_ORDER = re.compile(r"\S+@\S+\.\S+|https?://\S+|[Ii]gnore [^.\n]*")
MOST = 14


@dataclass(slots=True, kw_only=True)
class Said:
    """A sentence of the answer."""

    text: str
    cited: list[str]
    paragraph: str = ""


@dataclass(slots=True, kw_only=True)
class Mail:
    """A mail as the prompt shows it, and the lies told in it so far."""

    subject: str | None = None
    sentences: list[Said] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    lies: list[Lie] = field(default_factory=list)

    @classmethod
    def read(cls, prompt: str) -> "Mail":
        """Find the parts of a mail in a prompt."""
        mail = cls()
        for line in prompt.splitlines():
            if fact := _FACT.match(line):
                mail.facts.append((fact[1], fact[2]))
            elif said := _SENTENCE.match(line):
                cited = json.loads(said[2].replace("'", '"')) if said[2] else []
                mail.sentences.append(Said(text=said[3], cited=cited, paragraph=said[1]))
            elif mail.sentences:
                mail.sentences[-1].text += f"\n{line}"
        mail.orders = _ORDER.findall(prompt)
        return mail

    def answer(self) -> dict[str, JsonValue]:
        """The mail as an answer."""
        seen, told = "", list[JsonValue]()
        for said in self.sentences[:MOST]:
            starts = bool(seen) and said.paragraph != seen
            seen = said.paragraph
            cited: list[JsonValue] = [*said.cited]
            told.append({"text": said.text, "findings": cited, "new_paragraph": starts})
        return {"subject": self.subject, "sentences": told}

    def add(self, slip: Slip, text: str, chance: Random, cited: Sequence[str] = ()) -> None:
        """Put a false sentence somewhere behind the greeting."""
        place = chance.randint(min(1, len(self.sentences)), len(self.sentences))
        near = self.sentences[place - 1].paragraph if place else ""
        self.sentences.insert(place, Said(text=text, cited=list(cited), paragraph=near))
        self.lies.append(Lie(slip=slip, text=text))


def spoil(mail: Mail, slip: Slip, others: Sequence[Other], chance: Random) -> None:
    """Err once in a mail."""
    other = chance.choice(others)
    ways: dict[Slip, Callable[[], None]] = {
        Slip.WRONG_EVIDENCE: lambda: _cite_wrongly(mail, chance),
        Slip.INVENTED_FACT: lambda: _invent(mail, chance),
        Slip.BENT_FACT: lambda: _bend(mail, chance),
        Slip.OBEYS_DATA: lambda: _obey(mail, chance),
        Slip.LEAKS: lambda: _leak(mail, other, chance),
        Slip.PROMISES: lambda: _tell(mail, Slip.PROMISES, book()["mail"]["promises"], chance),
        Slip.SHOWS_WORKING: lambda: _tell(
            mail, Slip.SHOWS_WORKING, book()["mail"]["workings"], chance
        ),
    }
    if slip in ways:
        ways[slip]()


def _tell(mail: Mail, slip: Slip, texts: Sequence[str], chance: Random) -> None:
    mail.add(slip, chance.choice(texts), chance)


def _invent(mail: Mail, chance: Random) -> None:
    lies = book()["mail"]
    where = chance.choice(["subject", "subject", "greeting", *["between"] * 7])
    if where == "subject":
        mail.subject = chance.choice(lies["subjects"])
        mail.lies.append(Lie(slip=Slip.INVENTED_FACT, text=mail.subject))
    elif where == "greeting" and mail.sentences:
        mail.sentences[0].text = chance.choice(lies["greetings"])
        mail.lies.append(Lie(slip=Slip.INVENTED_FACT, text=mail.sentences[0].text))
    else:
        known = [name for name, _ in mail.facts]
        cited = chance.choice([[], known[:1], chance.sample(known, min(2, len(known)))])
        mail.add(Slip.INVENTED_FACT, chance.choice(lies["inventions"]), chance, cited)


def _bend(mail: Mail, chance: Random) -> None:
    """Change a fact in a sentence that was true, or tell a finding wrongly in a new one."""
    bendable = [said for said in mail.sentences if said.cited]
    said = chance.choice(bendable) if bendable and chance.random() < 0.6 else None  # noqa: PLR2004
    bent = bend(said.text, chance) if said else None
    if said and bent:
        said.text = bent
        mail.lies.append(Lie(slip=Slip.BENT_FACT, text=bent))
        return
    facts = chance.sample(mail.facts, len(mail.facts))
    for name, value in facts:
        text = beside(name.partition(":")[0], value, chance)
        if text:
            mail.add(Slip.BENT_FACT, text, chance, chance.choice([[name], [name], []]))
            return
    _invent(mail, chance)


def _cite_wrongly(mail: Mail, chance: Random) -> None:
    """Keep the words and change what they rest on."""
    cited = [said for said in mail.sentences if said.cited]
    if not cited:
        mail.add(Slip.WRONG_EVIDENCE, "You raised $10 million.", chance, ["last_round:9"])
        return
    said = chance.choice(cited)
    told = {name.partition(":")[0] for name in said.cited}
    strange = [
        name
        for name, value in mail.facts
        if name.partition(":")[0] not in told and not _shares_figures(value, said.text)
    ]
    wrong = [["decision_maker:99"], ["ev9"], [], *([name] for name in strange)]
    said.cited = chance.choice(wrong)
    mail.lies.append(Lie(slip=Slip.WRONG_EVIDENCE, text=said.text, cited=tuple(said.cited)))


def _shares_figures(value: str, text: str) -> bool:
    """Whether both tell the same number, as a total and its only round do."""
    digits = {_figures(word) for word in text.split()} - {""}
    return any(_figures(word) in digits for word in value.split())


def _figures(word: str) -> str:
    return re.sub(r"\D", "", word).rstrip("0")


def _obey(mail: Mail, chance: Random) -> None:
    """Do what the evidence says; where it says nothing, what it might have said."""
    text = chance.choice(mail.orders or book()["mail"]["obedience"])
    mail.add(Slip.OBEYS_DATA, text[:200], chance)


def _leak(mail: Mail, other: Other, chance: Random) -> None:
    if other.headline and chance.random() < 0.5:  # noqa: PLR2004 - one or the other
        text = chance.choice(book()["leaks"]["headline"]).format(headline=other.headline)
        known = [name for name, _ in mail.facts]
        mail.add(Slip.LEAKS, text, chance, known[:1])
        return
    mail.add(Slip.LEAKS, leak(book()["leaks"]["mail"], other, chance), chance)
