"""Who runs a server: PostgreSQL refuses root, so root's servers run as `nobody`."""

import os
import pwd
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

Command = Sequence[str | Path]
OPEN = Path("/tmp")  # noqa: S108 - mkdtemp makes a closed folder of its own in it


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account of the machine, or the present one when `user` is None."""

    user: int | None = None
    group: int | None = None

    @classmethod
    def choose(cls) -> "Account":
        """The present account, unless it is root."""
        if os.geteuid():
            return cls()
        nobody = pwd.getpwnam("nobody")
        return cls(user=nobody.pw_uid, group=nobody.pw_gid)

    @property
    def is_other(self) -> bool:
        """Whether servers run as somebody else than us."""
        return self.user is not None

    @property
    def ground(self) -> Path:
        """A folder for temporary files that the account can reach."""
        usual = Path(tempfile.gettempdir()).resolve()
        closed = any(not folder.stat().st_mode & 0o001 for folder in (usual, *usual.parents))
        return OPEN if self.is_other and closed else usual

    def own(self, folder: Path) -> None:
        """Make the account the owner of a folder and all in it."""
        if self.user is not None and self.group is not None:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.user, self.group, follow_symlinks=False)

    def run(self, command: Command, *, home: Path) -> None:
        """Run a command to its end; it must succeed."""
        with tempfile.TemporaryFile() as log:
            with self.spawn(command, home=home, log=log) as process:
                process.communicate()
            if process.returncode:
                log.seek(0)
                raise RuntimeError(f"{command[0]} failed:\n{log.read().decode(errors='replace')}")

    def spawn(self, command: Command, *, home: Path, log: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start a command in its own process group, with as little environment as it needs."""
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=log,
            process_group=0,
            cwd=home,
            env={"PATH": os.defpath, "LC_ALL": "C", "HOME": str(home)},
            user=self.user,
            group=self.group,
            extra_groups=[] if self.is_other else None,
        )
