"""A CRM of our own: what it holds of leads, and who wrote it.

Nothing ever wrote into the table of flat records before it.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the two tables."""
    serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "crm_objects",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("lead_no", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("fields", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("crm_objects_by_lead", "crm_objects", ["lead_no", "type"], unique=False)
    op.create_table(
        "crm_log",
        sa.Column("seq", serial, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("lead_no", sa.BigInteger(), nullable=False),
        sa.Column("run", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("crm_log_by_lead", "crm_log", ["lead_no", "seq"], unique=False)
    op.create_index("crm_log_by_run", "crm_log", ["run"], unique=False)
    op.drop_table("crm_records")


def downgrade() -> None:
    """Drop them; what the CRM held is gone."""
    op.create_table(
        "crm_records",
        sa.Column(
            "lead_no",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("lead_no"),
    )
    op.drop_table("crm_log")
    op.drop_table("crm_objects")
