"""A search as the runtime makes it: the company's part is asked, the lead's person is added."""

from leadwright.tools.catalogue.research import SEARCH_COMPANY, SearchCompanyInput
from leadwright.tools.contract import Answer
from leadwright.tools.ports import Provider


async def asked(provider: Provider, wanted: SearchCompanyInput) -> Answer:
    """The answer as a lead gets it."""
    sharing = SEARCH_COMPANY.sharing
    assert sharing is not None
    common = await provider.call(SEARCH_COMPANY.name, sharing.question(wanted))
    return sharing.narrow(wanted, common)
