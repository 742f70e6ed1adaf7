"""The right answers: what the rows say, by the rules of the world."""
