"""A company's own research export: JSON lines on disk, answered from memory."""
