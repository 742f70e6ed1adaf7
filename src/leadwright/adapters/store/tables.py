"""The schema: one for both databases.

Times are whole microseconds since 1970 in UTC: they sort, compare and round-trip alike on both
databases, which their own types of time do not. Money is decimal text. `LargeBinary` columns are
sealed unless a comment says otherwise.
"""

from typing import Final

import sqlalchemy as sa

from leadwright.adapters.store import moments

SCHEMA_MARKER: Final = "leadwright"
Moment = moments.Moment
micros = moments.micros
_Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

metadata = sa.MetaData()

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),  # lead_no: the last given; position: the next
    sa.Column("value", sa.BigInteger, nullable=False),
)

# Ids of leads come from their content, in no order: as the key of every table they would touch a
# page of each index for every row taken in. The tables of many rows go by a running number.
leads = sa.Table(
    "leads",
    metadata,
    sa.Column("lead_no", _Serial, primary_key=True, autoincrement=False),
    sa.Column("lead_id", sa.Text, nullable=False, unique=True),
    sa.Column("pseudonym", sa.Text, nullable=False),
    sa.Column("campaign", sa.Text, nullable=False),
    sa.Column("owner", sa.Text),
    sa.Column("source", sa.Text),
    sa.Column("currency", sa.Text),
    sa.Column("cohort", sa.Integer, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("run_state", sa.Text, nullable=False),
    sa.Column("segment", sa.Integer, nullable=False),
    sa.Column("priority", sa.Double, nullable=False),  # highest first; age is in the number
    sa.Column("release", sa.Text, nullable=False),
    sa.Column("merged_into", sa.Text),
    sa.Column("document", sa.LargeBinary, nullable=False),  # person, company, value, basis, flaws
    sa.Column("raw", sa.LargeBinary),  # the row as given; dropped by retention
)
sa.Index(
    "leads_unrested",
    leads.c.run_state,
    leads.c.campaign,
    leads.c.priority.desc(),
    leads.c.position,
    sqlite_where=sa.text("run_state <> 'idle'"),
    postgresql_where=sa.text("run_state <> 'idle'"),
)
sa.Index("leads_by_priority", leads.c.priority.desc(), leads.c.position)
sa.Index("leads_by_stage", leads.c.stage, leads.c.priority.desc(), leads.c.position)

lead_keys = sa.Table(
    "lead_keys",
    metadata,
    sa.Column("lead_no", _Serial, primary_key=True, autoincrement=False),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),  # destroy it, and the lead is erased
)

dedup_keys = sa.Table(
    "dedup_keys",
    metadata,
    sa.Column("blind", sa.BigInteger, primary_key=True, autoincrement=False),  # finds, not proves
    sa.Column("lead_no", sa.BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# The keys of the leads that came last; `Shelf` moves them to the others, on SQLite.
dedup_fresh = sa.Table(
    "dedup_fresh",
    metadata,
    sa.Column("blind", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("lead_no", sa.BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("lead_no", _Serial, primary_key=True, autoincrement=False),  # none: version 0
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("release", sa.Text, nullable=False),
    sa.Column("merged_into", sa.Text),
    sa.Column("last_updated", Moment, nullable=False),
    sa.Column("document", sa.LargeBinary, nullable=False),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("lead_no", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("done", sa.Boolean, nullable=False),
    sa.Column("payload", sa.LargeBinary),  # null for an empty one
    sqlite_with_rowid=False,
)

journal = sa.Table(
    "journal",
    metadata,
    sa.Column("seq", _Serial, primary_key=True, autoincrement=True),
    sa.Column("segment_id", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("lead_no", sa.BigInteger, nullable=False),
    sa.Column("pseudonym", sa.Text, nullable=False),
    sa.Column("phase", sa.Text, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("agent", sa.Text, nullable=False),
    sa.Column("release", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("tokens_in", sa.BigInteger, nullable=False),
    sa.Column("tokens_out", sa.BigInteger, nullable=False),
    sa.Column("cost_usd", sa.Text, nullable=False),
    sa.Column("price_version", sa.Text, nullable=False),
    sa.Column("latency_ms", sa.Double, nullable=False),
    sa.Column("cached", sa.Boolean, nullable=False),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("payload_hash", sa.LargeBinary, nullable=False),  # SHA-256 of the sealed payload
    sa.Column("row_hash", sa.LargeBinary, nullable=False),  # keyed; audit events rest on it
    sa.Column("payload", sa.LargeBinary),  # request and reply; dropped by retention
    sa.UniqueConstraint("segment_id", "key", name="journal_by_segment"),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("timestamp", Moment, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("model", sa.Text),
    sa.Column("tool", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("cost_tokens", sa.BigInteger, nullable=False),
    sa.Column("cost_usd", sa.Text, nullable=False),
    sa.Column("release", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("prev_hash", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)
sa.Index("audit_by_subject", audit.c.subject, audit.c.seq)

audit_head = sa.Table(
    "audit_head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.CheckConstraint("id = 1", name="audit_head_is_one_row"),
)

approvals = sa.Table(
    "approvals",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("lead_id", sa.Text, sa.ForeignKey("leads.lead_id"), nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("draft", sa.LargeBinary, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("assignee", sa.Text),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_at", Moment),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("needs", sa.Integer, nullable=False),
    sa.Column("yes", sa.Text, nullable=False),  # JSON: who said yes, and when
    sa.Column("reminded_at", Moment),
    sa.Column("reason", sa.LargeBinary),
    sa.Column("release", sa.Text, nullable=False),
    sa.Column("campaign", sa.Text, nullable=False),
    sa.Column("owner", sa.Text),
)
sa.Index("approvals_by_lead", approvals.c.lead_id, approvals.c.created_at)
sa.Index("approvals_by_status", approvals.c.status, approvals.c.expires_at)

intents = sa.Table(
    "intents",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("lead_id", sa.Text, sa.ForeignKey("leads.lead_id"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("sequence_step", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("approval_id", sa.Text, sa.ForeignKey("approvals.id")),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("message_id", sa.Text, unique=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("fencing_token", sa.BigInteger, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("not_before", Moment),
    sa.Column("moved_at", Moment),
    sa.Column("worker", sa.Text),
    sa.Column("mailbox", sa.Text),
    sa.Column("company", sa.LargeBinary),  # keyed hash of its domain; counted once it was begun
    sa.Column("provider_id", sa.Text),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("release", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("campaign", sa.Text, nullable=False),
    sa.Column("owner", sa.Text),
)
sa.Index("intents_by_lead", intents.c.lead_id, intents.c.created_at)
sa.Index("intents_by_approval", intents.c.approval_id)
sa.Index("intents_by_state", intents.c.state, intents.c.not_before)
sa.Index(
    "intents_by_company",
    intents.c.company,
    intents.c.moved_at,
    sqlite_where=sa.text("company IS NOT NULL"),
    postgresql_where=sa.text("company IS NOT NULL"),
)

overrides = sa.Table(
    "overrides",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("approval_id", sa.Text, sa.ForeignKey("approvals.id"), nullable=False),
    sa.Column("lead_id", sa.Text, sa.ForeignKey("leads.lead_id"), nullable=False),
    sa.Column("agent_output", sa.LargeBinary, nullable=False),
    sa.Column("human_output", sa.LargeBinary, nullable=False),
    sa.Column("reason_code", sa.Text, nullable=False),
    sa.Column("reason", sa.LargeBinary, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("release", sa.Text, nullable=False),
)
sa.Index("overrides_by_time", overrides.c.at)

# Who must not be written to. It outlives every lead: only keyed hashes, nothing to erase.
suppressions = sa.Table(
    "suppressions",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("hash", sa.LargeBinary, primary_key=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

pauses = sa.Table(
    "pauses",
    metadata,
    sa.Column("scope", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),  # empty: all of that scope
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

allowances = sa.Table(
    "allowances",
    metadata,
    sa.Column("mailbox", sa.Text, primary_key=True),
    sa.Column("day", sa.Text, primary_key=True),  # ISO 8601
    sa.Column("used", sa.BigInteger, nullable=False),
)

twins = sa.Table(
    "twins",
    metadata,
    sa.Column("entity_id", sa.Text, primary_key=True),
    sa.Column("person", sa.LargeBinary, primary_key=True),  # keyed hash
    sa.Column("lead_id", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

refusals = sa.Table(
    "refusals",
    metadata,
    sa.Column("id", sa.LargeBinary, primary_key=True),  # keyed hash of file, row and content
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("row", sa.BigInteger, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),  # what was given, and the reason
)
sa.Index("refusals_by_row", refusals.c.file, refusals.c.row)

releases = sa.Table(
    "releases",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("manifest", sa.Text, nullable=False),
)

tool_states = sa.Table(
    "tool_states",
    metadata,
    sa.Column("tool", sa.Text, primary_key=True),
    sa.Column("provider", sa.Text, primary_key=True),  # empty: the tool as a whole
    sa.Column("is_off", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("changed_at", Moment),
    sa.Column("open_until", Moment),  # of the breaker
)

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("key", sa.LargeBinary, primary_key=True),  # keyed hash of the question
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("asker", sa.Text),  # the call that asks just now
    sa.Column("kept_at", Moment),
    sa.Column("answer", sa.LargeBinary),  # sealed for the house: it belongs to no single lead
    sa.Column("until", Moment, nullable=False),  # cleared away then
)
sa.Index("answers_by_end", answers.c.until)

tool_failures = sa.Table(
    "tool_failures",
    metadata,
    sa.Column("tool", sa.Text, primary_key=True),
    sa.Column("provider", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
)
