"""The store: leads, sessions, journal and audit in SQLite or PostgreSQL, one schema for both."""

from leadwright.adapters.store.dispatch import claim_waiting
from leadwright.adapters.store.engine import Database, Kind
from leadwright.adapters.store.store import Store

__all__ = ["Database", "Kind", "Store", "claim_waiting"]
