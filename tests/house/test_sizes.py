"""Ceilings that make us split by idea, before a file becomes a place to get lost in."""

import ast

from tests.house import tree

LINES_A_FILE = 400
LINES_A_FUNCTION = 50


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {
        path: len(path.read_text("utf-8").splitlines()) for path in tree.modules(tree.SOURCE)
    }
    too_long = [f"{tree.shown(path)}: {n} lines" for path, n in lengths.items() if n > LINES_A_FILE]
    assert not too_long, f"split by idea, the ceiling is {LINES_A_FILE}: {too_long}"


def test_no_function_is_longer_than_a_screen() -> None:
    too_long = [
        f"{tree.shown(path)}:{node.lineno} {node.name}: {length} lines"
        for path in tree.modules(tree.SOURCE)
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LINES_A_FUNCTION
    ]
    assert not too_long, f"give the steps names, the ceiling is {LINES_A_FUNCTION}: {too_long}"
