"""`leadwright run --dry-run`: what a run would do and cost, before anything happens."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from leadwright.entrypoints.cli.progress import Bar
from leadwright.entrypoints.cli.telling import words
from leadwright.entrypoints.cli.toolbox import knows_companies, sources_of

if TYPE_CHECKING:
    from leadwright.bootstrap import House
    from leadwright.journey.outlook import Outlook
    from leadwright.leads.intake import Refusal
    from leadwright.settings import Settings

# Of a lead that gets a draft, as measured with the playbook; a lead that is stopped needs less.
TOKENS_A_LEAD: Final = 1_100
SECONDS_A_LEAD: Final = 0.045
SECONDS_A_ROW: Final = 0.0003
RECENT: Final = 100  # leads whose tokens tell better than the figure above
PHASES: Final = ("research", "outreach", "crm")


@contextmanager
def looking(given: "Settings") -> "Iterator[House]":
    """A house to look from: with the database that is there, else with none that stays."""
    from leadwright import bootstrap

    with tempfile.TemporaryDirectory() as place:
        if not bootstrap.has_database(given):
            spare = {"url": f"sqlite:///{Path(place) / 'plan.db'}", "key_file": None}
            given = given.model_copy(update={"database": given.database.model_copy(update=spare)})
        with bootstrap.build(given) as house:
            yield house


async def plan(house: "House", file: Path, *, known: bool, quiet: bool) -> dict[str, object]:
    """The plan as JSON; nothing is stored, nobody is asked."""
    from leadwright.journey import outlook

    began = house.clock.seconds()
    house.prepare()
    with Bar(quiet=quiet) as bar:
        found = await outlook.look(house.reception, house.rules.rules, file, bar.intake)
    took = house.clock.seconds() - began
    columns = [
        {"column": one.name, "field": one.field and one.field.value, "sample": one.sample}
        for one in outlook.by_field(found.columns)
    ]
    return {
        "file": str(file),
        "format": found.format,
        "rows": found.rows,
        "columns": columns,
        "remarks": list(found.remarks),
        "refused": found.refused,
        "refusals": [refusal_json(one) for one in found.refusals],
        "new": found.new,
        "unchanged": found.unchanged,
        "same_person_in_file": found.same_in_file,
        "same_person_in_database": found.same_in_database if known else None,
        "all_rows_compared": found.all_compared,
        "priority": _by_word(found),
        "value": {band: found.values[band] for band in _bands() if found.values[band]},
        "stopped_before_research": dict(found.stopped.most_common()),
        "leads_stopped_before_research": found.stopped_leads,
        "company_data": knows_companies(house.tools),
        "steps": _steps(house),
        "crm_fields": list(words.wording()["crm_fields"]),
        "estimate": await _estimate(house, found, took),
        "as_of": house.clock.today().isoformat(),
        "written": False,
    }


def _steps(house: "House") -> list[dict[str, object]]:
    rules = words.counted(len(house.rules.rules.rules), "rule")
    does = {
        "research": "finds out which company is meant and what sources say",
        "outreach": "writes a message whose facts are checked sentence by sentence",
        "crm": "proposes changes, writes none",
    }
    steps: list[dict[str, object]] = [
        {"step": words.said("phases", phase), "does": does[phase], "tools": _tools(house, phase)}
        for phase in PHASES
    ]
    check: dict[str, object] = {
        "step": "Rules",
        "does": f"{rules} decide whether a person must look",
        "tools": {},
    }
    rest: dict[str, object] = {"step": "Wait", "does": "waits for a person's yes", "tools": {}}
    return [steps[0], check, *steps[1:], rest]


def _tools(house: "House", agent: str) -> dict[str, list[str]]:
    return {
        tool: sources_of(house.tools, tool)
        for tool in house.tools.specs
        if tool in house.tools.grants.get(agent, frozenset())
    }


async def _estimate(house: "House", found: "Outlook", took: float) -> dict[str, float | str]:
    rows = await house.desk.list_leads(limit=RECENT)
    spent = [sum(s.tokens for s in row.session.budget) for row in rows if row.session.budget]
    a_lead = sum(spent) / len(spent) if spent else TOKENS_A_LEAD
    budgets = house.settings.budgets.model_dump()
    most = sum(budgets[phase] for phase in PHASES)
    seconds = took + found.rows * SECONDS_A_ROW + found.new * SECONDS_A_LEAD
    return {
        "model": "playbook",
        "cost_usd": 0.0,
        "tokens": round(found.new * a_lead),
        "tokens_at_most": found.new * most,
        "seconds": round(seconds, 1),
    }


def _by_word(found: "Outlook") -> dict[str, int]:
    counted: dict[str, int] = {}
    for points, count in sorted(found.points.items(), reverse=True):
        word = words.urgency(points)
        counted[word] = counted.get(word, 0) + count
    return counted


def _bands() -> list[str]:
    from leadwright.journey.outlook import BANDS, NO_BAND, TOP_BAND

    return [*(name for name, _ in BANDS), TOP_BAND, NO_BAND]


def refusal_json(one: "Refusal") -> dict[str, object]:
    """Why a row was refused, without what it holds."""
    return {"row": one.row, "field": one.field, "code": one.code.value, "reason": one.reason}
