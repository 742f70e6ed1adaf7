"""Grounding: is everything a draft says there in the evidence?"""

from leadwright.review.grounding.checker import Checker, check
from leadwright.review.grounding.context import Context, Others, Seller
from leadwright.review.grounding.outside import CaseInvalid, parse_case
from leadwright.review.grounding.report import (
    GroundingReport,
    Problem,
    ProblemCode,
    SentenceReport,
    Verdict,
    report_json,
)
from leadwright.review.grounding.sentences import Channel

__all__ = [
    "CaseInvalid",
    "Channel",
    "Checker",
    "Context",
    "GroundingReport",
    "Others",
    "Problem",
    "ProblemCode",
    "Seller",
    "SentenceReport",
    "Verdict",
    "check",
    "parse_case",
    "report_json",
]
