"""The embedded CRM as a provider of tools: reads the records of the own store."""

from leadwright.journey.ports import CrmRecords
from leadwright.leads.lead import LeadId
from leadwright.tools.catalogue.crm import READ_LEAD_RECORD, ReadLeadInput, ReadLeadOutput
from leadwright.tools.contract import Answer, ToolModel
from leadwright.tools.ports import ToolNotOffered


class EmbeddedCrm:
    """Answers `read_lead_record`; writing tools return proposals and never come here."""

    name = "embedded-crm"
    offers = frozenset({READ_LEAD_RECORD.name})

    def __init__(self, records: CrmRecords) -> None:
        self._records = records

    async def call(self, tool: str, arguments: ToolModel) -> Answer:
        """The lead's record and its version."""
        if tool not in self.offers or not isinstance(arguments, ReadLeadInput):
            raise ToolNotOffered(self.name, tool, self.offers)
        version, fields = await self._records.read(LeadId(arguments.lead_id))
        return Answer(output=ReadLeadOutput(version=version, fields=fields))
