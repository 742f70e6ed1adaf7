"""A mail as a person writes it: in options, in a file, on stdin or in their editor."""

import json
import os
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import typer

from leadwright.errors import Misconfigured, reason_of

SUBJECT = "Subject: "


class TextUnreadable(Misconfigured):
    """The new text of a mail cannot be read from where it was said to be."""

    code = "text_unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was given; what was left out stays as it was."""

    subject: str | None = None
    body: str | None = None

    @property
    def says_nothing(self) -> bool:
        """Whether neither was given."""
        return self.subject is None and self.body is None


def body_of(body: str | None, file: Path | None) -> str | None:
    """The text that was given in one of the two ways.

    Raises:
        TextUnreadable: the file is not there, or is no text.
    """
    if file is None:
        return body
    if body is not None:
        raise typer.BadParameter("give the text once", param_hint="--body-file")
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TextUnreadable(f"{str(file)!r} cannot be read: {reason_of(error)}") from None


def in_an_editor(content: str, draft: str) -> Given:
    """What a person makes of a mail in their editor.

    Raises:
        TextUnreadable: nobody sits at this terminal, or the first line is no subject any more.
    """
    if not sys.stdin.isatty():
        raise TextUnreadable(
            "there is no terminal for an editor here; give the new text with --subject, --body or "
            "--body-file"
        )
    subject = json.loads(content)["subject"]
    text = _edited(f"{SUBJECT}{subject}\n\n{draft}\n")
    first, _, rest = text.partition("\n")
    if not first.startswith(SUBJECT.rstrip()):
        raise TextUnreadable(f"the first line must begin with {SUBJECT.rstrip()!r}")
    return Given(subject=first.removeprefix(SUBJECT.rstrip()), body=rest)


def _edited(text: str) -> str:
    """The text as it stands when the editor is closed.

    Raises:
        TextUnreadable: there is no such editor, or it failed.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"  # noqa: TID251 - at the door
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mail.txt"
        file.write_text(text, encoding="utf-8")
        try:
            subprocess.run([*shlex.split(editor), str(file)], check=True)  # noqa: S603 - their own
            return file.read_text(encoding="utf-8")
        except (OSError, ValueError, subprocess.CalledProcessError):
            raise TextUnreadable(
                f"the editor {editor!r} failed; set EDITOR, or give the text with --body-file"
            ) from None
