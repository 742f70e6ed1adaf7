"""Where a person decides: rules and escalations, approvals, the grounding check, fit and the seller."""
