"""The history of the schema, one file a step; `alembic` runs it through `migrate`."""
