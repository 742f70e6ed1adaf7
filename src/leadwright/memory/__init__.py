"""What is remembered about a lead: its session, its conversation, and short summaries of both."""
