"""Language models, from strong to none at all: budgets, the journal around them, the playbook.

The seam is pydantic-ai's `Model`; what we add wraps it. `model` never means a database table.
"""
