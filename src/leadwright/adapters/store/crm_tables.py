"""The tables of the embedded CRM, in the one schema."""

import sqlalchemy as sa

from leadwright.adapters.store.tables import Moment, metadata

_Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

crm_objects = sa.Table(
    "crm_objects",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("lead_no", sa.BigInteger, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),  # that of a `lead` is its whole file's
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("is_gone", sa.Boolean, nullable=False),
    sa.Column("fields", sa.LargeBinary, nullable=False),
)
sa.Index("crm_objects_by_lead", crm_objects.c.lead_no, crm_objects.c.type)

crm_log = sa.Table(
    "crm_log",
    metadata,
    sa.Column("seq", _Serial, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("lead_no", sa.BigInteger, nullable=False),
    sa.Column("run", sa.Text),
    sa.Column("at", Moment, nullable=False),
    sa.Column("entry", sa.LargeBinary, nullable=False),
)
sa.Index("crm_log_by_lead", crm_log.c.lead_no, crm_log.c.seq)
sa.Index("crm_log_by_run", crm_log.c.run)
