"""Files of leads, read row by row: JSON lines and CSV; a million rows need no memory.

A file that holds no rows is refused by name with what to do; a row that cannot be read becomes a
refusal with its number, and the rest goes on.
"""

from leadwright.adapters.intake.aside import ReadAside
from leadwright.adapters.intake.opening import open_leads
from leadwright.adapters.intake.stoplist import StopList, Unread

__all__ = ["ReadAside", "StopList", "Unread", "open_leads"]
