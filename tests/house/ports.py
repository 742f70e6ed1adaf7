"""The ports of the house, the classes that fill them and the suites that hold them to it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house import tree

Function = ast.FunctionDef | ast.AsyncFunctionDef
CONTAINERS = {"Iterator", "AsyncIterator", "Iterable", "Sequence", "Mapping", "Generator"}


@dataclass(frozen=True, kw_only=True)
class Signature:
    """What a method takes, and the types named in what it returns."""

    arguments: tuple[str, ...]
    returned: frozenset[str]

    def fits(self, wanted: "Signature") -> bool:
        """Whether it answers a call made for the other."""
        return self.arguments == wanted.arguments and wanted.returned - CONTAINERS <= self.returned


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a class offers: its attributes (without a signature) and its methods."""

    name: str
    bases: frozenset[str]
    members: dict[str, Signature | None]

    def fits(self, port: "Shape") -> bool:
        """Whether it could be handed in where the port is asked for."""
        if not port.members.keys() <= self.members.keys():
            return False
        pairs = [(self.members[name], wanted) for name, wanted in port.members.items()]
        return all(own is wanted or (own and wanted and own.fits(wanted)) for own, wanted in pairs)


@dataclass(frozen=True, kw_only=True)
class Suite:
    """A contract suite: which port it holds which classes to."""

    path: Path
    port: str
    implementations: tuple[str, ...]


def ports() -> dict[str, Shape]:
    """Every Protocol that stands in a ports.py, by `module:Name`."""
    return {
        f"{tree.dotted(path)}:{shape.name}": shape
        for path in tree.modules(tree.SOURCE)
        if path.name == "ports.py"
        for shape in shapes(path)
        if "Protocol" in shape.bases
    }


def implementations(port: Shape) -> Iterator[str]:
    """Every class of the package and of the fakes that fills the port, by name or by shape."""
    for path in tree.modules(tree.SOURCE, tree.TESTS / "fakes"):
        for shape in shapes(path):
            by_name = port.name in shape.bases
            if "Protocol" not in shape.bases and (by_name or shape.fits(port)):
                yield f"{tree.dotted(path)}:{shape.name}"


def suites() -> Iterator[Suite]:
    """Every file of tests/contract that names a PORT and its IMPLEMENTATIONS."""
    for path in tree.modules(tree.TESTS / "contract"):
        constants = dict(_constants(tree.parsed(path)))
        port, named = constants.get("PORT"), constants.get("IMPLEMENTATIONS")
        if isinstance(port, str) and isinstance(named, list | tuple):
            yield Suite(path=path, port=port, implementations=tuple(map(str, named)))


def shapes(path: Path) -> Iterator[Shape]:
    """The classes of a file."""
    for node in tree.parsed(path).body:
        if isinstance(node, ast.ClassDef):
            bases = frozenset(_last_name(base) for base in node.bases)
            yield Shape(name=node.name, bases=bases, members=dict(_members(node)))


def _members(node: ast.ClassDef) -> Iterator[tuple[str, Signature | None]]:
    for item in node.body:
        if isinstance(item, ast.Assign | ast.AnnAssign):
            yield from ((name, None) for name in _assigned(item))
        elif isinstance(item, Function):
            if item.name == "__init__":
                yield from ((name, None) for name in _set_on_self(item))
            elif not item.name.startswith("_"):
                yield item.name, None if _is_property(item) else _signature(item)


def _assigned(item: ast.Assign | ast.AnnAssign) -> Iterator[str]:
    for target in item.targets if isinstance(item, ast.Assign) else [item.target]:
        if isinstance(target, ast.Name):
            yield target.id


def _is_property(function: Function) -> bool:
    return any(_last_name(decorator).endswith("property") for decorator in function.decorator_list)


def _signature(function: Function) -> Signature:
    spec = function.args
    arguments = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs][1:]
    returned = ast.walk(function.returns) if function.returns else ()
    return Signature(
        arguments=tuple(argument.arg for argument in arguments),
        returned=frozenset(node.id for node in returned if isinstance(node, ast.Name)),
    )


def _set_on_self(function: Function) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def _constants(module: ast.Module) -> Iterator[tuple[str, object]]:
    for node in module.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for name in {"PORT", "IMPLEMENTATIONS"} & set(_assigned(node)):
                yield name, ast.literal_eval(node.value)


def _last_name(base: ast.expr) -> str:
    while isinstance(base, ast.Subscript):
        base = base.value
    return base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")
