"""A harness that kills runs at random moments and looks at what is left of them.

    python -m tests.journey.kills --kills 20 --seed 7

A parent that holds nothing (no thread, no connection) forks a child that builds the house and works
a file of leads with a model that costs money; SIGKILL ends it at a seeded moment; the next child
goes on with the same database, until the work is done. Then an undisturbed run on another database
says what should have come of it.
"""
