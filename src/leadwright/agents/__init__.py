"""Five colleagues: coordinator, research, outreach, crm, escalation. None knows another.

Each is a module: its instructions (in `instructions/`), its output type, what it may call, how its
answers are checked, and its play, which is how the playbook model plays it.
"""
