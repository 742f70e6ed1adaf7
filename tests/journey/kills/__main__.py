"""`python -m tests.journey.kills`: a trial, its kills on stderr, its figures as the last line."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.fakes.worlds import TWELVE
from tests.journey.kills import trial
from tests.journey.kills.leads import write_leads


def main() -> int:
    """Exit 0 when nothing was lost, doubled, changed or paid for twice."""
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        place = Path(name)
        leads = given.leads or write_leads(
            place / "leads.jsonl", number=given.number, seed=given.seed
        )
        verdict = trial.hold(
            place,
            corpus=given.corpus or TWELVE,
            leads=leads,
            seed=given.seed,
            kills=given.kills,
            report=_note,
        )
    for line in verdict.details:
        _note(line)
    sys.stdout.write(json.dumps(verdict.told()) + "\n")
    return 0 if verdict.is_good else 1


def _note(line: str) -> None:
    sys.stderr.write(line + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.journey.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="at least so many (default 20)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed kills alike")
    parser.add_argument("--number", type=int, default=60, help="leads to make up (default 60)")
    parser.add_argument("--corpus", type=Path, help="a corpus of your own")
    parser.add_argument("--leads", type=Path, help="leads of your own")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
