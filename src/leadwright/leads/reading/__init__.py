"""The house's own reading: evidence about one company in, findings out, by rule alone.

Every answer of a model is held against it. The rules, one idea a module: the newest observation
wins (`scalars`), the last round over all sources (`rounds`), who decides (`people`), what is new
(`news`), what sources disagree on (`conflicts`), whether the lead's own person is still there
(`contact`), and how sure all of it is (`confidence`).
"""

from leadwright.leads.reading.confidence import research_confidence
from leadwright.leads.reading.contact import ContactStatus, contact_status
from leadwright.leads.reading.house import read

__all__ = ["ContactStatus", "contact_status", "read", "research_confidence"]
