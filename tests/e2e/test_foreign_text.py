"""What strangers write is shown as it stands: no markup is obeyed, no terminal commanded."""

import csv
import json
from pathlib import Path

import pytest
from tests.e2e.door import WORLD, Outcome, call

from leadwright.sandbox import build_world

ESC = "\x1b]0;owned\x07"
LINK = "\x1b]8;;http://evil.example\x07"
WIDE = {"COLUMNS": "200"}
HEAD = ("Lead ID", "Name", "Title", "Email", "Company", "Website", "Deal size", f"[/x] {ESC}")
ROWS = (
    ("[/x]", "Maya [/x]", "CFO [/b]", "maya.brandt@harborline.example", "Harborline Freight",
     "harborline.example", "$38,000", f"[red]{LINK}"),
    (f"{ESC}[/i]", f"Ruth [/x]{ESC}", "CFO", "ruth@tallgrass.example", f"[/x] {LINK}Energy",
     "", "USD 140,000", "\x9b31m"),
    ("[link=http://e.co]", "Ann [/x]", "CFO", "ann@nowhere.example", "[/x] [bold]Mills", "",
     "9000", ""),
    (f"[/r]{ESC}", "", "", "", "", "", "9000", ""),
)  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Leads whose every cell would like to be more than text, in a file of that kind."""
    file = tmp_path_factory.mktemp("foreign") / "[bold] \x1b]0;leads.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows((HEAD, *ROWS))
    return file


@pytest.fixture(scope="module")
def there(file: Path) -> tuple[object, ...]:
    """Where they were worked."""
    where = ("--db", f"sqlite:///{file.parent / 'foreign.db'}")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(file.parent)
        assert calm(call("run", file, "--corpus", WORLD, *where, env=WIDE)).code == 0
    return where


def calm(told: Outcome) -> Outcome:
    """An outcome without a trace and without a character that commands a terminal."""
    said = told.out + told.err
    assert "Traceback" not in said
    assert "MarkupError" not in said
    assert not [character for character in "\x1b\x07\x9b" if character in said], repr(said)
    return told


def shown(*words: object) -> str:
    told = calm(call(*words, env=WIDE))
    assert told.code == 0, told.err
    return told.out


def test_a_plan(file: Path) -> None:
    told = shown("run", "--dry-run", file, "--corpus", WORLD)
    assert "[bold] ]0;leads.csv" in told
    assert "[/x] ]0;owned" in told
    assert "[red]]8;;http://evil.example" in told


def test_a_run(file: Path, tmp_path: Path) -> None:
    told = shown("run", file, "--corpus", WORLD, "--db", f"sqlite:///{tmp_path / 'own.db'}")
    assert "leads show lead_" in told  # an id that a shell would not pass on is not given out
    missing = calm(call("run", tmp_path / f"[/x]{ESC}.csv"))
    assert (missing.code, "[/x]" in missing.err) == (1, True)


def test_lists(there: tuple[object, ...]) -> None:
    assert "Maya [/x]" in shown("leads", "list", *there)
    assert "[/x] [bold]Mills" in shown("leads", "list", "--stage", "escalated", *there)
    assert "[bold]Mills" in shown("leads", "list", *there, "--json")


def test_stories(there: tuple[object, ...]) -> None:
    ids = [row["lead_id"] for row in json.loads(shown("leads", "list", *there, "--json"))]
    stories = " ".join(shown("leads", "show", one, *there) for one in ids)
    assert "Maya [/x], CFO [/b]" in stories
    assert "Ann [/x]" in shown("leads", "show", "[link=http://e.co]", *there)
    assert calm(call("leads", "show", f"[/x]{ESC}", *there)).code == 1
    assert "subject: " in shown("agents", "run", "outreach", "--lead", "[/x]", *there)


def test_approvals(there: tuple[object, ...]) -> None:
    shown("approvals", "list", *there)
    (mail, *_) = json.loads(shown("approvals", "list", *there, "--json"))
    assert mail["id"][:13] in shown("approvals", "list", *there)
    assert "Bound to SHA-256" in shown("approvals", "show", mail["id"], *there)


def test_rules(there: tuple[object, ...], tmp_path: Path) -> None:
    rule = {"condition": "deal_value > 1", "action": "escalate", "reason": f"see [/x] {ESC}"}
    file = tmp_path / "[bold]rules.json"
    file.write_text(json.dumps({"escalation_rules": [rule]}))
    assert "see [/x] ]0;owned" in shown("rules", "test", file, *there)


def test_switches(there: tuple[object, ...]) -> None:
    who = ("--as", f"[/n]ora{ESC}", "--reason", f"see [/ticket] 12 {ESC}")
    shown("tools", "disable", "get_current_time", *who, *there)
    told = shown("tools", "status", *there)
    assert "off, by [/n]ora" in told
    assert "see [/ticket] 12" in told
    shown("tools", "list", *there)


def test_an_evaluation(tmp_path: Path) -> None:
    line = build_world(1, 12).leads[0]
    told = {
        **line,
        "lead_id": f"[/x]{ESC}",
        "input": {"name": "[/x]", "company_name": f"[/x]{ESC}"},
    }
    file = tmp_path / "[bold].jsonl"
    file.write_text(json.dumps(told) + "\n")
    shown("eval", "run", file, "--corpus", WORLD)


@pytest.mark.parametrize("colours", [{"FORCE_COLOR": "1", "TERM": "xterm-256color"}])
def test_on_a_terminal_with_colours(there: tuple[object, ...], colours: dict[str, str]) -> None:
    for words in (
        ("leads", "list"),
        ("leads", "list", "--stage", "escalated"),
        ("tools", "status"),
    ):
        told = call(*words, *there, env={**WIDE, **colours})
        assert told.code == 0
        assert "\x1b[" in told.out
        assert "\x1b]" not in told.out
