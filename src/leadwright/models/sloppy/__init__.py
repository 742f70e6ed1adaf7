"""A model that errs on purpose, at seeded rates: what the house must catch, it will meet here."""

from leadwright.models.sloppy.lies import Lie, Other
from leadwright.models.sloppy.model import SloppyModel
from leadwright.models.sloppy.slips import Slip

__all__ = ["Lie", "Other", "Slip", "SloppyModel"]
