"""What an approval is bound to: the same bytes today and in ten years."""

import hashlib

from leadwright.review.approvals import content_hash


def test_the_hash_is_that_of_sorted_json_without_spaces() -> None:
    said = '{"body":"Größe\\n","to":"bo@acme.example","window":{"until":null}}'
    content = {"to": "bo@acme.example", "window": {"until": None}, "body": "Größe\n"}
    assert content_hash(content) == hashlib.sha256(said.encode()).hexdigest()


def test_one_letter_more_is_another_hash() -> None:
    assert content_hash({"body": "Hello"}) != content_hash({"body": "Hello "})
