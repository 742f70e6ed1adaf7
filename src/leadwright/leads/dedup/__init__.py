"""One person is one lead: keys that bring twins together, and the judgement whether they are one.

Pure: a store answers which leads carry a key, this room says what that means.
"""

from leadwright.leads.dedup.keys import (
    KeyKind,
    canonical_email,
    company_core,
    company_key,
    exact_keys,
    identity,
    own_key,
    person_key,
)
from leadwright.leads.dedup.likeness import Likeness, likeness
from leadwright.leads.dedup.twins import (
    Arrival,
    Twin,
    are_twins,
    find_twin,
    same_person,
    sift,
)

__all__ = [
    "Arrival",
    "KeyKind",
    "Likeness",
    "Twin",
    "are_twins",
    "canonical_email",
    "company_core",
    "company_key",
    "exact_keys",
    "find_twin",
    "identity",
    "likeness",
    "own_key",
    "person_key",
    "same_person",
    "sift",
]
