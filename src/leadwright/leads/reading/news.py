"""What is new at a company: dated headlines inside the window, newest first."""

from dataclasses import dataclass
from datetime import date, timedelta

from leadwright.leads.findings import Evidence, FactField, Finding, FindingId, NewsValue
from leadwright.leads.reading.case import Case, full_date
from leadwright.leads.reading.confidence import weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A dated headline."""

    item: Evidence
    value: NewsValue
    on: date


def read_news(case: Case) -> tuple[Finding, ...]:
    """The newest headlines that are not older than the window; of one day the later id first."""
    oldest = anchor(case) - timedelta(days=case.conventions.news_days)
    inside = [story for story in _stories(case) if story.on >= oldest]
    inside.sort(key=lambda story: (story.on, story.value.news_id), reverse=True)
    shown = _once(case, inside)[: case.conventions.news_limit]
    return tuple(_finding(case, place, story, inside) for place, story in enumerate(shown, 1))


def anchor(case: Case) -> date:
    """The day the window counts back from: the newest anchor capture of the company, or today."""
    sources = case.conventions.news_anchor_sources
    seen = [record.observed_on for record in case.records.values() if record.source in sources]
    return max(seen, default=case.today)


def _stories(case: Case) -> list[Story]:
    return [
        Story(item=item, value=item.value, on=on)
        for item in case.of(FactField.NEWS)
        if isinstance(item.value, NewsValue) and (on := full_date(item.value.date))
    ]


def _once(case: Case, stories: list[Story]) -> list[Story]:
    """One story a headline; one story an id where equal headlines may repeat."""
    once = case.conventions.news_same_headline_once
    first: dict[str, Story] = {}
    for story in stories:
        first.setdefault(_spoken(story) if once else story.value.news_id, story)
    return list(first.values())


def _finding(case: Case, place: int, story: Story, stories: list[Story]) -> Finding:
    """A headline, with every row that says the same on the same day."""
    cited = [s.item.id for s in stories if (_spoken(s), s.on) == (_spoken(story), story.on)]
    return Finding(
        id=FindingId(f"{FactField.NEWS.value}:{place}"),
        field=FactField.NEWS,
        value=story.value,
        evidence_ids=tuple(cited),
        confidence=weigh(case, FactField.NEWS, cited=cited),
    )


def _spoken(story: Story) -> str:
    return " ".join(story.value.headline.casefold().split())
