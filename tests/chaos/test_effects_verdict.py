"""The judge of effects sees what went wrong: made-up houses, and diaries that tell otherwise."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from chaos.effects.deeds import Deed, acts
from chaos.effects.evidence import Evidence
from chaos.effects.verdict import Verdict, judged

from leadwright.review.approvals import content_hash

Told = dict[str, Any]
_MAIL: Told = {
    "to": "bo@customer.example",
    "from": "Ann <ann@acme.example>",
    "subject": "Hello",
    "body": "Hello Bo",
    "headers": {"Message-ID": "<i1@acme.example>"},
    "window": {"until": "2026-01-09T00:00:00+00:00"},
}


def _message(body: str = "Hello Bo", to: str = "bo@customer.example") -> str:
    lines = ["From: Ann <ann@acme.example>", f"To: {to}", "Subject: Hello"]
    text = "\r\n".join([*lines, "Message-ID: <i1@acme.example>", "", body, ""])
    return base64.b64encode(text.encode()).decode()


def _event(seq: int, action: str, **more: object) -> Told:
    event = {"seq": seq, "id": f"p1:{seq}/{action}", "at": "2026-01-02T00:00:00+00:00"}
    blank = {"actor": "system", "action": action, "subject": "p1", "detail": {"intent": "i1"}}
    return event | blank | more


def _case(state: str = "sent", stage: str = "contacted", **changed: object) -> Told:
    """One lead whose mail was approved, begun and sent; whatever is given is otherwise."""
    approval = {
        "id": "a1",
        "action": "send_email",
        "status": "approved",
        "content_hash": content_hash(_MAIL),
        "decided_by": "ann",
        "decided_at": "2026-01-02T00:00:00+00:00",
        "expires_at": "2026-01-03T00:00:00+00:00",
    }
    intent = {
        "id": "i1",
        "lead_id": "l1",
        "kind": "email",
        "sequence_step": 0,
        "state": state,
        "note": "",
        "not_before": None,
        "provider_id": "post-1",
        "approval_id": "a1",
        "content": _MAIL,
        "content_hash": content_hash(_MAIL),
    }
    lead: Told = {
        "id": "l1",
        "name": "K-1",
        "pseudonym": "p1",
        "stage": stage,
        "version": 3,
        "is_halted": False,
        "approvals": [approval],
        "intents": [intent],
    }
    case: Told = {
        "house": {
            "now": "2026-01-05T00:00:00+00:00",
            "unrested": 0,
            "leads": [lead],
            "audit": [_event(2, "email.begin"), _event(3, "email.sent")],
            "allowances": [],
        },
        "mails": [_seen()],
        "writes": [],
        "people": [],
        "names": frozenset({"K-1"}),
    }
    return case | changed


def _seen(**changed: object) -> Told:
    entry = {"intent": "i1", "recipient": "bo@customer.example", "message": _message(), "at": 10.0}
    return entry | changed


def _judged(case: Told) -> Verdict:
    return judged(Evidence(**case))


def _first(case: Told, what: str) -> Told:
    found: Told = case["house"]["leads"][0][what][0]
    return found


def test_a_mail_that_was_sent_once_as_approved_is_good() -> None:
    verdict = _judged(_case())
    assert verdict.is_good, verdict.details
    assert (verdict.sent, verdict.effects, verdict.for_people) == (1, 1, 0)


def _twice(case: Told) -> None:
    case["mails"].append(_seen(at=11.0))


def _written_twice(case: Told) -> None:
    entry = {"what": "accepted", "lead": "l1", "after": {}, "intent": "i1"}
    case["writes"] += [entry, entry]


def _unseen(case: Told) -> None:
    case["mails"].clear()


def _withdrawn(case: Told) -> None:
    _first(case, "intents")["state"] = "withdrawn"


def _failed(case: Told) -> None:
    _first(case, "intents")["state"] = "failed"


def _of_nobody(case: Told) -> None:
    case["mails"].append(_seen(intent="i2"))


def _unapproved(case: Told) -> None:
    _first(case, "approvals")["status"] = "rejected"


def _approved_too_late(case: Told) -> None:
    _first(case, "approvals")["decided_at"] = "2026-01-03T00:00:00+00:00"


def _of_other_bytes(case: Told) -> None:
    _first(case, "approvals")["content_hash"] = "0" * 64


def _rewritten(case: Told) -> None:
    case["mails"] = [_seen(message=_message("Hello Bo, buy now"))]


def _misdirected(case: Told) -> None:
    case["mails"] = [_seen(recipient="eve@elsewhere.example")]


def _never_begun(case: Told) -> None:
    del case["house"]["audit"][0]


def _gone(case: Told) -> None:
    case["names"] |= {"K-2"}


def _in_hand(case: Told) -> None:
    case["house"]["unrested"] = 1


def _sending(case: Told) -> None:
    _first(case, "intents")["state"] = "sending"
    case["mails"].clear()
    case["house"]["leads"][0]["stage"] = "escalated"
    case["house"]["leads"][0]["is_halted"] = True


def _forgotten(case: Told) -> None:
    _sending(case)
    _first(case, "intents")["state"] = "uncertain"


def _overdue(case: Told) -> None:
    _sending(case)
    _first(case, "intents").update(state="queued", not_before="2026-01-04T00:00:00+00:00")


def _overwritten(case: Told) -> None:
    case["writes"] += [
        {"what": "human", "lead": "l1", "after": {"owner": "bo"}, "intent": ""},
        {"what": "accepted", "lead": "l1", "after": {"owner": "ann"}, "intent": "i1"},
    ]
    case["mails"].clear()


def _same_version_twice(case: Told) -> None:
    case["house"]["audit"].append(_event(4, "email.sent", id="p1:3/email.sent"))


def _decision_lost(case: Told) -> None:
    case["people"].append({"what": "decided", "approval": "a1", "status": "approved", "by": "bo"})


def _nonsense_taken(case: Told) -> None:
    case["people"].append({"what": "wrong", "why": "what does not exist was approved"})


def _overspent(case: Told) -> None:
    case["cap"] = 0


def _overcounted(case: Told) -> None:
    case["cap"] = 1
    case["house"]["allowances"].append({"mailbox": "m", "day": "2026-01-02", "used": 2})


def _while_paused(case: Told) -> None:
    case["house"]["audit"].insert(0, _event(1, "pause", subject="all", id="x"))


def _left_before(case: Told) -> None:
    case["house"]["audit"].insert(0, _event(1, "suppress", actor="user:leaver-K-1", id="x"))


def _left_after(case: Told) -> None:
    case["house"]["audit"].append(_event(4, "suppress", actor="user:leaver-K-1", id="x"))
    case["people"].append({"what": "left", "lead": "K-1", "at": 9.5})


@pytest.mark.parametrize(
    ("what", "happens"),
    [
        ("double_sends", _twice),
        ("double_sends", _written_twice),
        ("phantom_sends", _unseen),
        ("phantom_sends", _withdrawn),
        ("phantom_sends", _failed),
        ("phantom_sends", _of_nobody),
        ("phantom_sends", _unapproved),
        ("phantom_sends", _approved_too_late),
        ("phantom_sends", _of_other_bytes),
        ("phantom_sends", _rewritten),
        ("phantom_sends", _misdirected),
        ("phantom_sends", _never_begun),
        ("lost_leads", _gone),
        ("lost_leads", _in_hand),
        ("lost_leads", _sending),
        ("lost_leads", _forgotten),
        ("lost_leads", _overdue),
        ("lost_updates", _overwritten),
        ("lost_updates", _same_version_twice),
        ("lost_updates", _decision_lost),
        ("lost_updates", _nonsense_taken),
        ("lost_updates", _overspent),
        ("lost_updates", _overcounted),
        ("lost_updates", _while_paused),
        ("sends_after_opt_out", _left_before),
    ],
)
def test_whatever_goes_wrong_is_noticed(what: str, happens: Callable[[Told], None]) -> None:
    case = _case()
    happens(case)
    verdict = _judged(case)
    assert getattr(verdict, what) >= 1, verdict
    assert any(line.startswith(what) for line in verdict.details)
    assert not verdict.is_good


def test_a_mail_under_way_when_somebody_opts_out_is_no_wrong_and_told_as_late() -> None:
    case = _case()
    _left_after(case)
    verdict = _judged(case)
    assert verdict.is_good, verdict.details
    assert verdict.lateness_s == 0.5


def test_an_effect_that_a_person_must_look_at_is_counted_and_no_wrong() -> None:
    case = _case(state="uncertain", stage="escalated")
    case["house"]["leads"][0]["is_halted"] = True
    _first(case, "intents")["note"] = "to_a_person"
    verdict = _judged(case)
    assert verdict.is_good, verdict.details
    assert verdict.for_people == 1


def test_verdicts_add_up() -> None:
    bad = _case()
    _twice(bad)
    both = _judged(_case()) + _judged(bad)
    assert (both.sent, both.effects, both.double_sends, both.is_good) == (3, 2, 1, False)


def test_people_do_the_same_for_the_same_seed_and_leave_nothing_out() -> None:
    leads = [f"K-{number}" for number in range(60)]
    assert acts(leads, seed=1, pace_s=0.1) == acts(leads, seed=1, pace_s=0.1)
    assert acts(leads, seed=1, pace_s=0.1) != acts(leads, seed=2, pace_s=0.1)
    done = {act.deed for seed in range(4) for act in acts(leads, seed=seed, pace_s=0.1)}
    assert done == {*Deed}
