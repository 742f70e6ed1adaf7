"""Where the work is held against the truth: leads with known answers, scores, reports.

Nothing here works a lead; the door hands in a house that does (`ports.WorksLeads`).
"""
