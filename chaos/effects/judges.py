"""What must hold after every run; each judge yields a line for whatever does not."""

import base64
import email
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from typing import Any, Final

from chaos.effects.evidence import DECIDED, LEFT, WRONG, Evidence, Record
from chaos.outside.courier import NOTHING_LEFT

TO_A_PERSON: Final = "to_a_person"
AT_REST: Final = {"merged", "refused", "disqualified", "contacted", "escalated", "unsubscribed"}
WAITING: Final = {"awaiting_approval", "approved"}
_KNOWN: Final = {"sent", "uncertain"}  # of an effect that somebody outside has seen


def doubles(evidence: Evidence) -> Iterator[str]:
    """An intent, or the one mail of a step, that was taken more than once (I1)."""
    for intent, number in Counter(entry["intent"] for entry in evidence.accepted).items():
        for _ in range(number - 1):
            yield f"{intent}: taken {number} times"
    steps = Counter(
        (found["lead_id"], found["sequence_step"])
        for intent in {entry["intent"] for entry in evidence.mails}
        if (found := evidence.intents.get(intent))
    )
    for (lead, step), number in steps.items():
        if number > 1:
            yield f"{lead}: {number} mails of step {step}"


def phantoms(evidence: Evidence) -> Iterator[str]:
    """Told as sent and never taken, taken and not known, or taken without a yes (I3, I5)."""
    taken = {entry["intent"] for entry in evidence.accepted}
    for intent in evidence.intents.values():
        if intent["state"] == "sent" and intent["id"] not in taken and not _is_empty(intent):
            yield f"{intent['id']}: sent, and nobody outside saw it"
    for name in sorted(taken):
        found = evidence.intents.get(name)
        if found is None or found["state"] not in _KNOWN:
            yield f"{name}: taken outside, and {found['state'] if found else 'unknown'} here"
        else:
            yield from _unapproved(evidence, found)
    for entry in evidence.mails:
        if found := evidence.intents.get(entry["intent"]):
            yield from _changed(entry, found)


def lost(evidence: Evidence) -> Iterator[str]:
    """A lead that neither ended nor waits for something that will come (I2)."""
    names = Counter(lead["name"] for lead in evidence.leads.values())
    yield from (f"{name}: gone" for name in sorted(evidence.names - names.keys()))
    yield from (f"{name}: here {number} times" for name, number in names.items() if number > 1)
    if evidence.house["unrested"]:
        yield f"{evidence.house['unrested']} leads are in somebody's hand for ever"
    for lead in evidence.leads.values():
        yield from (f"{lead['name']}: {why}" for why in _astray(evidence, lead))


def updates(evidence: Evidence) -> Iterator[str]:
    """Something that was written, decided or counted, and does not hold any more (I4, I7)."""
    yield from _overwritten(evidence)
    for lead in evidence.leads.values():
        versions = evidence.versions(lead)
        if len({*versions}) < len(versions) or max([0, *versions]) > lead["version"]:
            yield f"{lead['name']}: at version {lead['version']}, and its trail tells of {versions}"
    for entry in evidence.noted(DECIDED):
        if not _stands(evidence.approvals.get(entry["approval"], {}), entry):
            yield f"{entry['approval']}: {entry['by']} was told it is {entry['status']}"
    yield from (str(entry["why"]) for entry in evidence.noted(WRONG))
    yield from _overspent(evidence)


def leavers(evidence: Evidence) -> Iterator[str]:
    """Mails begun after whom they go to had opted out, by the order of the trail (I6)."""
    gone = evidence.opted_out()
    taken = {entry["intent"] for entry in evidence.mails}
    for intent in evidence.intents.values():
        since = gone.get(evidence.leads[intent["lead_id"]]["name"])
        begun = [event["seq"] for event in evidence.begins.get(intent["id"], ())]
        if intent["kind"] == "email" and since and any(seq > since for seq in begun):
            how = "taken" if intent["id"] in taken else "not taken"
            yield f"{intent['id']}: begun at {begun}, opted out at {since}, {how}"


def paused(evidence: Evidence) -> Iterator[str]:
    """Effects begun while everything stood still."""
    standing: set[str] = set()
    for event in evidence.house["audit"]:
        if event["action"] == "pause":
            standing.add(event["subject"])
        elif event["action"] == "resume":
            standing.discard(event["subject"])
        elif "all" in standing and event["action"].endswith(".begin"):
            yield f"{event['detail']['intent']}: begun at {event['seq']} while all was paused"


def for_people(evidence: Evidence) -> int:
    """How many effects ended before a person."""
    return sum(intent["state"] in {"uncertain", "failed"} for intent in evidence.intents.values())


def lateness_s(evidence: Evidence) -> float:
    """How long after an opt-out was confirmed the last mail under way was taken, by one clock."""
    told = {entry["lead"]: float(entry["at"]) for entry in evidence.noted(LEFT)}
    late = [
        float(entry["at"]) - told[name]
        for entry in evidence.mails
        if (name := _whose(evidence, entry)) in told
    ]
    return max([0.0, *late])


def _stands(approval: Record, told: Record) -> bool:
    """Whether what a person was told holds; a yes may be taken back later."""
    if told["status"] == "approved" and approval.get("status") == "withdrawn":
        return True
    return (approval.get("status"), approval.get("decided_by")) == (told["status"], told["by"])


def _whose(evidence: Evidence, entry: Record) -> str:
    intent = evidence.intents.get(entry["intent"])
    return evidence.leads[intent["lead_id"]]["name"] if intent else ""


def _is_empty(intent: Record) -> bool:
    return bool(intent["provider_id"] == NOTHING_LEFT)


def _unapproved(evidence: Evidence, intent: Record) -> Iterator[str]:
    name, approval = intent["id"], evidence.approvals.get(intent["approval_id"])
    if approval is None or approval["status"] != "approved" or not approval["decided_at"]:
        yield f"{name}: taken, and its approval is {approval and approval['status']}"
        return
    if approval["decided_at"] >= approval["expires_at"]:
        yield f"{name}: approved at {approval['decided_at']}, after {approval['expires_at']}"
    content = json.dumps(
        intent["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    digest = hashlib.sha256(content.encode()).hexdigest()
    if not digest == intent["content_hash"] == approval["content_hash"]:
        yield f"{name}: its bytes are not those of its approval"
    uses = [i["id"] for i in evidence.intents.values() if i["approval_id"] == approval["id"]]
    if len(uses) > 1:
        yield f"{approval['id']}: used for {uses}"
    if not evidence.begins.get(name):
        yield f"{name}: taken, and nobody had begun it"


def _changed(entry: Record, intent: Record) -> Iterator[str]:
    """Whether the mail says what was approved, and goes to whom it was approved for."""
    content: dict[str, Any] = intent["content"]
    message = email.message_from_bytes(base64.b64decode(entry["message"]), policy=SMTP)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    text = str(body.get_content()) if body else ""
    pairs = {
        "recipient": (entry["recipient"], content["to"]),
        "to": (parseaddr(message["To"])[1], content["to"]),
        "from": (message["From"], content["from"]),
        "subject": (message["Subject"], content["subject"]),
        "body": (" ".join(text.split()), " ".join(content["body"].split())),
        **{name: (message[name], value) for name, value in content["headers"].items()},
    }
    for name, (found, wanted) in pairs.items():
        if str(found) != str(wanted):
            yield f"{intent['id']}: {name} was approved as {wanted!r}, and went out as {found!r}"


def _astray(evidence: Evidence, lead: Record) -> Iterator[str]:
    stage, intents = lead["stage"], lead["intents"]
    if stage not in AT_REST | WAITING:
        yield f"rests at {stage}"
    if stage == "escalated" and not lead["is_halted"]:
        yield "escalated, and nobody says why"
    if stage == "awaiting_approval" and not _has(lead["approvals"], "send_email", "pending"):
        yield "awaits an approval that is not there"
    if stage == "approved" and not _has(intents, "email", "queued"):
        yield "approved, and nothing will be sent"
    if stage == "contacted" and not _has(intents, "email", "sent"):
        yield "contacted, and nothing was sent"
    for intent in intents:
        if why := _adrift(evidence, intent):
            yield f"{intent['id']} {why}"


def _has(items: list[Record], kind: str, state: str) -> bool:
    return any(
        (item.get("kind", item.get("action")), item.get("state", item.get("status")))
        == (kind, state)
        for item in items
    )


def _adrift(evidence: Evidence, intent: Record) -> str:
    """Why nobody will ever look at an intent again."""
    match intent["state"]:
        case "sending":
            return "is being sent for ever"
        case "uncertain" if intent["note"] != TO_A_PERSON:
            return "is uncertain, and no person was asked"
        case "queued" if (intent["not_before"] or "") <= evidence.house["now"]:
            return f"is due since {intent['not_before']}"
        case "pending":
            approval = evidence.approvals.get(intent["approval_id"], {})
            if approval.get("status") != "pending":
                return f"waits for an approval that is {approval.get('status')}"
    return ""


def _overwritten(evidence: Evidence) -> Iterator[str]:
    """What a person wrote into the CRM, and we wrote over."""
    by_hand: dict[tuple[str, str], str] = {}
    for entry in evidence.writes:
        for name in entry["after"]:
            field = (entry["lead"], name)
            if entry["what"] == "human":
                by_hand[field] = entry["after"][name]
            elif field in by_hand:
                yield f"{entry['intent']}: wrote over {name}, which was {by_hand[field]!r}"


def _overspent(evidence: Evidence) -> Iterator[str]:
    """More mails on a day than the mailbox may send (I7)."""
    if evidence.cap is None:
        return
    for day, number in mails_by_day(evidence).items():
        if number > evidence.cap:
            yield f"{number} mails on {day}, and {evidence.cap} are allowed"
    for row in evidence.house["allowances"]:
        if row["used"] > evidence.cap:
            yield f"{row['used']} of {evidence.cap} mails are counted for {row['day']}"


def mails_by_day(evidence: Evidence) -> Counter[str]:
    """Mails that were taken, by the one day they were begun on."""
    days: Counter[str] = Counter()
    for intent in {entry["intent"] for entry in evidence.mails}:
        begun = {event["at"][:10] for event in evidence.begins.get(intent, ())}
        if len(begun) == 1:
            days[begun.pop()] += 1
    return days
