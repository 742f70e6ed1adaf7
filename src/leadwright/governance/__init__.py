"""Who did what, and who may read it: the audit trail and the vault of sealed personal data."""
