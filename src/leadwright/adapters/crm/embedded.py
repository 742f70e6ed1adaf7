"""The embedded CRM as a provider of tools: reads the records of the own store."""

from leadwright.errors import Bug
from leadwright.journey.ports import CrmRecords
from leadwright.leads.lead import LeadId
from leadwright.tools.catalogue.crm import READ_LEAD_RECORD, ReadLeadInput, ReadLeadOutput
from leadwright.tools.contract import Answer, ToolModel


class EmbeddedCrm:
    """Answers `read_lead_record`; writing tools return proposals and never come here."""

    name = "embedded-crm"
    offers = frozenset({READ_LEAD_RECORD.name})

    def __init__(self, records: CrmRecords) -> None:
        self._records = records

    async def call(self, tool: str, arguments: ToolModel) -> Answer:
        """The lead's record and its version."""
        if not isinstance(arguments, ReadLeadInput):
            raise Bug(f"{tool!r} does not take {type(arguments).__name__}")
        version, fields = await self._records.read(LeadId(arguments.lead_id))
        return Answer(output=ReadLeadOutput(version=version, fields=fields))
