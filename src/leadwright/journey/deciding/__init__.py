"""What a person decides about a draft or a change of the CRM, and what silence does not.

Each decision reads the lead's session with all that hangs on it, and stores what follows in one
transaction: session, approval, intent, override, audit.
"""
