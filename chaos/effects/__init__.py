"""Approved effects in a storm: each happens once, as it was approved, or a person is asked.

    ./dev chaos effects --minutes 5 --seed 7

Leads wait for their approvals. People decide, opt out and pause while workers that carry effects
out are killed; outside, a mail provider and a CRM of their own count what reached them.
"""
