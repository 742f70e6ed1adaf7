"""The rules that stop a lead for a person: CEL conditions, checked when loaded."""
