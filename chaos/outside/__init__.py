"""The world outside, played: a mail provider and a CRM, each a process with a memory of its own.

They outlive every worker, and what happened is what they say happened, not what our database says.
"""
