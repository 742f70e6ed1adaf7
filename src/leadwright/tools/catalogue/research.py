"""Inputs and outputs of the research tools; the keys of articles are public."""

from decimal import Decimal

from pydantic import Field

from leadwright.leads.records import CompanyRecord, PersonRecord, RoundRecord
from leadwright.tools.contract import ToolModel, ToolSpec


class SearchCompanyInput(ToolModel):
    """What the lead says about its company. Everything helps, nothing is required but one clue."""

    company_name: str | None = Field(default=None, max_length=300)
    company_domain: str | None = Field(default=None, max_length=253)
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-2")
    person_name: str | None = Field(default=None, max_length=200)
    email_domain: str | None = Field(default=None, max_length=253)
    limit: int = Field(default=40, ge=1, le=100)


class CompanyHit(ToolModel):
    """A record that may be meant, and the lead's person there if the source lists him.

    A provider fills `people` with everybody the source lists there; the runtime puts the lead's
    own person into `person` and leaves the others out, before anybody reads the answer.
    """

    record: CompanyRecord
    person: PersonRecord | None = None
    people: tuple[PersonRecord, ...] = ()


class SearchCompanyOutput(ToolModel):
    """Records that may be meant, in no binding order."""

    companies: tuple[CompanyHit, ...] = ()


class FundingInput(ToolModel):
    """The company, by name and by the records resolution settled on."""

    company_name: str = Field(max_length=300)
    record_ids: tuple[str, ...] = Field(default=(), max_length=50)


class FundingOutput(ToolModel):
    """Rounds as each source lists them, and the total a source states."""

    rounds: tuple[RoundRecord, ...] = ()
    total_funding_usd: Decimal | None = None


class NewsInput(ToolModel):
    """The company and how many articles."""

    company_name: str = Field(max_length=300, description="The company name, e.g. 'Acme Corp'")
    limit: int = Field(default=5, ge=1, le=10, description="Number of articles (1 to 10)")
    record_ids: tuple[str, ...] = Field(default=(), max_length=50)


class Article(ToolModel):
    """One article; the keys are public."""

    title: str
    source: str
    published_date: str
    url: str | None = None


class NewsOutput(ToolModel):
    """Recent articles, newest first; the keys are public."""

    articles: tuple[Article, ...] = ()
    total_found: int = 0
    query_time_ms: float = 0.0


class DecisionMakersInput(ToolModel):
    """Whose people are asked for."""

    company_name: str = Field(max_length=300)
    record_ids: tuple[str, ...] = Field(default=(), max_length=50)


class DecisionMakersOutput(ToolModel):
    """People listed at the company, as the source lists them, former ones included."""

    people: tuple[PersonRecord, ...] = ()


SEARCH_COMPANY = ToolSpec(
    name="search_company",
    description="Find the records of a company by name, domain, country and people.",
    input=SearchCompanyInput,
    output=SearchCompanyOutput,
    cache_ttl_s=86_400,
)
LOOKUP_FUNDING_HISTORY = ToolSpec(
    name="lookup_funding_history",
    description="List the funding rounds of a company.",
    input=FundingInput,
    output=FundingOutput,
    cache_ttl_s=86_400,
)
SEARCH_COMPANY_NEWS = ToolSpec(
    name="search_company_news",
    description="Search recent news about a company.",
    input=NewsInput,
    output=NewsOutput,
    cache_ttl_s=3_600,
)
GET_DECISION_MAKER_CONTACT = ToolSpec(
    name="get_decision_maker_contact",
    description="List the people who decide at a company, with their titles.",
    input=DecisionMakersInput,
    output=DecisionMakersOutput,
    cache_ttl_s=86_400,
)
RESEARCH_TOOLS = (
    SEARCH_COMPANY,
    LOOKUP_FUNDING_HISTORY,
    SEARCH_COMPANY_NEWS,
    GET_DECISION_MAKER_CONTACT,
)
