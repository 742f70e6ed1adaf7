"""A model that errs: nothing of it reaches a draft, a proposal or a note unnoticed."""

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

import pytest
from tests.journey.conftest import OpenHouse
from tests.journey.hearing import all_leads, head_of, hear, others_in, sloppy
from tests.journey.story import work
from tests.unit.models.notebook import seeded

from leadwright.agents.outreach import OutreachOutput, prompt
from leadwright.bootstrap import House
from leadwright.journey.ports import LeadRow
from leadwright.leads.stage import Stage
from leadwright.models.ports import CallKind
from leadwright.models.sloppy import Slip, SloppyModel, mail
from leadwright.tools.catalogue.drafting.contract import DraftEmailOutput
from leadwright.tools.codec import answer_from_json

MOST_CALLS = 9  # three for each of full and simple instructions, three for the playbook
IN_MAILS = (
    Slip.WRONG_EVIDENCE,
    Slip.INVENTED_FACT,
    Slip.BENT_FACT,
    Slip.OBEYS_DATA,
    Slip.LEAKS,
    Slip.PROMISES,
    Slip.SHOWS_WORKING,
)
DEMO_DRAFTS = {"D-01", "D-02", "D-03", "D-08", "D-09"}


async def run(open_house: OpenHouse, file: Path, model: SloppyModel, **given: object) -> None:
    """Work a file with a model and let nothing slip through."""
    async with open_house(models=[model], **given) as house:
        await work(house, file)
        verdict = await hear(house, model)
        assert verdict.is_clean, verdict
        assert verdict.most_calls <= MOST_CALLS
        assert house.journey.tally.failures == 0


def stages(rows: Sequence[LeadRow]) -> dict[str, Stage]:
    """Where each lead stands, by the id it came with."""
    return {row.lead.external_ids[0][1]: row.session.stage for row in rows}


def more_daring(after: Mapping[str, Stage], before: Mapping[str, Stage]) -> dict[str, Stage]:
    """Leads that stand elsewhere than by the rules alone, and not with a person either."""
    return {
        ref: stage
        for ref, stage in after.items()
        if stage is not before[ref] and stage is not Stage.ESCALATED
    }


@pytest.mark.parametrize("slip", list(Slip))
async def test_a_model_that_always_errs_in_one_way_is_never_believed(
    open_house: OpenHouse, world: Path, slip: Slip
) -> None:
    model = sloppy(seed=7, rates={slip: 1.0})
    await run(open_house, world / "leads.csv", model)
    assert model.slips[slip] > 0


async def test_a_model_that_errs_now_and_then_changes_no_outcome_for_the_bolder(
    open_house: OpenHouse, world: Path
) -> None:
    async with open_house(name="rules") as house:
        await work(house, world / "leads.csv")
        before = stages(await all_leads(house))
    assert {ref for ref, stage in before.items() if stage is Stage.AWAITING_APPROVAL} == DEMO_DRAFTS
    for seed, rate in ((1, 0.1), (2, 0.2), (3, 0.5)):
        model = sloppy(seed=seed, rates=dict.fromkeys(Slip, rate))
        await run(open_house, world / "leads.csv", model, name=f"seed{seed}")
        async with open_house(name=f"seed{seed}") as house:
            after = stages(await all_leads(house))
        assert sum(model.slips.values()) > 0
        assert not more_daring(after, before)


async def test_two_bad_models_in_a_row_end_with_the_playbook(
    open_house: OpenHouse, world: Path
) -> None:
    chain = [sloppy(seed=1, rates={Slip.EMPTY: 1.0}), sloppy(seed=2, rates={Slip.CUT_OFF: 1.0})]
    async with open_house(models=chain) as house:
        await work(house, world / "leads.csv")
        rows = await all_leads(house)
    drafted = {ref for ref, stage in stages(rows).items() if stage is Stage.AWAITING_APPROVAL}
    assert drafted == DEMO_DRAFTS
    assert all(s.tokens <= s.limit_tokens for row in rows for s in row.session.budget)


async def test_a_mail_is_taken_when_it_is_honest_and_refused_with_any_lie(
    open_house: OpenHouse, world: Path
) -> None:
    async with open_house() as house:
        await work(house, world / "leads.csv")
        rows = [row for row in await all_leads(house) if row.session.draft]
        others, tries, believed = others_in(rows), 0, list[str]()
        for row in rows:
            frame = await framed(house, row)
            assert not faults(house, row, frame, mail.Mail.read(asked(row, frame)))
            strangers = [o for o in others if o.person != row.lead.person.name]
            for number, slip in product(range(20), IN_MAILS):
                told = mail.Mail.read(asked(row, frame))
                mail.spoil(told, slip, strangers, seeded(f"{row.lead.position} {number} {slip}"))
                lie, tries = told.lies[0], tries + 1
                # A citation that was taken away may stand in another channel still.
                if not faults(house, row, frame, told) and lie.cited != ():
                    believed.append(str(lie))
    assert not believed
    assert tries == 700


@pytest.mark.corpus
async def test_real_leads_fare_no_worse_with_a_model_that_errs(
    open_house: OpenHouse, data_dir: Path, tmp_path: Path
) -> None:
    file = head_of(data_dir / "leads_dev.jsonl", 50, tmp_path / "leads.jsonl")
    async with open_house(name="rules", corpus=data_dir) as house:
        await work(house, file)
        rows = await all_leads(house)
    before, knows = stages(rows), others_in(rows)
    for seed, rate in ((11, 0.1), (12, 0.25)):
        model = sloppy(seed=seed, rates=dict.fromkeys(Slip, rate), knows=knows)
        await run(open_house, file, model, name=f"seed{seed}", corpus=data_dir)
        async with open_house(name=f"seed{seed}", corpus=data_dir) as house:
            assert not more_daring(stages(await all_leads(house)), before)
        assert sum(model.slips.values()) > 100


async def framed(house: House, row: LeadRow) -> DraftEmailOutput:
    """The frame behind a draft, as the journal has it."""
    calls = await house.store.journal.of_segment(f"{row.lead.lead_id}:1")
    call = [c for c in calls if c.kind is CallKind.TOOL and c.name == "draft_email"][-1]
    frame, *_ = answer_from_json(call.reply, DraftEmailOutput)
    assert isinstance(frame, DraftEmailOutput)
    return frame


def asked(row: LeadRow, frame: DraftEmailOutput) -> str:
    """What the model was asked about a mail."""
    assert row.session.findings is not None
    return prompt(row.lead, row.session.findings, frame)


def faults(house: House, row: LeadRow, frame: DraftEmailOutput, told: mail.Mail) -> list[str]:
    """What the house says to a mail."""
    assert row.session.findings is not None
    answer = OutreachOutput.model_validate(told.answer())
    return house.journey.steps.writer.faults(row.lead, row.session.findings, frame, answer)
