"""Mutants: a module with one thing changed that some test should notice.

What tests need not hold is left alone: words for people, logs, names of errors, types.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

_SWAPS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_SUMS: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_TURNED: Final = (ast.Compare, ast.BoolOp, ast.UnaryOp)  # by other mutants
_SILENT: Final = frozenset({"_log", "warnings"})
_WORDS: Final = frozenset({"Protocol", "StrEnum"})  # classes that only give names
_OTHER: Final = "mutated"
Change = Callable[[ast.AST], ast.AST | None]  # None: the statement is gone


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One change at one place of a module."""

    number: int  # of the place and change, in the order of the file
    line: int
    what: str


def of(path: Path) -> list[Mutant]:
    """All mutants of a module."""
    return [
        Mutant(number=number, line=getattr(node, "lineno", 0), what=what)
        for number, (node, what, _) in enumerate(_changes(_parsed(path)))
    ]


def mutated(path: Path, mutant: Mutant) -> ast.Module:
    """The module with its one change."""
    tree = _parsed(path)
    target, _, change = list(_changes(tree))[mutant.number]
    found = _Replaced(target, change).visit(tree)
    assert isinstance(found, ast.Module)
    return ast.fix_missing_locations(found)


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


class _Replaced(ast.NodeTransformer):
    """Puts something else in the place of one node."""

    def __init__(self, target: ast.AST, change: Change) -> None:
        self._target = target
        self._change = change

    def visit(self, node: ast.AST) -> ast.AST:
        """Visit every node, and change that one."""
        if node is not self._target:
            return self.generic_visit(node)
        found = self._change(copy.deepcopy(node))
        return ast.copy_location(ast.Pass() if found is None else found, node)


def _changes(tree: ast.Module) -> Iterator[tuple[ast.AST, str, Change]]:
    for node in _worth(tree):
        for what, change in _of_node(node):
            yield node, what, change


def _worth(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below whose change tests could notice."""
    decorators = getattr(node, "decorator_list", ())  # how things are made, not what they do
    for child in ast.iter_child_nodes(node):
        if child not in decorators and not _is_idle(child):
            yield child
            yield from _worth(child)


def _is_idle(node: ast.AST) -> bool:
    match node:
        case (
            ast.Import()
            | ast.ImportFrom()
            | ast.JoinedStr()
            | ast.Assert()
            | ast.Expr(value=ast.Constant())  # a docstring, or the dots of a protocol
            | ast.Assign(targets=[ast.Name(id="_log")])
        ):
            return True
        case ast.AnnAssign(target=ast.Name(id=name), annotation=note):
            return name == "_log" or "ClassVar" in ast.dump(note)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=value, attr=attr))):
            is_log = isinstance(value, ast.Name) and value.id in _SILENT
            return is_log or (attr == "__init__" and isinstance(value, ast.Call))
        case ast.ClassDef(bases=bases):
            return any(isinstance(base, ast.Name) and base.id in _WORDS for base in bases)
    return False


def _of_node(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Compare(ops=[op]):
            swap = _SWAPS[type(op)]
            yield f"{_name(op)} becomes {_name(swap())}", lambda it: _with(it, ops=[swap()])
        case ast.BoolOp(op=op):
            turned = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield f"{_name(op)} becomes {_name(turned)}", lambda it: _with(it, op=turned)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not is gone", lambda _: operand
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _SUMS:
            sum_ = _SUMS[type(op)]
            yield f"{_name(op)} becomes {_name(sum_())}", lambda it: _with(it, op=sum_())
        case ast.Constant(value=value) if other := _otherwise(value):
            yield f"{value!r} becomes {other[0]!r}", lambda it: _with(it, value=other[0])
        case _:
            yield from _of_statement(node)


def _of_statement(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) if not isinstance(
            test, _TURNED
        ):
            negated = ast.UnaryOp(op=ast.Not(), operand=test)
            yield "the condition is turned round", lambda it: _with(it, test=negated)
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            nothing = ast.Constant(value=None)
            yield "nothing is returned", lambda it: _with(it, value=nothing)
        case ast.Expr(value=ast.Call() | ast.Await()):
            yield "the call is gone", lambda _: None
        case ast.Raise(exc=ast.expr()):
            yield "nothing is raised", lambda _: None
        case ast.Continue() | ast.Break():
            other = ast.Break() if isinstance(node, ast.Continue) else ast.Continue()
            yield f"{_name(node)} becomes {_name(other)}", lambda _: other
        case ast.Call(keywords=[_, *_]):
            yield from _without_words(node)


def _without_words(call: ast.Call) -> Iterator[tuple[str, Change]]:
    """Keyword arguments, each left out once."""
    for number, word in enumerate(call.keywords):
        if word.arg is not None:
            kept = [other for place, other in enumerate(call.keywords) if place != number]
            yield f"{word.arg}= is gone", partial(_with, keywords=kept)


def _otherwise(value: object) -> tuple[object] | None:
    """Another value of the same kind, for those that mean something."""
    match value:
        case bool():
            return (not value,)
        case int() | float():
            return (value + 1,)
        case str() if value and "\n" not in value and " " not in value:
            return (f"{_OTHER}{value}",)
    return None


def _with(node: ast.AST, **fields: object) -> ast.AST:
    for name, value in fields.items():
        setattr(node, name, value)
    return node


def _name(node: ast.AST) -> str:
    return type(node).__name__
