"""Several workers on one PostgreSQL: how much they do, and what it takes.

`fleet` says what is run, `yard` starts the workers, `looks` reads database and machine, `figures`
makes one answer of it.
"""
