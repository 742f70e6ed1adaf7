"""An older answer says how old it is, also where it names no company."""

from datetime import timedelta

from tests.unit.leads.builders import a_lead
from tests.unit.leads.resolution.builders import CONVENTIONS, SETTINGS
from tests.unit.models.notebook import NOW
from tests.unit.tools.timed import Room, Source

from leadwright.agents.base import Colleagues
from leadwright.agents.research import Researcher
from leadwright.errors import Unavailable
from leadwright.tools.catalogue.research import SEARCH_COMPANY, SearchCompanyOutput
from leadwright.tools.contract import Answer


async def test_a_stale_answer_that_knows_no_company_is_not_told_as_fresh() -> None:
    nobody = Answer(output=SearchCompanyOutput())
    offers = frozenset({SEARCH_COMPANY.name})
    room = Room(spec=SEARCH_COMPANY).with_sources(
        lambda clock: Source("one", clock, [nobody, Unavailable("down")], offers=offers)
    )
    researcher = Researcher(
        colleagues=Colleagues(models=(), clock=room.clock),
        tools=room.runtime,
        conventions=CONVENTIONS,
        settings=SETTINGS,
        clock=room.clock,
    )
    fresh = await room.clock.run(researcher.research(a_lead(), room.journal()))
    room.clock.advance(timedelta(days=2))
    stale = await room.clock.run(researcher.research(a_lead(), room.journal()))
    day = NOW.date().isoformat()
    assert fresh.findings.notes == ()
    assert stale.findings.notes == (f"search company: as of {day}, no source answered now",)
