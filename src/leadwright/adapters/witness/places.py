"""Other places that hear of every checkpoint: the log of the system, folders."""

import syslog
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, Final

from leadwright.errors import Misconfigured
from leadwright.governance.checkpoints import Signed

SYSLOG: Final = "syslog:"
_DIGITS: Final = 12

Place = Callable[[Signed], object]


class WitnessUnknown(Misconfigured):
    """`audit.also` names a place that nothing can be written to."""

    code: ClassVar[str] = "witness_unknown"


def places(named: Sequence[str]) -> tuple[Place, ...]:
    """What `audit.also` names.

    Raises:
        WitnessUnknown: one is neither `syslog:` nor a folder.
    """
    return tuple(_place(name) for name in named)


def _place(name: str) -> Place:
    if name == SYSLOG:
        return _to_syslog
    folder = Path(name.removeprefix("file://"))
    if "://" in str(folder) or not folder.is_dir():
        raise WitnessUnknown(
            f"audit.also names {name!r}, which is neither `syslog:` nor a folder that is there; "
            "make the folder, or mount the object store as one"
        )

    def to_folder(signed: Signed) -> None:
        mark = signed.checkpoint
        name = f"{mark.size:0{_DIGITS}}-{mark.hash()[:16]}.json"
        (folder / name).write_text(signed.told() + "\n", encoding="utf-8")

    return to_folder


def _to_syslog(signed: Signed) -> None:
    syslog.syslog(syslog.LOG_NOTICE | syslog.LOG_USER, f"leadwright checkpoint {signed.told()}")
