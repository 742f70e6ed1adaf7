"""What alembic runs for each command: our connection, our tables, one transaction."""

from alembic import context

from leadwright.adapters.store import tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=tables.metadata,
    version_table="leadwright_version",
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
