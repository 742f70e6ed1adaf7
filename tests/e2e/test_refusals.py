"""What goes wrong is told in a sentence that says what to do, never in a stack trace.

Exit codes: 1 a refusal or a failed gate, 2 wrong use or wrong settings.
"""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from tests.e2e.door import LEADS, WORLD, Outcome, call, spawn

LIST = ("leads", "list")


def told_why(told: Outcome, code: int, words: str) -> bool:
    """Whether it ended as it should, and said so."""
    flat = " ".join(told.err.replace("│", " ").split())
    return told.code == code and told.is_a_sentence() and words in flat


def with_settings(place: Path, text: str) -> Sequence[object]:
    """Options that name a settings file with this text."""
    file = place / "own.toml"
    file.write_text(text, encoding="utf-8")
    return ("--config", file)


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("run", "nowhere.csv"), 1, "There is no file nowhere.csv; check the name."),
        (("run", "."), 1, "is a folder; name one file in it"),
        (("run", LEADS, "--as-of", "yesterday"), 2, "write 2013-12-12, `corpus` or `today`"),
        (("run", LEADS, "--corpus", "nowhere"), 2, "holds no companies.jsonl"),
        ((*LIST, "--db", "mysql://somewhere/x"), 2, "use `sqlite:///leadwright.db`"),
        ((*LIST, "--db", "leads"), 2, "use `sqlite:///leadwright.db`"),
        ((*LIST, "--db", "sqlite:///no/such/folder/x.db"), 1, "cannot be opened"),
        ((*LIST, "--db", "postgresql://u@127.0.0.1:1/x"), 1, "see that its server runs"),
        ((*LIST, "--config", "nowhere.toml"), 2, "'nowhere.toml' does not exist; check --config"),
        ((*LIST, "--limit", "0"), 2, "Invalid value for '--limit'"),
        ((*LIST, "--stage", "nowhere"), 2, "Invalid value for '--stage'"),
        (("leads", "show"), 2, "Missing argument"),
        (("leads", "show", "nobody"), 1, "`leadwright leads list` shows the ids"),
        (("leads", "retry"), 2, "name leads, or give --reason"),
        (("approvals", "show", "nothing"), 1, "`leadwright approvals list` shows the ids"),
        (("rules", "test", "nowhere.json"), 1, "cannot be read"),
        (("check", "draft", "nowhere.json"), 1, "cannot be read"),
        (("eval", "run", "nowhere.jsonl"), 1, "cannot be read"),
        (("eval", "run", LEADS, "--gate", "beauty=1"), 2, "names no metric"),
        (("agents", "run", "nobody", "--lead", "x"), 2, "Invalid value for 'name'"),
    ],
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_a_mistake_is_told_with_what_to_do(words: tuple[object, ...], code: int, why: str) -> None:
    told = call(*words)
    assert told_why(told, code, why), told


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a = [1,", "is not valid TOML"),
        ("[work]\nconcurency = 3", "work.concurency"),
        ("[work]\nconcurrency = 'many'", "work.concurrency"),
        ('[icp]\nterms = [{name = "a", when = "nonsense > 3"}]', "there is no variable 'nonsense'"),
        ('[rules]\nfile = "nowhere.json"', "'nowhere.json' cannot be read"),
        ("[fx.rates]\nEUR = 'much'", "fx.rates.EUR"),
        ("as_of = 'yesterday'", "as_of"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, why: str) -> None:
    told = call("approvals", "list", *with_settings(tmp_path, text))
    assert told_why(told, 2, why), told
    assert not list(tmp_path.glob("*.db")), "nothing is made before the settings are right"


def test_a_settings_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes("# Käse\n".encode("latin-1"))
    assert told_why(call(*LIST, "--config", file), 2, "save it as UTF-8")


def test_a_setting_of_the_environment_is_named() -> None:
    told = call(*LIST, env={"LEADWRIGHT_WORK__CONCURRENCY": "many"})
    assert told_why(told, 2, "work.concurrency")


def test_a_damaged_corpus_stops_a_run_before_any_lead(tmp_path: Path) -> None:
    corpus = shutil.copytree(WORLD, tmp_path / "corpus")
    with (corpus / "people.jsonl").open("a", encoding="utf-8") as file:
        file.write("{\n")
    told = call("run", LEADS, "--corpus", corpus, "--as-of", "2026-11-01", "--json")
    assert told_why(told, 2, "people.jsonl, line 14")
    assert call(*LIST, "--json").json() == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "is not JSON"),
        ("[]", 'must look like {"escalation_rules": [...]}'),
        (
            '{"escalation_rules": [{"condition": "foo > 3", "action": "escalate", "reason": "x"}]}',
            "there is no variable 'foo'",
        ),
    ],
)
def test_rules_that_could_never_work_are_refused(
    db: str, tmp_path: Path, text: str, why: str
) -> None:
    file = tmp_path / "rules.json"
    file.write_text(text)
    assert told_why(call("rules", "test", file, "--db", db), 2, why)


def test_a_beginning_that_several_leads_share_names_them(db: str) -> None:
    told = call("leads", "show", "lead_", "--db", db)
    assert told_why(told, 1, "12 leads go by 'lead_'; use our own id: lead_")


class TestDatabase:
    """A copy of the worked database, with something wrong about it."""

    @pytest.fixture
    def copy(self, db: str, place: Path, tmp_path: Path) -> Path:
        """The copy, with its key beside it."""
        assert db
        with dbapi2.connect(str(place / "worked.db")) as connection:
            connection.execute(f"VACUUM INTO '{tmp_path / 'copy.db'}'")
        shutil.copy(place / "leadwright.key", tmp_path / "leadwright.key")
        return tmp_path / "copy.db"

    def test_a_copy_with_its_key_is_as_good_as_the_first(self, copy: Path, db: str) -> None:
        assert call(*LIST, "--db", f"sqlite:///{copy}", "--json").out == (
            call(*LIST, "--db", db, "--json").out
        )

    @pytest.mark.parametrize("words", [LIST, ("db", "upgrade")], ids=" ".join)
    def test_a_newer_database_wants_a_newer_program(self, copy: Path, words: Sequence[str]) -> None:
        with dbapi2.connect(str(copy)) as connection:
            connection.execute("UPDATE leadwright_version SET version_num = '9999'")
        told = call(*words, "--db", f"sqlite:///{copy}")
        assert told_why(told, 2, "Install the newer leadwright again")

    def test_a_file_that_is_no_database_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "text.db").write_text("hello " * 500)
        told = call(*LIST, "--db", f"sqlite:///{tmp_path / 'text.db'}")
        assert told_why(told, 2, "is not a SQLite database")

    def test_a_database_of_somebody_else_is_left_alone(self, tmp_path: Path) -> None:
        with dbapi2.connect(str(tmp_path / "theirs.db")) as connection:
            connection.execute("CREATE TABLE theirs (a)")
        told = call(*LIST, "--db", f"sqlite:///{tmp_path / 'theirs.db'}")
        assert told_why(told, 2, "tables that are not leadwright's ('theirs')")

    @pytest.mark.parametrize(
        ("key", "why"),
        [
            (None, "is missing and the database is sealed with it"),
            ("hello", "does not hold 32 bytes as hexadecimal text"),
            ("00" * 32, "does not fit this database"),
        ],
    )
    def test_a_key_that_does_not_fit_is_told(self, copy: Path, key: str | None, why: str) -> None:
        file = copy.with_name("leadwright.key")
        file.unlink() if key is None else file.write_text(key)
        assert told_why(call(*LIST, "--db", f"sqlite:///{copy}"), 2, why)


def test_a_draft_that_rests_on_nothing_fails_and_says_where(tmp_path: Path) -> None:
    case = {"draft": {"subject": "Hi", "body": "You raised $5 million."}, "findings": []}
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case))
    told = call("check", "draft", file, "--json")
    assert told.code == 1
    report = told.json()
    assert isinstance(report, dict)
    assert report["ok"] is False
    assert [s["text"] for s in report["sentences"] if s["problems"]] == ["You raised $5 million."]


def test_a_draft_without_facts_passes_from_stdin() -> None:
    case = {"draft": {"subject": "Hello", "body": "May I call you?"}, "findings": []}
    told = spawn("check", "draft", "-", "--json", given=json.dumps(case))
    assert (told.code, told.err) == (0, "")
    assert json.loads(told.out)["ok"] is True


@pytest.mark.parametrize("text", ["{", "[1]", '{"draft": 5}', '{"findings": []}', ""])
def test_a_case_in_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "case.json"
    file.write_text(text)
    assert told_why(call("check", "draft", file), 1, "")
