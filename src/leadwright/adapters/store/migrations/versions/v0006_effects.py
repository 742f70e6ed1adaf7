"""Effects: decisions, overrides, who must not be written to, pauses, what a mailbox may send.

Revision ID: 0006
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _approvals() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("author", sa.Text(), nullable=False, server_default="agent:outreach"),
        sa.Column("needs", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("yes", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("reminded_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
    )


def _intents() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("moved_at", sa.BigInteger(), nullable=True),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("mailbox", sa.Text(), nullable=True),
        sa.Column("company", sa.LargeBinary(), nullable=True),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
    )


_TABLES = ("allowances", "pauses", "suppressions", "overrides")


def upgrade() -> None:
    """Add columns and tables."""
    for column in _approvals():
        op.add_column("approvals", column)
    for column in _intents():
        op.add_column("intents", column)
    op.drop_column("intents", "lease_until")  # leases run by each worker's own steady clock
    op.drop_index("intents_by_state", table_name="intents")
    op.create_index("intents_by_state", "intents", ["state", "not_before"], unique=False)
    known = sa.text("company IS NOT NULL")
    op.create_index(
        "intents_by_company",
        "intents",
        ["company", "moved_at"],
        sqlite_where=known,
        postgresql_where=known,
    )
    _overrides()
    _lists()
    # Whoever lets an effect out shares this row; whoever suppresses or pauses holds it alone.
    op.execute("INSERT INTO counters (name, value) VALUES ('gate', 0)")


def downgrade() -> None:
    """Drop them; what was decided and sent is forgotten."""
    op.execute("DELETE FROM counters WHERE name = 'gate'")
    for table in _TABLES:
        op.drop_table(table)
    op.drop_index("intents_by_company", table_name="intents")
    op.drop_index("intents_by_state", table_name="intents")
    op.create_index("intents_by_state", "intents", ["state", "created_at"], unique=False)
    op.add_column("intents", sa.Column("lease_until", sa.BigInteger(), nullable=True))
    for column in _intents():
        op.drop_column("intents", column.name)
    for column in _approvals():
        op.drop_column("approvals", column.name)


def _overrides() -> None:
    op.create_table(
        "overrides",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("approval_id", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.Text(), nullable=False),
        sa.Column("agent_output", sa.LargeBinary(), nullable=False),
        sa.Column("human_output", sa.LargeBinary(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["approval_id"], ["approvals.id"]),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("overrides_by_time", "overrides", ["at"], unique=False)


def _lists() -> None:
    op.create_table(
        "suppressions",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "hash"),
    )
    op.create_table(
        "pauses",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "name"),
    )
    op.create_table(
        "allowances",
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", "day"),
    )
