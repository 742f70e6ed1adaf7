"""What plays: the leads, the paid model, the house, a worker, and what is left in the end."""
