"""A seller profile is refused when a mail could not be written with it."""

from dataclasses import replace

import pytest
from pydantic import TypeAdapter, ValidationError

from leadwright.review.seller import SellerProfile, SellerProfileInvalid, ValueProposition

PITCH = ValueProposition(sentence="Oakline does it.", problem="doing it by hand")
SELLER = SellerProfile(
    company="Oakline",
    product="doing it",
    helps="people who do it",
    value_propositions=(PITCH,),
    sender_name="Livia Oakley",
)


@pytest.mark.parametrize(
    "problem", ["", "Doing it by hand", "paperwork", "doing it by hand.", "the pain of it"]
)
def test_a_problem_must_fit_into_a_sentence(problem: str) -> None:
    with pytest.raises(SellerProfileInvalid, match="-ing word"):
        replace(PITCH, problem=problem)


def test_a_value_proposition_is_a_whole_sentence() -> None:
    with pytest.raises(SellerProfileInvalid, match="full stop"):
        replace(PITCH, sentence="does it")


def test_a_seller_needs_something_to_say() -> None:
    with pytest.raises(SellerProfileInvalid, match="at least one"):
        replace(SELLER, value_propositions=())


def test_a_call_to_action_asks() -> None:
    with pytest.raises(SellerProfileInvalid, match="question mark"):
        replace(SELLER, calls_to_action=("Call me.",))


def test_at_a_border_it_is_an_ordinary_validation_error() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(SellerProfile).validate_python({"company": "Oakline", "value_propositions": []})
