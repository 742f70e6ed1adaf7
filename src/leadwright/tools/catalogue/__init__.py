"""The catalogue: every tool an agent or the code of the house may call."""
