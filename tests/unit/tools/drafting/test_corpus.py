"""Drafts for the development leads, as different from each other as their companies are."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from tests.unit.tools.drafting.leads import TODAY, a_fact
from tests.unit.tools.drafting.seller import a_seller

from leadwright.evaluation.rubric import Rubric, Setting
from leadwright.leads.findings import FactField
from leadwright.tools.catalogue.drafting import (
    DraftEmailInput,
    DraftEmailOutput,
    FactItem,
    to_draft,
)
from leadwright.tools.catalogue.drafting.provider import open_desk

pytestmark = pytest.mark.corpus

Truth = Mapping[str, object]
_SCALARS = (FactField.FOUNDED_YEAR, FactField.EMPLOYEES, FactField.INDUSTRY, FactField.COUNTRY)
_TELLING = {FactField.FOUNDED_YEAR, FactField.INDUSTRY, FactField.LAST_ROUND}


def facts(truth: Truth) -> tuple[FactItem, ...]:
    """What research would have found, taken from the known answers."""
    found = [a_fact(field, str(truth[field])) for field in _SCALARS if truth[field]]
    match truth["last_round"]:
        case {"type": kind, "date": str(on), "amount_usd": amount}:
            money = f", {amount} USD" if amount else ""
            found.append(a_fact(FactField.LAST_ROUND, f"{kind or ''}{money}", on))
    news = truth["recent_news"]
    for number, item in enumerate(news if isinstance(news, Sequence) else (), start=1):
        found.append(a_fact(FactField.NEWS, item["headline"], item["date"], number))
    return tuple(found)


@pytest.fixture(scope="module")
def drafted(data_dir: Path) -> list[tuple[DraftEmailInput, DraftEmailOutput]]:
    """Every development lead with its draft."""
    desk, seller = open_desk(), a_seller()
    wanted = []
    for line in (data_dir / "leads_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        lead, truth = row["input"], row["ground_truth"]
        wanted.append(
            DraftEmailInput(
                full_name=lead["name"],
                title=lead["title"],
                company_name=lead["company_name"],
                findings=facts(truth),
                seller=seller,
                seed=lead["lead_id"],
                today=TODAY,
            )
        )
    return [(one, desk.draft(one)) for one in wanted]


def test_openings_and_structures_differ(
    drafted: list[tuple[DraftEmailInput, DraftEmailOutput]],
) -> None:
    openings = Counter(" ".join(d.paragraphs[1][0].text.split()[:5]) for _, d in drafted)
    frames = Counter(d.frame for _, d in drafted)
    assert len(openings) >= 0.6 * len(drafted)
    assert max(openings.values()) <= 0.05 * len(drafted)
    assert len(frames) >= 30
    assert max(frames.values()) <= 0.1 * len(drafted)


def test_no_two_leads_get_the_same_letter(
    drafted: list[tuple[DraftEmailInput, DraftEmailOutput]],
) -> None:
    def triples(draft: DraftEmailOutput) -> set[tuple[str, ...]]:
        told = [w for p in draft.paragraphs[1:-1] for s in p for w in s.text.split()]
        return set(zip(told, told[1:], told[2:], strict=False))

    bodies = [triples(draft) for _, draft in drafted]
    alike = sum(
        len(one & other) > 0.8 * len(one | other)
        for place, one in enumerate(bodies)
        for other in bodies[:place]
    )
    assert alike <= 0.02 * len(drafted)


def test_drafts_keep_the_rubric(drafted: list[tuple[DraftEmailInput, DraftEmailOutput]]) -> None:
    rubric, broken = Rubric(), Counter[str]()
    for wanted, draft in drafted:
        setting = Setting(
            person_name=wanted.full_name,
            company=wanted.company_name,
            seller=wanted.seller,
            facts_known=any(item.field in _TELLING for item in wanted.findings),
        )
        broken.update(rubric.judge(to_draft(draft), setting).broken)
    assert sum(broken.values()) <= 0.01 * len(drafted)
