"""CRMs: the embedded one on the own store; vendors' beside it later."""
