"""One sentence about the company, set into somebody's own text."""

from tests.unit.tools.drafting.leads import TODAY, a_fact

from leadwright.leads.findings import FactField
from leadwright.tools.catalogue.drafting import FactItem, PersonaliseInput, PersonaliseOutput
from leadwright.tools.catalogue.drafting.provider import open_desk

DESK = open_desk()


def personalise(template: str, *findings: FactItem) -> PersonaliseOutput:
    """The text for Livia Oakley at Pellbrook."""
    return DESK.personalise(
        PersonaliseInput(
            template=template,
            full_name="LIVIA OAKLEY",
            company_name="Pellbrook, Inc.",
            findings=findings,
            seed="lead-1",
            today=TODAY,
        )
    )


def test_the_hook_is_one_sentence_with_its_finding() -> None:
    founded = a_fact(FactField.FOUNDED_YEAR, "2004")
    answer = personalise("Hello {first_name}. {hook} What about {company}?", founded)
    assert answer.hook is not None
    assert answer.hook.finding_ids == ("founded_year",)
    assert answer.text == f"Hello Livia. {answer.hook.text} What about Pellbrook?"


def test_without_facts_the_text_goes_without_a_hook() -> None:
    answer = personalise("Hello {first_name}. {hook} What about {company}?")
    assert answer.hook is None
    assert answer.text == "Hello Livia. What about Pellbrook?"


def test_other_braces_are_left_alone() -> None:
    assert personalise("Hello {there}, {company}.").text == "Hello {there}, Pellbrook."
