"""The process of one run: `python -m leadwright.entrypoints.cli.benches.worker`, a task on stdin.

A world is made, a few leads are worked to load all that is loaded once, then leads are taken in and
worked while the meters run.
"""

import asyncio
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from leadwright import bootstrap
from leadwright.agents.base import Colleagues
from leadwright.bootstrap import House
from leadwright.entrypoints import collector
from leadwright.entrypoints.cli.benches import fixed, meters, task, world
from leadwright.entrypoints.cli.benches.task import Figures, Shape, Task
from leadwright.errors import Bug
from leadwright.journey.reception import Report
from leadwright.journey.shift import Shift
from leadwright.journey.tally import Tally
from leadwright.leads.stage import Stage
from leadwright.models.ports import CallKind
from leadwright.settings import Settings, load

COMPANIES = 400
WARM = 8  # leads worked before anything is measured


def main() -> None:
    """Read a task, do it, tell the figures."""
    figures = run(task.from_json(sys.stdin.read()))
    sys.stdout.write(json.dumps(figures) + "\n")


def run(given: Task) -> Figures:
    """Do one run in this process."""
    made = world.build(Path(given.place), companies=COMPANIES, seed=given.seed)
    with bootstrap.build(_settings(given, made)) as house:
        return asyncio.run(_Run(given, made, house).measure())


def _settings(given: Task, made: world.World) -> Settings:
    return load(
        database={"url": given.database, "key_file": Path(given.place) / "bench.key"},
        research={"corpus": made.corpus},
        work={"concurrency": 100},
        as_of="corpus",
    )


@dataclass(frozen=True, slots=True)
class _Run:
    given: Task
    made: world.World
    house: House

    async def measure(self) -> Figures:
        """Everything that one run can tell, once all that is loaded once is loaded."""
        self.house.prepare()
        shift, colleagues = self._shift()
        await self._take("warm", 0, WARM)
        await shift.work_to_rest()
        await self._take("work", WARM, self.given.leads)
        if self.given.shape is not Shape.JOURNEY:
            fixed.slow_down(colleagues)
        collector.settle()
        figures = await self._work(replace(shift, journey=replace(shift.journey, tally=Tally())))
        figures["worker_rss_mb"] = meters.peak_rss_mb()
        if self.given.rows:
            figures["intake_rows_per_s"] = await self._intake_rows_per_s()
        return figures

    async def _take(self, name: str, start: int, number: int) -> Report:
        return await self.house.reception.take(
            self.made.write_leads(name, start=start, number=number)
        )

    def _shift(self) -> tuple[Shift, Colleagues]:
        """The shift to measure, and those that ask models in it."""
        own = self.house.journey
        if self.given.shape is not Shape.FIXED:
            return self.house.shift, own.coordinator.colleagues
        journey = fixed.journey(own, self.house.clock)
        return replace(self.house.shift, journey=journey), journey.colleagues

    async def _work(self, shift: Shift) -> Figures:
        clock, leads = self.house.clock, self.given.leads
        server = self._server()
        server_began = server.cpu_s() if server else None
        cpu_began, began = meters.cpu_s(), clock.seconds()
        await shift.work_to_rest()
        wall, cpu = clock.seconds() - began, meters.cpu_s() - cpu_began
        figures = {
            "wall_s": wall,
            "cpu_ms_per_lead": cpu * 1000 / leads,
            "requests_per_lead": shift.journey.tally.model_calls / leads,
            "tool_calls_per_lead": shift.journey.tally.tool_calls / leads,
        }
        server_ended = server.cpu_s() if server else None
        if server_began is not None and server_ended is not None:
            figures["server_cpu_ms_per_lead"] = (server_ended - server_began) * 1000 / leads
        await self._check_all_wait_for_approval()
        if self.given.shape is Shape.PATIENT:
            figures["longest_chain"] = await self._longest_chain()
        return figures

    def _server(self) -> meters.ServerMeter | None:
        url = self.given.database
        return meters.ServerMeter(url) if url.startswith("postgresql:") else None

    async def _check_all_wait_for_approval(self) -> None:
        """A lead that stops half-way costs less; figures of such a run would flatter."""
        stages = await self.house.desk.count_stages()
        there, wanted = stages.get(Stage.AWAITING_APPROVAL, 0), WARM + self.given.leads
        if there < wanted * 0.95:
            raise Bug(f"only {there} of {wanted} leads of the bench reached their approval")

    async def _longest_chain(self) -> float:
        """The most requests of one lead; they follow one another."""
        rows = await self.house.desk.list_leads(limit=WARM + self.given.leads)
        journals = [
            await self.house.store.journal.of_segment(f"{row.lead.lead_id}:1") for row in rows
        ]
        return max(sum(row.kind is CallKind.MODEL for row in journal) for journal in journals)

    async def _intake_rows_per_s(self) -> float:
        rows, start = self.given.rows, WARM + self.given.leads
        file = self.made.write_leads("intake", start=start, number=rows)
        began = self.house.clock.seconds()
        report = await self.house.reception.take(file)
        return report.received / (self.house.clock.seconds() - began)


if __name__ == "__main__":
    main()
