"""Which company is meant: records are linked into companies and weighed against the lead.

`resolver.resolve` is the door. Nothing here guesses: where several companies fit it says
ambiguous, where none does it says none, and every candidate carries its reasons.
"""
