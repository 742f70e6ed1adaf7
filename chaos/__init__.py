"""Faults on purpose: what is left of the work when it is killed, stopped or robbed at any moment.

    ./dev chaos journey --minutes 5 --seed 7

A parent that holds nothing (no thread, no connection) forks workers that build the house and work a
file of leads with a model that costs money. A plan made from a seed ends them, at a moment or at a
named place in the code; the next ones go on with the same database until the work is done. Then an
undisturbed run of the same leads says what should have come of it.
"""
