"""Taking in very long files: a made-up file, and what reading it twice costs."""
