"""Small worlds that tests know by heart."""

from pathlib import Path
from typing import Final

TWELVE: Final = Path(__file__).parent / "twelve_leads"
"""Twelve leads of a fictional register, one of every outcome."""
