"""Dedup keys lie in the order of their hashes; those of the last leads wait beside them.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Sort the keys that are there; nothing ever read their kind."""
    _create("dedup_fresh")
    _create("dedup_sorted")
    op.execute(
        "INSERT INTO dedup_sorted (blind, lead_no) "
        "SELECT DISTINCT blind, lead_no FROM dedup_keys ORDER BY blind, lead_no"
    )
    op.drop_table("dedup_keys")
    op.rename_table("dedup_sorted", "dedup_keys")


def downgrade() -> None:
    """One table with an index, as before; the kinds stay unknown."""
    op.create_table(
        "dedup_unsorted",
        sa.Column("blind", sa.BigInteger(), nullable=False),
        sa.Column("lead_no", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
    )
    for table in ("dedup_keys", "dedup_fresh"):
        op.execute(
            "INSERT INTO dedup_unsorted (blind, lead_no, kind) "  # noqa: S608 - names of ours
            f"SELECT blind, lead_no, 'unknown' FROM {table}"
        )
        op.drop_table(table)
    op.rename_table("dedup_unsorted", "dedup_keys")
    op.create_index("dedup_keys_by_blind", "dedup_keys", ["blind", "lead_no"], unique=False)


def _create(name: str) -> None:
    op.create_table(
        name,
        sa.Column("blind", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lead_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("blind", "lead_no"),
        sqlite_with_rowid=False,
    )
