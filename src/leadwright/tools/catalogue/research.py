"""Inputs and outputs of the research tools; the keys of articles are public."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from pydantic import Field

from leadwright.leads.findings import Evidence
from leadwright.leads.records import CompanyRecord, PersonRecord, RoundRecord
from leadwright.tools.catalogue.company_clues import (
    asked_name,
    contact_evidence,
    hosts_of,
    is_persons_own,
    listed,
    name_key,
)
from leadwright.tools.contract import Answer, Sharing, ToolModel, ToolSpec

MOST_NEW_CONTACTS = 3


class SearchCompanyInput(ToolModel):
    """What the lead says about its company. Everything helps, nothing is required but one clue."""

    company_name: str | None = Field(
        default=None, max_length=300, description="The name as written, e.g. 'Acme Corp'"
    )
    company_domain: str | None = Field(
        default=None, max_length=253, description="Its web domain, e.g. 'acme.com'"
    )
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-2")
    person_name: str | None = Field(
        default=None, max_length=200, description="Somebody who works there"
    )
    email_domain: str | None = Field(
        default=None, max_length=253, description="The part after the @ of that person's address"
    )
    limit: int = Field(default=40, ge=1, le=100, description="Number of records (1 to 100)")


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

    company_name: str = Field(max_length=300, description="The company name, e.g. 'Acme Corp'")
    record_ids: tuple[str, ...] = Field(
        default=(), max_length=50, description="The company's records, where known"
    )


class FundingOutput(ToolModel):
    """Rounds as each source lists them, and the total a source states."""

    rounds: tuple[RoundRecord, ...] = ()
    total_funding_usd: Decimal | None = None


class NewsInput(ToolModel):
    """The company and how many articles."""

    company_name: str = Field(max_length=300, description="The company name, e.g. 'Acme Corp'")
    limit: int = Field(default=5, ge=1, le=10, description="Number of articles (1 to 10)")
    record_ids: tuple[str, ...] = Field(
        default=(), max_length=50, description="The company's records, where known"
    )


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

    company_name: str = Field(max_length=300, description="The company name, e.g. 'Acme Corp'")
    record_ids: tuple[str, ...] = Field(
        default=(), max_length=50, description="The company's records, where known"
    )


class NewContact(ToolModel):
    """Somebody who decides there, as a lead that a person may start: data, never a recipient."""

    name: str
    title: str
    company_name: str
    lawful_basis: Literal["unknown"] = "unknown"
    held: Literal[True] = Field(default=True, description="Nothing is said to a held lead")
    evidence_ids: tuple[str, ...] = ()


class DecisionMakersOutput(ToolModel):
    """People listed at the company, as the source lists them, former ones included.

    `new_contacts` holds those who decide there now, best first; the lead's own person may be one.
    """

    people: tuple[PersonRecord, ...] = ()
    new_contacts: tuple[NewContact, ...] = Field(default=(), max_length=MOST_NEW_CONTACTS)


def _about_company(arguments: ToolModel) -> ToolModel:
    if not isinstance(arguments, SearchCompanyInput):
        return arguments
    name, person = arguments.company_name, arguments.person_name
    hosts = hosts_of(name, arguments.company_domain, arguments.email_domain)
    is_own = bool(name) and is_persons_own(hosts.mail, person)
    clues = {
        "company_name": asked_name(name),
        "company_domain": hosts.domain,
        "email_domain": None if is_own else hosts.mail,
    }
    if name or any(hosts):  # else the person is all there is to ask for
        clues["person_name"] = None
    return arguments.model_copy(update=clues)


def _company_key(question: ToolModel) -> str:
    if not isinstance(question, SearchCompanyInput):
        return question.model_dump_json()
    clues = (
        name_key(question.company_name),
        question.company_domain,
        question.email_domain,
        (question.country or "").upper(),
        question.person_name,
        question.limit,
    )
    return json.dumps(clues)


def _for_lead(arguments: ToolModel, answer: Answer) -> Answer:
    """The lead's own person at each hit; the other people stay with the common answer."""
    found = answer.output
    if not (isinstance(arguments, SearchCompanyInput) and isinstance(found, SearchCompanyOutput)):
        return answer
    hits, contacts = list[CompanyHit](), list[Evidence]()
    for hit in found.companies:
        person = listed(hit.people, arguments.person_name)
        if person is not None:
            contacts.append(contact_evidence(person, hit.record.url))
        hits.append(CompanyHit(record=hit.record, person=person) if hit.people else hit)
    own = SearchCompanyOutput(companies=tuple(hits))
    return replace(answer, output=own, evidence=(*answer.evidence, *contacts))


SEARCH_COMPANY = ToolSpec(
    name="search_company",
    description=(
        "Find the records that may mean one company, by name, domain, country and people. "
        "Several companies in the answer mean that nobody can tell yet which one is meant."
    ),
    input=SearchCompanyInput,
    output=SearchCompanyOutput,
    cache_ttl_s=86_400,
    stale_days=14,
    sharing=Sharing(question=_about_company, key=_company_key, narrow=_for_lead),
    found=lambda output: isinstance(output, SearchCompanyOutput) and bool(output.companies),
    leaves_house=True,
)
LOOKUP_FUNDING_HISTORY = ToolSpec(
    name="lookup_funding_history",
    description="List the funding rounds of a company as each source tells them.",
    input=FundingInput,
    output=FundingOutput,
    cache_ttl_s=86_400,
    stale_days=14,
    leaves_house=True,
)
SEARCH_COMPANY_NEWS = ToolSpec(
    name="search_company_news",
    description="Search recent news about a company: up to 10 dated articles, newest first.",
    input=NewsInput,
    output=NewsOutput,
    cache_ttl_s=3_600,
    stale_days=2,
    leaves_house=True,
)
GET_DECISION_MAKER_CONTACT = ToolSpec(
    name="get_decision_maker_contact",
    description=(
        "List the people at a company with their titles, former ones included, and who of them "
        "decides now. Gives no addresses: a mail goes to the lead's own address alone."
    ),
    input=DecisionMakersInput,
    output=DecisionMakersOutput,
    cache_ttl_s=86_400,
    stale_days=14,
    leaves_house=True,
)
RESEARCH_TOOLS = (
    SEARCH_COMPANY,
    LOOKUP_FUNDING_HISTORY,
    SEARCH_COMPANY_NEWS,
    GET_DECISION_MAKER_CONTACT,
)
