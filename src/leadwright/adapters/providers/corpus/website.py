"""What companies say of themselves, from the free text of their records."""

from collections.abc import Sequence

from leadwright.adapters.providers.corpus import evidence
from leadwright.adapters.providers.corpus.library import Library
from leadwright.adapters.providers.corpus.rows import NO_WORDS
from leadwright.leads.findings import Evidence, Topic
from leadwright.leads.records import CompanyRecord
from leadwright.tools.catalogue.website import LONGEST_TEXT, Page, WebsiteOutput
from leadwright.tools.contract import Answer


def read_website(library: Library, records: Sequence[CompanyRecord]) -> Answer:
    """Every capture that holds a word, newest first, each word with its evidence."""
    rank = library.conventions.capture_rank
    newest = sorted(records, key=lambda one: rank(one.source, one.observed_on), reverse=True)
    pages: list[Page] = []
    said: list[Evidence] = []
    for record in newest:
        found = _evidence(library, record)
        if found:
            pages.append(_page(library, record))
            said += found
    return Answer(output=WebsiteOutput(pages=tuple(pages)), evidence=tuple(said))


def _page(library: Library, record: CompanyRecord) -> Page:
    words = library.words.get(record.record_id, NO_WORDS)
    return Page(
        source=record.source,
        observed_on=record.observed_on,
        url=record.url,
        domain=record.domain,
        tagline=_cut(record.description),
        text=_cut(words.overview),
        products=record.products,
        topics=words.tags,
    )


def _evidence(library: Library, record: CompanyRecord) -> list[Evidence]:
    words = library.words.get(record.record_id, NO_WORDS)
    told = (
        (Topic.ABOUT, "tagline", _cut(record.description)),
        (Topic.ABOUT, "text", _cut(words.overview)),
        *((Topic.PRODUCT, str(n), name) for n, name in enumerate(record.products, 1)),
        *((Topic.ABOUT, f"topic-{n}", name) for n, name in enumerate(words.tags, 1)),
    )
    return [
        evidence.of_words(record, topic, place, text)
        for topic, place, text in told
        if text and text.strip()
    ]


def _cut(text: str | None) -> str | None:
    return text[:LONGEST_TEXT] if text else None
