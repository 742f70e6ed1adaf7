"""A settings file with every setting in it: those answered, and the others as comments."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from textwrap import wrap
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from leadwright.settings import (
    MemberSettings,
    SellerSettings,
    Settings,
    ToolSettings,
    ValueSettings,
)

HEAD = """\
# Settings of leadwright. What stands behind a # is the default, or an example: take the # away and
# change it. Each setting can also be given as LEADWRIGHT_SECTION__NAME in the environment.
# Every setting is explained in docs/reference/settings.md.
"""
# What a setting without a default could look like.
EXAMPLES: Mapping[str, object] = {
    "as_of": "today",
    "database.key_file": "leadwright.key",
    "research.news_days": 90,
    "research.corpus": "companies",
    "rules.file": "rules.json",
    "seller.sender_phone": "+1 415 555 0101",
    "seller.proof": "Brook & Sons close their month two days earlier since they use it.",
    "seller.calls_to_action": ["Would 15 minutes next week be worth it?"],
    "seller.links": ["https://northwind.example/demo"],
    "seller.postal_address": "Northwind Ledger, 1 Harbour Street, Portland ME 04101, USA",
    "do_not_touch.addresses": ["ada@copperleaf.example"],
    "do_not_touch.domains": ["partner.example"],
    "do_not_touch.phones": ["+14155550101"],
    "do_not_touch.customers": ["bigcustomer.example"],
    "do_not_touch.open_deals": ["nearlythere.example"],
    "approvals.two_people_from_usd": 250_000.0,
    "team.name": "ann",
    "team.absent_from": date(2026, 12, 21),
    "team.absent_until": date(2027, 1, 4),
    "team.delegate": "bob",
    "mail.user": "nora",
    "mail.password": "better given as LEADWRIGHT_MAIL__PASSWORD",
    "mail.password_file": "mail.password",
    "mail.legal_name": "Northwind Ledger, Inc.",
    "mail.unsubscribe_url": "https://mail.northwind.example",
    "mail.consent_countries": ["AU", "CA", "DE"],
    "outbox.settle_s": 900.0,
    "audit.checkpoints": "leadwright.checkpoints.jsonl",
    "audit.also": ["syslog:"],
    "audit.key_file": "leadwright-audit.key",
    "sandbox.seed": 1,
    "tools.timeout_s": 8.0,
    "tools.async_after_s": 2.0,
    "tools.rate_per_minute": 100,
    "tools.cache_ttl_s": 86_400,
    "tools.providers": ["corpus"],
    "tools.prices": {"corpus": 0.0},
}
OF_VALUES: Mapping[str, object] = {
    "industries": ["consumer", "ecommerce"],
    "roles": ["finance"],
    "min_employees": 20,
    "max_employees": 500,
}
WIDTH = 100
FIRST = ("seller", "research", "intake", "database", "autonomy", "do_not_touch", "rules", "icp")
LISTED = frozenset({"seller.values", "icp.terms", "tools", "team"})  # many of a kind
TERM = """\
# [[icp.terms]]
# name = "mid-size"
# when = "employees >= 20 && employees <= 500"
# weight = 2.0
"""


def written(answers: Mapping[str, object]) -> str:
    """The text of the file; keys of answers are dotted names of settings."""
    kinds = {n: kind for n, field in Settings.model_fields.items() if (kind := _kind(field))}
    order = [*FIRST, *(name for name in kinds if name not in FIRST)]
    lines = [HEAD, *_fields(Settings, "", answers), ""]
    for name in order:
        lines += _section(name, kinds[name], answers)
    lines += [*_member(), "", *_tool()]
    return "\n".join(lines).rstrip() + "\n"


def _section(name: str, model: type[BaseModel], answers: Mapping[str, object]) -> Iterator[str]:
    """Its head stands open, so that taking one # away is enough."""
    yield f"# {(model.__doc__ or '').strip().splitlines()[0]}"
    yield f"[{name}]"
    yield from _fields(model, f"{name}.", answers)
    yield ""
    if name == "seller":
        yield from _values(answers)
        yield ""
    if name == "icp":
        yield TERM
    for inner, field in model.model_fields.items():
        kind = _kind(field)
        if kind is not None:
            yield from _section(f"{name}.{inner}", kind, answers)


def _fields(model: type[BaseModel], prefix: str, answers: Mapping[str, object]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        key = f"{prefix}{name}"
        if _kind(field) is not None or key in LISTED:
            continue
        value = EXAMPLES.get(key, field.get_default(call_default_factory=True))
        line = f"{name} = {_toml(answers.get(key, value))}"
        yield from _told(line if key in answers else f"# {line}", field.description)


def _values(answers: Mapping[str, object]) -> Iterator[str]:
    """One thing the seller does for somebody."""
    yield "# One thing you do for somebody; add more such blocks for others."
    given = {name: answers.get(f"seller.values.{name}") for name in ("sentence", "problem")}
    is_set = all(given.values())
    sign = "" if is_set else "# "
    yield f"{sign}[[seller.values]]"
    usual = SellerSettings().values[0]
    for name, field in ValueSettings.model_fields.items():
        if name in given:
            value = given[name] if is_set else getattr(usual, name)
            yield from _told(f"{sign}{name} = {_toml(value)}", field.description)
        else:
            yield from _told(f"# {name} = {_toml(OF_VALUES[name])}", field.description)


def _member() -> Iterator[str]:
    """One person as an example of all."""
    yield f"# {(MemberSettings.__doc__ or '').strip()}"
    yield "# [[team]]"
    yield from _fields(MemberSettings, "team.", {})


def _tool() -> Iterator[str]:
    """One tool as an example of all: each may have a section of its own."""
    yield f"# {(ToolSettings.__doc__ or '').strip()}"
    yield "# [tools.search_company]"
    yield from _fields(ToolSettings, "tools.", {})


def _told(line: str, description: str | None) -> Iterator[str]:
    """A line with its explanation, above it where both would be too long."""
    why = " ".join((description or "").split())
    if not why or len(line) + len(why) + 4 <= WIDTH:
        yield f"{line}  # {why}" if why else line
        return
    yield from wrap(why, WIDTH, initial_indent="# ", subsequent_indent="# ")
    yield line


def _kind(field: FieldInfo) -> type[BaseModel] | None:
    """The section a field is, if it is one."""
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _toml(value: Any) -> str:  # noqa: ANN401 - whatever a setting holds
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal() | date():
            return str(value)
        case Mapping():
            return "{" + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(_toml(one) for one in value) + "]"
        case _:  # a text: JSON's rules are TOML's, but for one letter
            text = json.dumps(str(value or ""), ensure_ascii=False)
            return text.replace("\x7f", "\\u007F")
