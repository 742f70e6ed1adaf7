"""Where a person decides: rules, escalations, approvals, the grounding check, fit, the seller."""
