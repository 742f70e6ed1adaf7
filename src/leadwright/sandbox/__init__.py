"""The sandbox: a seeded fictional world in which anyone can try, evaluate and break the house.

It is written from the format of a corpus alone and knows nothing of how research reads one, so what
it holds to be true is a second opinion.
"""

from leadwright.sandbox.dice import Dice
from leadwright.sandbox.sources.source import Row
from leadwright.sandbox.truth.rules import text as conventions
from leadwright.sandbox.world import LEADS, World, build_world

__all__ = ["LEADS", "Dice", "Row", "World", "build_world", "conventions"]
