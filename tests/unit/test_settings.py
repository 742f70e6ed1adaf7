from pathlib import Path

import pytest

from leadwright.settings import SettingsInvalid, load


def written(folder: Path, text: str) -> Path:
    file = folder / "leadwright.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, "[intake]\nregion = 'DE'\ncurrency = 'EUR'\nbatch = 7\n")
    monkeypatch.setenv("LEADWRIGHT_INTAKE__CURRENCY", "CHF")
    monkeypatch.setenv("LEADWRIGHT_INTAKE__REGION", "CH")
    intake = load(file, intake={"region": "AT"}).intake
    assert (intake.region, intake.currency, intake.batch) == ("AT", "CHF", 7)


def test_codes_are_taken_in_any_case(tmp_path: Path) -> None:
    intake = load(written(tmp_path, "[intake]\nregion = 'de'\ncurrency = 'eur'\n")).intake
    assert (intake.region, intake.currency) == ("DE", "EUR")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[reserch]\nnews_days = 1\n", "no setting 'reserch'"),
        ("[research]\nnews_day = 1\n", "no setting 'research.news_day'"),
        ("[research]\nnews_days = 0\n", "'research.news_days'"),
        ("[[icp.terms]]\nname = 'x'\n", "'icp.terms.when' .entry 1. is missing"),
        ("as_of = 'soon'\n", "'as_of"),
        ("[intake]\nregion = 'Germany'\n", "'intake.region' must be 2 letters such as US or DE"),
        ("[intake]\ncurrency = '€'\n", "'intake.currency' must be 3 letters such as USD or EUR"),
        ("[research\n", "not valid TOML"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsInvalid, match=said):
        load(written(tmp_path, text))


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="--config"):
        load(tmp_path / "nowhere.toml")
