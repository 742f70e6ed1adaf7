"""A fictional lead and its findings for tests."""

from datetime import date

from tests.unit.tools.drafting.seller import a_seller

from leadwright.leads.findings import FactField
from leadwright.review.seller import SellerProfile
from leadwright.tools.catalogue.drafting.contract import DraftEmailInput, FactItem

TODAY = date(2013, 12, 12)


def a_fact(field: FactField, value: str, on: str | None = None, number: int = 0) -> FactItem:
    """A finding in one line; its id is the field's name."""
    name = f"{field}:{number}" if number else str(field)
    return FactItem(id=name, field=field, value=value, date=on)


FACTS = (
    a_fact(FactField.FOUNDED_YEAR, "2004"),
    a_fact(FactField.EMPLOYEES, "75", "2012-05-09"),
    a_fact(FactField.INDUSTRY, "internet"),
    a_fact(FactField.COUNTRY, "GB"),
    a_fact(FactField.TOTAL_FUNDING_USD, "18300000", "2013-12-02"),
    a_fact(FactField.LAST_ROUND, "series-b, 7500000 USD", "2012-11-20"),
    a_fact(FactField.DECISION_MAKER, "Rosa Winterbourne | CEO", "2012-05-09"),
    a_fact(FactField.NEWS, "Oakline Systems acquired by Pellbrook", "2013-04-02"),
)


def a_request(
    *,
    name: str | None = "Chris Oakley",
    title: str | None = "CTO",
    company: str | None = "Pellbrook",
    findings: tuple[FactItem, ...] = FACTS,
    seed: str = "lead-1",
    seller: SellerProfile | None = None,
) -> DraftEmailInput:
    """What the drafting tool is asked for Pellbrook."""
    return DraftEmailInput(
        full_name=name,
        title=title,
        company_name=company,
        findings=findings,
        seller=seller or a_seller(),
        seed=seed,
        today=TODAY,
    )
