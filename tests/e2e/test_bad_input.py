"""Whatever a person gives by mistake is answered in plain English, with what to do."""

import json
import re
import shutil
from pathlib import Path

import pytest
from tests.e2e.door import LEADS, WORLD, call

JARGON = re.compile(
    r"Traceback|Input should be|validation error|Expecting value|Extra data|type=|pydantic|"
    r"\[Errno|UnicodeDecode|codec can't|ValidationError|NoneType|Value error|field required",
    re.IGNORECASE,
)
SETTINGS = {
    "no TOML": "a = [1,",
    "a text without quotes": "[seller]\ncompany = Acme Ltd",
    "an unknown key": "[seller]\ncompny = 'Acme'",
    "an unknown section": "[sellers]\ncompany = 'Acme'",
    "a word for a number": "[work]\nconcurrency = 'many'",
    "too small a number": "[work]\nconcurrency = 0",
    "too large a number": "[intake]\nbatch = 1000000",
    "half a number": "[intake]\nbatch = 1.5",
    "an empty company": "[seller]\ncompany = ' '",
    "a bad mail address": "[seller]\nsender_email = 'nora at acme'",
    "a sentence without a stop": "[[seller.values]]\nsentence = 'We match'\nproblem = 'doing it'",
    "a problem that is none": "[[seller.values]]\nsentence = 'We match.'\nproblem = 'Invoices.'",
    "a value without a problem": "[[seller.values]]\nsentence = 'We match.'",
    "no values": "[seller]\nvalues = []",
    "no question": "[seller]\ncalls_to_action = ['Call me.']",
    "a text for a list": "[seller]\nlinks = 'https://acme.example'",
    "a number for a text": "[seller]\nproduct = 5",
    "a text for a section": "seller = 'Acme'",
    "no day": "as_of = 'yesterday'",
    "no day of rates": "[fx]\nas_of = 'lately'",
    "no rate": "[fx.rates]\nEUR = 'much'",
    "a rate below zero": "[fx.rates]\nEUR = -1",
    "an autonomy to come": "[autonomy]\nlevel = 'send'",
    "a term without its condition": "[icp]\nterms = [{name = 'a'}]",
    "a term that means nothing": "[icp]\nterms = [{name = 'a', when = 'nonsense > 3'}]",
    "a rules file that is not there": "[rules]\nfile = 'nowhere.json'",
    "a share above one": "[icp]\nmin_fit = 7",
}
RULES = {
    "half JSON": "{",
    "nothing": "",
    "a list": "[]",
    "nested too deeply": "[" * 100_000,
    "an unknown variable": '{"escalation_rules": [{"condition": "foo > 3", "action": "escalate", '
    '"reason": "x"}]}',
    "an unknown action": '{"escalation_rules": [{"condition": "regulated", "action": "call", '
    '"reason": "x"}]}',
}
CASES = {
    "half JSON": "{",
    "nothing": "",
    "a list": "[1]",
    "a number for a draft": '{"draft": 5}',
    "no draft": '{"findings": []}',
    "a word for a claim": '{"draft": {"body": "x", "claims": ["y"]}}',
    "a word for a day": '{"draft": {"body": "x"}, "today": "soon"}',
    "nested too deeply": "[" * 100_000,
}
ROWS = {
    "half a line": "{\n",
    "no JSON": "hello\n",
    "a list": "[]\n",
    "no id": '{"source": "x"}\n',
    "a word for a year": '{"record_id": "1", "source": "s", "source_key": "k", '
    '"observed_on": "2026-01-01", "name": "A", "founded_year": "old"}\n',
    "a day that is none": '{"record_id": "1", "source": "s", "source_key": "k", '
    '"observed_on": "lately", "name": "A"}\n',
}
KNOWN = {
    "half a line": "{",
    "no truth": '{"lead_id": "1", "input": {}}',
    "a word for the truth": '{"lead_id": "1", "input": {}, "ground_truth": "yes"}',
}


def is_plain(arguments: list[object], *names: str) -> bool:
    """Whether it failed in one friendly sentence that names what must be named."""
    told = call(*arguments)
    assert told.code in {1, 2}, told
    assert told.is_a_sentence(), told
    assert not JARGON.search(told.err), told.err
    sentence = " ".join(told.err.split())
    assert re.match(r"leadwright: .{15,}", sentence), sentence
    missing = [name for name in names if name not in sentence]
    assert not missing, f"{missing} not named in: {sentence}"
    return True


@pytest.mark.parametrize("text", SETTINGS.values(), ids=SETTINGS)
def test_a_wrong_setting(tmp_path: Path, text: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    words = ["own.toml"] if "company = Acme" in text else re.findall(r"^\[+(\w+)", text)
    assert is_plain(["approvals", "list", "--config", file], *words)
    assert not list(tmp_path.glob("*.db")), "nothing is made before the settings are right"


def test_a_misspelt_setting_names_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text("[seller]\ncompny = 'Acme'\n[wrok]\nx = 1\n", encoding="utf-8")
    told = call("leads", "list", "--config", file).err
    assert "there is no setting 'seller.compny'; did you mean 'seller.company'?" in told
    assert "(and 1 more; `leadwright doctor` lists all)" in told


@pytest.mark.parametrize("text", RULES.values(), ids=RULES)
def test_wrong_rules(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rules.json"
    file.write_text(text, encoding="utf-8")
    assert is_plain(["rules", "test", file])


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_a_wrong_case(tmp_path: Path, text: str) -> None:
    file = tmp_path / "case.json"
    file.write_text(text, encoding="utf-8")
    assert is_plain(["check", "draft", file])


@pytest.mark.parametrize("text", ROWS.values(), ids=ROWS)
def test_a_wrong_row_of_a_corpus(tmp_path: Path, text: str) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "companies.jsonl").write_text(text, encoding="utf-8")
    assert is_plain(["run", LEADS, "--corpus", corpus], "companies.jsonl, line 1")


@pytest.mark.parametrize(
    "text", ["news_days = 'few'", "colour = 'red'", "a = ", "title_ranks = [['(']]"]
)
def test_wrong_conventions(tmp_path: Path, text: str) -> None:
    corpus = shutil.copytree(WORLD, tmp_path / "corpus")
    (corpus / "corpus.toml").write_text(text, encoding="utf-8")
    assert is_plain(["run", LEADS, "--corpus", corpus], "corpus.toml")


@pytest.mark.parametrize("text", KNOWN.values(), ids=KNOWN)
def test_leads_with_wrong_answers(tmp_path: Path, text: str) -> None:
    file = tmp_path / "known.jsonl"
    file.write_text(text, encoding="utf-8")
    assert is_plain(["eval", "run", file], "line 1")


def test_a_folder_of_the_settings_that_is_no_corpus_is_named_with_its_setting(
    tmp_path: Path,
) -> None:
    (tmp_path / "leadwright.toml").write_text("[research]\ncorpus = 'nowhere'\n")
    assert is_plain(["run", LEADS], "'nowhere'", "research.corpus")


def test_a_corpus_of_the_settings_brings_its_own_day_as_one_of_the_command_line_does(
    tmp_path: Path,
) -> None:
    (tmp_path / "leadwright.toml").write_text(f"[research]\ncorpus = {json.dumps(str(WORLD))}\n")
    told = call("run", LEADS, "--json").json()
    assert isinstance(told, dict)
    assert told["as_of"] == "2026-11-01"
    (tmp_path / "leadwright.toml").write_text(
        f"as_of = 'today'\n[research]\ncorpus = {json.dumps(str(WORLD))}\n"
    )
    told = call("run", LEADS, "--json").json()
    assert isinstance(told, dict)
    assert told["as_of"] != "2026-11-01"


def test_a_variable_that_should_hold_json_is_named() -> None:
    told = call("leads", "list", env={"LEADWRIGHT_ICP": "many"})
    assert told.code == 2
    assert "LEADWRIGHT_ICP" in told.err
    assert not JARGON.search(told.err)


def test_hints_can_be_given_as_they_stand_where_the_program_has_another_name() -> None:
    told = call("leads", "show", "nobody", env={"LEADWRIGHT_COMMAND": "./dev run"})
    assert "`./dev run leads list` shows the ids" in told.err
    assert "`leadwright leads list`" in call("leads", "show", "nobody").err
