"""`leadwright init`: a few questions, and a settings file that explains itself."""

import difflib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final

import typer

from leadwright.entrypoints.cli.options import (
    Json,
    command,
    note,
    print_json,
    say,
    without_password,
)
from leadwright.entrypoints.cli.questions import QUESTIONS, Question
from leadwright.errors import Misconfigured, Refused

FILE: Final = Path("leadwright.toml")
Out = Annotated[Path, typer.Option(help="Where to write the settings.")]
Yes = Annotated[bool, typer.Option("--yes", help="Ask nothing: take the defaults and --set.")]
Force = Annotated[
    bool, typer.Option("--force", help="Replace a file that is there; a copy of it is kept.")
]
Given = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="An answer beforehand, for example seller.company=Acme; may be repeated.",
        show_default=False,
    ),
]
HELLO = (
    "A few questions, then everything stands in {file} and can be changed there.\n"
    "Enter takes what stands in brackets; - leaves a question open.\n"
)


class SettingsThere(Refused):
    """There is a settings file already; it is not overwritten without --force."""

    code = "settings_there"


class AnswerInvalid(Misconfigured):
    """An answer to a question of `init` cannot be used; the message says why."""

    code = "answer_invalid"


class NobodyToAsk(Misconfigured):
    """`init` was started where nobody can answer, and without --yes."""

    code = "nobody_to_ask"


def init(
    out: Out = FILE,
    yes: Yes = False,
    force: Force = False,
    given: Given = None,
    json: Json = False,
) -> None:
    """Ask a few questions and write a commented leadwright.toml.

    Each answer is checked at once. Without a terminal give --yes and --set KEY=VALUE.
    """
    from leadwright.entrypoints.cli.settings_file import written

    if out.exists() and not force:
        raise SettingsThere(
            f"{str(out)!r} is there already; change it by hand, or give --force (a copy is kept)"
        )
    real = _real(out)
    answers = _checked(given or [])
    if not yes:
        if json or not sys.stdin.isatty():
            raise NobodyToAsk(
                "there is nobody to ask here (no terminal); give --yes and, as often as needed, "
                "--set KEY=VALUE, for example --set seller.company=Acme"
            )
        answers |= _asked(answers, out)
    text = written(answers)
    backup = _kept(real) if real.exists() else None
    _write(real, text)
    if json:
        print_json(
            {
                "file": str(out),
                "backup": str(backup) if backup else None,
                "answers": {key: _shown(key, value) for key, value in answers.items()},
            }
        )
        return
    _tell(out, backup, answers)


def _real(out: Path) -> Path:
    """The file itself, also where a link leads to it.

    Raises:
        SettingsUnwritable: what stands there is no file.
    """
    if (out.exists() or out.is_symlink()) and not out.is_file():
        raise SettingsUnwritable(f"{str(out)!r} is no file; choose another place with --out")
    return out.resolve() if out.is_symlink() else out


def _shown(key: str, answer: object) -> object:
    return without_password(str(answer)) if key == "database.url" else answer


def _checked(pairs: list[str]) -> dict[str, object]:
    """The answers given beforehand, each checked."""
    known = {question.key: question for question in QUESTIONS}
    answers: dict[str, object] = {}
    for pair in pairs:
        key, sign, value = (part.strip() for part in pair.partition("="))
        if not sign or key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            meant = f"did you mean {near[0]!r}?" if near else f"the keys are: {', '.join(known)}"
            raise AnswerInvalid(f"--set {pair!r} must be KEY=VALUE with a key of ours; {meant}")
        answers[key] = _answer(known[key], value)
    return answers


def _answer(question: Question, value: str) -> object:
    try:
        return question.check(value)
    except ValueError as error:
        raise AnswerInvalid(f"{question.key} {error}") from None


def _asked(before: dict[str, object], out: Path) -> dict[str, object]:
    note(HELLO.format(file=out))
    answers: dict[str, object] = {}
    for question in QUESTIONS:
        if question.key in before:
            continue
        answer = _ask(question, {**before, **answers})
        if answer is not None:
            answers[question.key] = answer
    return answers


def _ask(question: Question, answers: dict[str, object]) -> object | None:
    default = question.default_of(answers)
    while True:
        said: str = typer.prompt(
            question.text, default=default or "-", show_default=bool(default), err=True
        )
        if said.strip() in {"-", ""}:
            if not question.needed:
                return None
            note("  This one is needed.")
            continue
        try:
            return question.check(said.strip())
        except ValueError as error:
            note(f"  That does not work: it {error}. Please try again.")


def _kept(file: Path) -> Path:
    """A copy beside the file, under a name that is free."""
    places = (file.with_name(f"{file.name}.bak{number or ''}") for number in range(1_000))
    backup = next(place for place in places if not place.exists())
    _done(lambda: shutil.copy2(file, backup), backup)
    return backup


def _write(file: Path, text: str) -> None:
    _done(lambda: file.write_text(text, encoding="utf-8"), file)


def _done(work: Callable[[], object], file: Path) -> None:
    try:
        work()
    except OSError as error:
        raise SettingsUnwritable(
            f"{str(file)!r} cannot be written ({error.strerror}); choose another place with --out"
        ) from None


class SettingsUnwritable(Refused):
    """The settings file cannot be written where it should stand."""

    code = "settings_unwritable"


def _tell(out: Path, backup: Path | None, answers: dict[str, object]) -> None:
    here = command()
    say(f"Wrote {out}{f'; the old one is {backup}' if backup else ''}.")
    if "seller.company" not in answers:
        say("It speaks for an example seller until you put your own into [seller].")
    at = f" --config {out}" if out != FILE else ""
    say(f"Next: {here} doctor{at}, then {here} run LEADS.csv --dry-run{at}")
