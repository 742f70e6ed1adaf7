"""One repository a port: what the rooms ask of the store, in SQL."""
