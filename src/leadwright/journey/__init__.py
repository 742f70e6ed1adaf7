"""Where a lead's journey runs: the story, its steps, its legal moves. Newcomers start here.

Read `workflow.py` first; it tells the whole story top to bottom.
"""
