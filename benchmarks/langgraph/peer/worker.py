"""The process of one run on LangGraph: a task on stdin, figures on stdout.

Runs on this folder's own packages. What it takes from leadwright are the meters and the setting of
the garbage collector, so that both sides are measured and run alike.
"""

import asyncio
import json
import sys
import time
import warnings
from typing import Any

from benchmarks.langgraph.peer import databases, graphs
from benchmarks.langgraph.peer.databases import OnPostgres, OnSqlite
from benchmarks.langgraph.peer.model import Vendor
from benchmarks.langgraph.peer.work import Phase

from leadwright.entrypoints import collector
from leadwright.entrypoints.cli.benches import meters

Figures = dict[str, float]


def main() -> None:
    """Read a task, do it, tell the figures."""
    # In the shape "steps" it would be said a thousand times, and telling costs time.
    warnings.filterwarnings("ignore", "`durability` has no effect")
    figures = asyncio.run(run(json.loads(sys.stdin.read())))
    sys.stdout.write(json.dumps(figures) + "\n")


async def run(given: dict[str, Any]) -> Figures:
    """Do one run in this process."""
    choices = frozenset(given["choices"])
    async with databases.opened(
        given["database"], one_at_a_time="one_writer" in choices
    ) as database:
        vendor = Vendor(converts="vendor_form" in choices, evidence="no_evidence" not in choices)
        maker = graphs.Maker(
            phases=[Phase(**phase) for phase in given["phases"]],
            saver=database.saver,
            audit=database.write,
            vendor=vendor,
            durability="async" if "async_writes" in choices else "sync",
            deltas="message_deltas" in choices,
        )
        work_lead = graphs.SHAPES[given["shape"]](maker)
        await _work(work_lead, "warm", given["warm"])
        vendor.seconds = given["seconds"]
        if "usual_collector" not in choices:
            collector.settle()
        return await _measured(database, vendor, work_lead, given)


async def _measured(
    database: OnSqlite | OnPostgres,
    vendor: Vendor,
    work_lead: graphs.WorkLead,
    given: dict[str, Any],
) -> Figures:
    url, leads = given["database"], given["leads"]
    server = meters.ServerMeter(url) if url.startswith("postgresql:") else None
    before, done = await database.count(), (vendor.requests, vendor.tool_calls, vendor.outputs)
    server_began = server.cpu_s() if server else None
    cpu_began, began = meters.cpu_s(), time.perf_counter()
    await _work(work_lead, "work", leads)
    wall, cpu = time.perf_counter() - began, meters.cpu_s() - cpu_began
    server_ended = server.cpu_s() if server else None
    rows = await database.count()
    figures = {
        "wall_s": wall,
        "cpu_ms_per_lead": cpu * 1000 / leads,
        "requests_per_lead": (vendor.requests - done[0]) / leads,
        "tool_calls_per_lead": (vendor.tool_calls - done[1]) / leads,
        "outputs_per_lead": (vendor.outputs - done[2]) / leads,
        **{f"{name}_rows_per_lead": (rows[name] - before[name]) / leads for name in rows},
    }
    if server_began is not None and server_ended is not None:
        figures["server_cpu_ms_per_lead"] = (server_ended - server_began) * 1000 / leads
    return figures


async def _work(work_lead: graphs.WorkLead, name: str, number: int) -> None:
    """All at once; a failure ends the run."""
    async with asyncio.TaskGroup() as group:
        for one in range(number):
            group.create_task(work_lead(f"{name}-{one:07}", f"Company {name} {one:05} Freight"))


if __name__ == "__main__":
    main()
