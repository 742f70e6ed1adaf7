"""Nasty JSON: lines and documents, broken in every way, and as deep as nobody writes it."""

import json

from tests.torture.nasty import Nasty

ANN = {"name": "Ann Lee", "email": "ann@acme.example", "company": {"name": "Acme"}}
BEN = {"name": "Ben Ode", "email": "ben@brook.example"}
LINE = json.dumps(ANN)
OTHER = json.dumps(BEN)

LINES = (
    Nasty(name="plain.jsonl", content=f"{LINE}\n\n{OTHER}", taken=2),
    Nasty(name="bom.jsonl", content=f"\ufeff{LINE}\r\n{OTHER}\r\n", taken=2),
    Nasty(name="utf16.jsonl", content=f"{LINE}\n".encode("utf-16"), taken=1),
    Nasty(
        name="broken.jsonl",
        content=f"{LINE}\n{{\n{{'name': 'Ann'}}\n[1]\nnull\n{OTHER} x\n{OTHER}\n",
        taken=2,
        refused=(
            "2 row broken_json",
            "3 row broken_json",
            "4 row not_an_object",
            "5 row not_an_object",
            "6 row broken_json",
        ),
    ),
    Nasty(
        name="deep.jsonl",
        content=LINE + "\n" + '{"a":' * 100_000 + "\n" + "[" * 100_000 + "\n" + OTHER,
        taken=2,
        refused=("2 row broken_json", "3 row broken_json"),
    ),
    Nasty(
        name="long_numbers.jsonl",
        content=f'{LINE}\n{{"name": "Ann", "value": {"9" * 5000}}}\n',
        taken=1,
        refused=("2 row broken_json",),
    ),
    Nasty(
        name="ten_megabytes.jsonl",
        content=f'{LINE}\n{{"name": "{"x" * 10_000_000}"}}\n{OTHER}\n',
        taken=2,
        refused=("2 row row_too_large",),
    ),
    Nasty(
        name="field_too_large.jsonl",
        content=f'{LINE}\n{{"name": "Ann", "notes": "{"x" * 200_000}"}}\n',
        taken=1,
        refused=("2 notes field_too_large",),
    ),
    Nasty(
        name="halves_of_letters.jsonl",
        content='{"name": "A\\ud800nn", "email": "ann@acme.example"}\n',
        taken=1,
    ),
    Nasty(
        name="not_a_number.jsonl",
        content='{"name": "Ann", "deal_value": NaN, "phone": Infinity}\n',
        taken=1,
    ),
    Nasty(
        name="evaluation_rows.jsonl",
        content=json.dumps({"lead_id": "L1", "input": ANN, "ground_truth": {"match": "x"}}),
        taken=1,
    ),
    Nasty(
        name="odd_types.jsonl",
        content='{"name": ["Ann Lee"], "email": {"a": 1}, "company": true, "phone": 49301234}\n'
        '{"name": {"first": {"x": {"y": {"z": 1}}}}, "email": []}\n',
        taken=1,
        refused=("2 name nobody_named",),
    ),
    Nasty(name="nuls.jsonl", content='{"name": "A\\u0000nn", "email": "a@a.example"}', taken=1),
    Nasty(
        name="latin1.jsonl",
        content='{"name": "Jörg"}\n'.encode("cp1252"),
        taken=1,
        remark="Windows-1252",
    ),
)

DOCUMENTS = (
    Nasty(name="list.json", content=json.dumps([ANN, BEN]), taken=2),
    Nasty(name="indented.json", content=json.dumps([ANN, BEN], indent=2), taken=2),
    Nasty(name="one.json", content=json.dumps(ANN, indent=2), taken=1),
    Nasty(name="request.json", content=json.dumps({"v": 1, "leads": [ANN, BEN]}), taken=2),
    Nasty(name="lines_in_disguise.json", content=f"{LINE}\n{OTHER}\n", taken=2),
    Nasty(name="empty_list.json", content="[]"),
    Nasty(name="empty_object.json", content="{}", refused=("1 name nobody_named",)),
    Nasty(name="no_leads.json", content='{"leads": []}'),
    Nasty(name="empty.json", content="", error="lead_file_empty"),
    Nasty(
        name="scalars.json",
        content='[1, "Ann", null, [], true]',
        refused=tuple(f"{n} row not_an_object" for n in range(1, 6)),
    ),
    Nasty(name="word.json", content="oops", refused=("1 row broken_json",)),
    Nasty(
        name="cut.json",
        content=json.dumps([ANN, BEN])[:-20],
        taken=1,
        refused=("2 row cut_off",),
        remark="no end",
    ),
    Nasty(name="cut_between.json", content=f"[{LINE}", taken=1, remark="no end"),
    Nasty(name="comma_missing.json", content=f"[{LINE} {OTHER}]", taken=2),
    Nasty(name="commas_too_many.json", content=f"[,{LINE},,{OTHER},]", taken=2),
    Nasty(
        name="quote_open.json",
        content='[\n {"name": "Ann},\n {"name": "Ben"},\n {"name": "Cy"}\n]',
        taken=2,
        refused=("1 row cut_off",),
    ),
    Nasty(
        name="brace_open.json",
        content='[\n  {\n    "name": "Ann"\n  ,\n  {\n    "name": "Ben"\n  }\n]',
        taken=1,
        refused=("1 row cut_off",),
    ),
    Nasty(
        name="brackets_alone.json",
        content="[" * 100_000,
        refused=("1 row cut_off",),
        remark="no end",
    ),
    Nasty(
        name="braces_alone.json",
        content='{"a":' * 300_000,
        refused=("1 row row_too_large",),
    ),
    Nasty(
        name="ten_megabytes.json",
        content=f'[{LINE}, {{"name": "{"x" * 10_000_000}"}}, {OTHER}]',
        taken=2,
        refused=("2 row row_too_large",),
    ),
    Nasty(
        name="strange_encoding.json",
        content=b'[{"name": "' + "Владимир".encode("koi8-r") + b'"}, ' + OTHER.encode() + b"]",
        taken=1,
        refused=("1 row not_utf8",),
    ),
    Nasty(
        name="wrong_marks.json",
        content=f"[}}, ], {LINE}",
        taken=1,
        refused=("1 row broken_json",),
    ),
)

ALL = (*LINES, *DOCUMENTS)
