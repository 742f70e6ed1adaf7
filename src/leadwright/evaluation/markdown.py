"""The report for people: the figures with what they rest on, and the leads that went worst."""

from collections.abc import Iterable, Sequence

from leadwright.evaluation.report import Gate, Number, Report, by_difficulty, rounded
from leadwright.evaluation.scoring import calibration, scorers
from leadwright.evaluation.scoring.judging import FIELDS, Judged, misses
from leadwright.evaluation.scoring.scorers import Share

WORST = 20
MISSES = "Leads with a wrong fact or action"
UNNAMED = (
    "A lead that went to a person for another reason than the one it was made for lowers this "
    "table alone: what became of it is right."
)


def as_markdown(report: Report, gates: Sequence[Gate] = ()) -> str:
    """The whole report."""
    parts = (
        _head(report),
        _metrics(report),
        _gates(report, gates) if gates else "",
        _difficulty(report),
        _reasons(report),
        _calibration(report),
        _worst(report),
        _drafts(report),
    )
    return "\n".join(part for part in parts if part)


def _head(report: Report) -> str:
    return (
        f"# Evaluation {report.evaluation_run}\n\n"
        f"{len(report.leads)} leads, release {report.release}, played by the {report.model} model; "
        f"today is {report.as_of}.\n"
    )


def _metrics(report: Report) -> str:
    rows = [_share_row(name, share) for name, share in report.shares.items()]
    rows += [_share_row(f, scorers.field_accuracy(report.leads, f)) for f in FIELDS]
    plain = ("invented_facts", "avg_latency_seconds", "avg_cost_per_lead", "avg_tokens_per_lead")
    results = report.results
    rows += [(name, _number(results[name]), "", str(len(report.leads))) for name in plain]
    return _table(f"Metrics ({report.model})", ("metric", "value", "95 % interval", "n"), rows)


def _share_row(name: str, share: Share) -> tuple[str, str, str, str]:
    low_high = share.interval
    interval = f"{low_high[0]:.3f} to {low_high[1]:.3f}" if low_high else ""
    return (name, _number(share.value), interval, str(share.n))


def _gates(report: Report, gates: Sequence[Gate]) -> str:
    values = [(gate, report.figures[gate.metric]) for gate in gates]
    rows = [
        (gate.sentence(value, report.model), "holds" if gate.holds(value) else "FAILS")
        for gate, value in values
    ]
    return _table(f"Gates ({report.model})", ("gate", "verdict"), rows)


def _difficulty(report: Report) -> str:
    rows = [
        (name, *(_number(figure) for figure in figures.values()))
        for name, figures in by_difficulty(report).items()
    ]
    title = f"By difficulty ({report.model}): leads with all research right"
    return _table(title, ("difficulty", "accuracy", "latency, s", "n"), rows)


def _reasons(report: Report) -> str:
    found = scorers.reason_recall(report.leads)
    rows = [_share_row(reason, share) for reason, share in found.items()]
    title = f"Escalation reasons that were named ({report.model})"
    table = _table(title, ("reason", "recall", "95 % interval", "n"), rows)
    complete = all(share.value in {1, None} for share in found.values())
    return table if complete else f"{table}\n{UNNAMED}\n"


def _calibration(report: Report) -> str:
    found = calibration.calibrate(calibration.fact_guesses(report.leads))
    rows = [
        (f"{b.low:.1f} to {b.high:.1f}", f"{b.confidence:.3f}", f"{b.accuracy:.3f}", str(b.n))
        for b in found.bins
    ]
    select = calibration.select(report.leads)
    text = (
        f"Brier {_number(found.brier)}, calibration error {_number(found.ece)}. At a confidence of "
        f"{calibration.ASK} or more: {_number(select.coverage.value)} of the leads, of which "
        f"{_number(select.accuracy.value)} are right throughout.\n"
    )
    title = f"Confidence of facts ({report.model})"
    return _table(title, ("confidence", "mean", "right", "n"), rows) + "\n" + text


def _worst(report: Report) -> str:
    found = [(judged, misses(judged)) for judged in report.leads]
    wrong = sorted((pair for pair in found if pair[1]), key=lambda pair: -len(pair[1]))
    if not wrong:
        return f"## {MISSES} ({report.model})\n\nNone.\n"
    rows = [
        (*_lead(judged), miss.what, miss.wanted, miss.got)
        for judged, list_ in wrong[:WORST]
        for miss in list_
    ]
    title = f"{MISSES}: {len(wrong)} of {len(found)}, the worst first ({report.model})"
    return _table(title, ("lead", "difficulty", "what", "wanted", "got"), rows)


def _lead(judged: Judged) -> tuple[str, str]:
    return (judged.case.lead_id, judged.case.difficulty.value)


def _drafts(report: Report) -> str:
    drafts = report.drafts
    broken = [(rule, str(n)) for rule, n in sorted(drafts.broken.items(), key=lambda x: -x[1])]
    title = f"Rules of a good mail that {drafts.quality.n} drafts break ({report.model})"
    table = _table(title, ("rule", "drafts"), broken) if broken else ""
    lines = "\n".join(f"- {sentence}" for sentence in drafts.ungrounded[:WORST])
    faults = f"## Sentences without evidence ({report.model})\n\n{lines}\n" if lines else ""
    return "\n".join(part for part in (table, faults) if part)


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [_row(head), _row(["---"] * len(head)), *(_row(row) for row in rows)]
    return f"## {title}\n\n" + "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |"


def _number(value: Number) -> str:
    return "not measured" if value is None else str(rounded(value))
