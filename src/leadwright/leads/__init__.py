"""Who we talk to: leads and their stages, evidence and findings, which company is meant.

Pure values and rules; no clock, no network, no database. Everything here can be understood and
tested with plain data.
"""
