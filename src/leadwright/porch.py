"""The porch: the store alone, for whoever only looks and need not wait until the house is built."""

from leadwright.adapters.store import Database, Store
from leadwright.settings import Settings


def open_store(settings: Settings) -> Store:
    """The database of the settings; close it when done.

    Raises:
        Misconfigured: schema or key do not fit; the message says what to do.
        StoreUnavailable: the database cannot be reached.
    """
    return Store.open(Database.open(settings.database.url), key_file=settings.database.key_file)
