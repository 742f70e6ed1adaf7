"""What agents and the code of the house may call: typed, bounded, journalled tools.

No tool acts on the outside. Those that write return a proposal, which waits for approval.
"""
