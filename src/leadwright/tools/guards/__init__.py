"""What stands between a call and a source: each guard is small, and knows one reason to say no."""
