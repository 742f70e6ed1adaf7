"""Seeded chance: the same seed throws the same dice."""

from random import Random


class Dice(Random):
    """Random numbers of a seed, with a word for what happens now and then."""

    def chance(self, share: float) -> bool:
        """True in so many of all cases (0.3: three of ten)."""
        return self.random() < share
