"""The same stores as in the contract suites."""

from tests.contract.store.conftest import database_url, open_store, store

__all__ = ["database_url", "open_store", "store"]
