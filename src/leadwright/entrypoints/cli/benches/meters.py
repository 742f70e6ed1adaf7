"""What a run used: processor time, memory, the database server's share, and what a sync costs."""

import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import psycopg

_KILO_ON_LINUX = 1024 if sys.platform != "darwin" else 1  # what ru_maxrss counts in
_PROC = Path("/proc")
_SYNCS = 40
_BLOCK = bytes(4096)


def cpu_s() -> float:
    """User and system time of this process so far."""
    return time.process_time()


def peak_rss_mb() -> float:
    """The most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILO_ON_LINUX / 1e6


def tree_cpu_s() -> float:
    """User and system time of this process, and of those it started that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def tree_rss_mb() -> float:
    """What this process and those it started hold now; the most it ever held without /proc."""
    own = os.getpid()
    held = [rss_mb(process) for process in (own, *_children(own))] if _PROC.is_dir() else []
    return sum(held) if held else peak_rss_mb()


def process_cpu_s(pid: int) -> float | None:
    """User and system time of a process so far; None where nobody can tell."""
    fields = _stat(pid)
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK") if fields else None


def exact_cpu_s(pid: int) -> float:
    """The same to the nanosecond, for short acts; 0 where nobody can tell."""
    try:
        return int((_PROC / str(pid) / "schedstat").read_text().split()[0]) / 1e9
    except (OSError, IndexError):
        return 0.0


def machine_cpu_s() -> tuple[float, float] | None:
    """Seconds that all cores were busy and idle so far; None where nobody can tell."""
    try:
        fields = (_PROC / "stat").read_text().splitlines()[0].split()[1:]
    except OSError:
        return None
    # user, nice, system, idle, waiting for a disk, interrupts, taken by other guests: proc_stat(5)
    ticks = list(map(int, fields[:8]))
    idle, second = ticks[3] + ticks[4], os.sysconf("SC_CLK_TCK")
    return (sum(ticks) - idle) / second, idle / second


def fsync_ms(place: Path) -> float:
    """What it takes to make four kilobytes durable there, median."""
    took = []
    with (place / "sync").open("wb", buffering=0) as file:
        for _ in range(_SYNCS):
            file.write(_BLOCK)
            began = time.perf_counter()
            os.fsync(file.fileno())
            took.append((time.perf_counter() - began) * 1000)
    return median(took)


class ServerMeter:
    """Processor time of a PostgreSQL server, where it runs on this machine and this is Linux."""

    def __init__(self, url: str) -> None:
        self._postmaster = _postmaster(url)

    def cpu_s(self) -> float | None:
        """User and system time of all its processes so far; None where nobody can tell."""
        if self._postmaster is None:
            return None
        ticks = sum(_times(self._postmaster))  # its own, and of all its children that ended
        for child in _children(self._postmaster):
            ticks += sum(_times(child)[:2])
        return ticks / os.sysconf("SC_CLK_TCK")


def _postmaster(url: str) -> int | None:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        pid = int(row[0]) if row else 0
        fields = _stat(pid)
        return int(fields[1]) if fields and _name(pid).startswith("postgres") else None


def _children(parent: int) -> Iterator[int]:
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields and int(fields[1]) == parent:
                yield int(entry.name)


def rss_mb(pid: int) -> float:
    """What a process holds now; 0 where nobody can tell."""
    try:
        pages = int((_PROC / str(pid) / "statm").read_text().split()[1])
    except OSError:  # it ended meanwhile
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _times(pid: int) -> tuple[int, ...]:
    """utime, stime, cutime, cstime in ticks; see proc_pid_stat(5)."""
    return tuple(map(int, _stat(pid)[11:15])) or (0, 0, 0, 0)


def _stat(pid: int) -> list[str]:
    """The fields after the name, which may hold spaces and brackets."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(") ")[2].split()
    except OSError:  # it ended meanwhile, or there is no /proc
        return []


def _name(pid: int) -> str:
    try:
        return (_PROC / str(pid) / "comm").read_text().strip()
    except OSError:
        return ""
