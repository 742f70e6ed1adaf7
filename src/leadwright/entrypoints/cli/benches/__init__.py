"""What working a lead costs, measured: each run in a process of its own, on a world made for it.

`plan` says what is run, `worker` is the process of one run, `figures` makes medians of them.
"""
