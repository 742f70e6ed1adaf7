"""The program `leadwright`: its commands, and how failures are told."""

import os
import sys
from io import TextIOWrapper

import typer

from leadwright.entrypoints.cli import (
    agents,
    approvals,
    audit,
    bench,
    check,
    correct,
    crm,
    db,
    deciding,
    demo,
    doctor,
    evals,
    init,
    leads,
    outbox,
    overrides,
    pause,
    rules,
    run,
    sandbox,
    serve,
    suppress,
    tools,
    worker,
)
from leadwright.entrypoints.cli.options import as_called, command
from leadwright.entrypoints.cli.screen import harmless
from leadwright.errors import Bug, LeadwrightError, Misconfigured

app = typer.Typer(
    name="leadwright",
    help="Work sales leads with AI agents: evidence, approvals, audit.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run")(run.run)
app.command("worker")(worker.worker)
app.command("serve")(serve.serve)
app.command("pause")(pause.pause)
app.command("resume")(pause.resume)
app.command("init")(init.init)
app.command("doctor")(doctor.doctor)
app.command("demo")(demo.demo)
leads.app.command("correct")(correct.correct)
app.add_typer(leads.app, name="leads")
for _deciding in (
    deciding.approve,
    deciding.edit,
    deciding.reject,
    deciding.undo,
    deciding.assign,
):
    approvals.app.command(_deciding.__name__)(_deciding)
app.add_typer(approvals.app, name="approvals")
app.add_typer(overrides.app, name="overrides")
app.add_typer(audit.app, name="audit")
app.add_typer(outbox.app, name="outbox")
app.add_typer(crm.app, name="crm")
app.add_typer(suppress.app, name="suppress")
app.add_typer(agents.app, name="agents")
app.add_typer(rules.app, name="rules")
app.add_typer(evals.app, name="eval")
app.add_typer(check.app, name="check")
app.add_typer(db.app, name="db")
app.add_typer(sandbox.app, name="sandbox")
app.add_typer(tools.app, name="tools")
app.add_typer(bench.app, name="bench")


def main() -> None:
    """Run a command; a named failure becomes one sentence and an exit code.

    Exit codes: 0 done, 1 a refusal or a failed gate, 2 wrong use or wrong settings.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal need not know every letter
    try:
        app(prog_name=command())
    except LeadwrightError as error:
        told = harmless(as_called(str(error)))
        sys.stderr.write(f"leadwright: {told}\n  ({error.code}; see docs/reference/errors.md)\n")
        if isinstance(error, Bug):
            raise
        sys.exit(2 if isinstance(error, Misconfigured) else 1)
    finally:
        _finish()


def _finish() -> None:
    """Write what is still held back; nobody may be there to read it (`leads list | head`)."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
