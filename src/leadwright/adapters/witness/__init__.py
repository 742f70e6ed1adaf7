"""Witnesses of the audit trail: its signing key, and where checkpoints are kept outside."""

from leadwright.adapters.witness.book import Book
from leadwright.adapters.witness.notary import Notary, open_notary

__all__ = ["Book", "Notary", "open_notary"]
