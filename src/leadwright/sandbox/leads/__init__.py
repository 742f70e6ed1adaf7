"""Leads drawn from the world: what they say, how they misspell it, and who is meant."""
