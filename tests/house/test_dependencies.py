"""What the package imports is declared, and what is declared is imported."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions

from tests.house import tree

LOADED_BY_NAME = {
    "psycopg": "SQLAlchemy's driver for PostgreSQL",
    "tzdata": "the time zones where the system has none, and which country has which",
}


def test_every_import_is_a_declared_dependency() -> None:
    undeclared = set(_imported()) - _declared()
    assert not undeclared, f"another package brings these today; declare them: {undeclared}"


def test_every_dependency_earns_its_place() -> None:
    unused = _declared() - set(_imported()) - set(LOADED_BY_NAME)
    assert not unused, f"nothing imports these; take them out of pyproject.toml: {unused}"


def _declared() -> set[str]:
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project.get("optional-dependencies", {})
    wanted = [*project["dependencies"]]
    wanted += [line for name, lines in extras.items() if name != "test" for line in lines]
    return {_plain(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in wanted}


def _imported() -> Iterator[str]:
    """The distributions that the package's own code imports directly."""
    owners = packages_distributions()
    for path in tree.modules(tree.SOURCE):
        for node in ast.walk(tree.parsed(path)):
            for name in _names(node):
                top = name.partition(".")[0]
                if top not in sys.stdlib_module_names and top != "leadwright":
                    yield from map(_plain, owners.get(top, [top]))


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
