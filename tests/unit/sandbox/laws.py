"""What holds in every world: each law tells what breaks it."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from tests.unit.sandbox.second_reader import SecondReader

from leadwright.sandbox import World, build_world
from leadwright.sandbox.export import files

INPUT = (
    "lead_id name title email phone company_name company_domain country deal_value currency source"
)
TRUTH = (
    "match entity_id record_ids candidates founded_year employees employee_band industry country"
    " total_funding_usd last_round decision_makers recent_news conflicts deal_value_usd"
    " contact_in_corpus contact_is_current duplicate_of should_escalate escalation_reasons"
    " expected_action"
)
METADATA = (
    "difficulty industry company_size bucket name_noise field_flags contact_synthetic known_fields"
    " confusable_entities"
)
MISTAKES = {"doubled", "dropped", "swapped", "misread", "turned_round", "glued", "shortened", "cut"}
OPEN_HOSTS = {"freemail.example", "mymailbox.example", "webpost.example"}
LEADS = 60


@cache
def a_world(seed: int) -> World:
    return build_world(seed, LEADS)


def leads(world: World) -> list[Any]:
    return [json.loads(json.dumps(row)) for row in world.leads]


def companies(world: World) -> dict[str, Any]:
    return {str(row["record_id"]): row for row in world.tables["companies"]}


def host(lead: Any) -> str:
    return str(lead["input"]["email"] or "").strip().lower().rpartition("@")[2]


def every_lead_has_the_keys_of_the_format(world: World) -> Iterator[str]:
    for lead in leads(world):
        for part, keys in (("input", INPUT), ("ground_truth", TRUTH), ("metadata", METADATA)):
            if set(lead[part]) != set(keys.split()):
                yield f"{lead['lead_id']}: {part}"


def ids_are_there_and_their_own(world: World) -> Iterator[str]:
    for table, key in (
        ("companies", "record_id"),
        ("funding_rounds", "round_id"),
        ("news", "news_id"),
    ):
        counted = Counter(row[key] for row in world.tables[table])
        yield from (f"twice: {one}" for one, count in counted.items() if count > 1)
    known = companies(world)
    for table in ("people", "funding_rounds", "news"):
        yield from (str(r) for r in world.tables[table] if r["record_id"] not in known)
    for lead in leads(world):
        truth = lead["ground_truth"]
        named = [*truth["record_ids"], *(one for group in truth["candidates"] for one in group)]
        yield from (f"unknown: {one}" for one in named if one not in known)


def facts_can_be_found_again(world: World) -> Iterator[str]:
    reader = SecondReader(tables=world.tables, conventions=world.conventions)
    for lead in leads(world):
        truth = lead["ground_truth"]
        if truth["match"] != "unique":
            continue
        found = reader.facts(truth["record_ids"])
        last = truth["last_round"]
        told = {name: truth[name] for name in found if name in truth} | {
            "last_round": (last["date"], last["type"], last["amount_usd"]) if last else None,
            "people": [one["name"] for one in truth["decision_makers"]],
            "news": [one["news_id"] for one in truth["recent_news"]],
            "conflicts": {one["field"] for one in truth["conflicts"]},
        }
        if found != told:
            yield f"{lead['lead_id']}: {found} is not {told}"


def nothing_is_known_without_a_company(world: World) -> Iterator[str]:
    for lead in leads(world):
        truth = lead["ground_truth"]
        if truth["match"] == "unique":
            continue
        facts = ("founded_year", "employees", "industry", "country", "total_funding_usd")
        lists = ("record_ids", "decision_makers", "recent_news", "conflicts")
        if any(truth[one] for one in (*facts, "last_round", "entity_id", *lists)):
            yield lead["lead_id"]


def all_names_of_hosts_are_reserved(world: World) -> Iterator[str]:
    for name, text in files(world).items():
        if name == "README.md":
            continue
        for found in re.findall(r"https?://([^/\"\s]+)|@([\w.-]+\.\w+)", text):
            told = "".join(found)
            if not told.lower().endswith(".example"):
                yield f"{name}: {told}"
    domains = [str(row.get("domain", "x.example")) for row in world.tables["companies"]]
    yield from (domain for domain in domains if not domain.endswith(".example"))


def who_cannot_be_told_apart_is_not(world: World) -> Iterator[str]:
    """An ambiguous lead holds nothing that points at one of its candidates."""
    known = companies(world)
    people = {(row["record_id"], row["name"]) for row in world.tables["people"]}
    for lead in leads(world):
        groups = lead["ground_truth"]["candidates"]
        if lead["ground_truth"]["match"] != "ambiguous":
            continue
        domains = {known[one].get("domain") for group in groups for one in group}
        listed = [o for g in groups for o in g if (o, lead["input"]["name"]) in people]
        places = [{known[one]["country"] for one in group} for group in groups]
        told_by_country = lead["input"]["country"] and any(one != places[0] for one in places)
        clues = (host(lead) in domains, lead["input"]["company_domain"], listed, told_by_country)
        if any(clues) or len(groups) < 2:
            yield lead["lead_id"]


def a_mistake_has_something_beside_it_that_tells(world: World) -> Iterator[str]:
    for lead in leads(world):
        mistaken = lead["metadata"]["name_noise"] in MISTAKES
        if mistaken and ("." not in host(lead) or host(lead) in OPEN_HOSTS):
            yield lead["lead_id"]


def who_is_absent_has_a_name_of_his_own(world: World) -> Iterator[str]:
    names = {str(row["name"]).casefold() for row in world.tables["companies"]}
    domains = {row.get("domain") for row in world.tables["companies"]}
    for lead in leads(world):
        absent = lead["ground_truth"]["match"] == "none"
        at_home = not domains.isdisjoint({lead["input"]["company_domain"] or "", host(lead)})
        if absent and (str(lead["input"]["company_name"]).casefold() in names or at_home):
            yield lead["lead_id"]


def people_come_once_but_for_twins(world: World) -> Iterator[str]:
    first: dict[str, Any] = {}
    for lead in leads(world):
        twin_of = lead["ground_truth"]["duplicate_of"]
        original = first.get(twin_of)
        if twin_of and (original is None or original["ground_truth"]["duplicate_of"]):
            yield f"{lead['lead_id']}: nobody to repeat"
        first[lead["lead_id"]] = lead
    alone = [one for one in leads(world) if one["ground_truth"]["duplicate_of"] is None]
    for key in ("email", "phone"):
        given = [one["input"][key] for one in alone if one["input"][key]]
        counted = Counter(one.strip().lower() for one in given if "@" in one or key == "phone")
        yield from (f"shared {key}: {one}" for one, count in counted.items() if count > 1)


def reasons_follow_from_the_facts(world: World) -> Iterator[str]:
    for lead in leads(world):
        truth = lead["ground_truth"]
        reasons = set(truth["escalation_reasons"])
        core = ("founded_year", "employees", "total_funding_usd", "decision_makers")
        unknown = not any(truth[one] for one in core)
        holds = {
            "ambiguous_company": truth["match"] == "ambiguous",
            "no_data": unknown and truth["match"] != "ambiguous",
            "conflicting_data": bool(truth["conflicts"]),
            "high_value": truth["deal_value_usd"] > 100_000,
            "stale_contact": truth["contact_is_current"] is False,
        }
        wrong = [one for one, true in holds.items() if (one in reasons) is not true]
        action = "escalate" if reasons else "outreach"
        action = "merge_duplicate" if truth["duplicate_of"] else action
        if wrong or truth["should_escalate"] is not bool(reasons):
            yield f"{lead['lead_id']}: {wrong}"
        if truth["expected_action"] != action:
            yield f"{lead['lead_id']}: {action}"


LAWS = (
    every_lead_has_the_keys_of_the_format,
    ids_are_there_and_their_own,
    facts_can_be_found_again,
    nothing_is_known_without_a_company,
    all_names_of_hosts_are_reserved,
    who_cannot_be_told_apart_is_not,
    a_mistake_has_something_beside_it_that_tells,
    who_is_absent_has_a_name_of_his_own,
    people_come_once_but_for_twins,
    reasons_follow_from_the_facts,
)


def broken(world: World) -> Iterable[str]:
    """Every law the world breaks, with what breaks it."""
    return [f"{law.__name__}: {fault}" for law in LAWS for fault in law(world)]
