"""A database administrator without scruples, and the question whether the audit trail tells."""
