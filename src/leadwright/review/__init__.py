"""Where drafts and doubts are judged: rules, grounding, escalations, and what a person decides."""
