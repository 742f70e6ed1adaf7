"""Leads wait in a line for each campaign, so that places can be shared evenly.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_INDEX = "leads_unrested"
_PRIORITY = sa.text("priority DESC")


def upgrade() -> None:
    """One line a campaign."""
    op.drop_index(_INDEX, table_name="leads")
    _create("run_state", "campaign", _PRIORITY, "position")


def downgrade() -> None:
    """One line for all."""
    op.drop_index(_INDEX, table_name="leads")
    _create("run_state", _PRIORITY, "position")


def _create(*columns: str | sa.TextClause) -> None:
    unrested = sa.text("run_state <> 'idle'")
    op.create_index(
        _INDEX, "leads", list(columns), sqlite_where=unrested, postgresql_where=unrested
    )
