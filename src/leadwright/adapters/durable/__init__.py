"""The durable engine: segments run on DBOS, and nothing above knows it.

A segment is one workflow without inner steps; the journal is its checkpoint. Claiming a lead and
enqueueing its segment is one transaction on the one database that both share.
"""

from leadwright.adapters.durable.engine import DbosEngine, end_at_once

__all__ = ["DbosEngine", "end_at_once"]
