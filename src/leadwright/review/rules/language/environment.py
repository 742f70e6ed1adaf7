"""The CEL library behind a narrow door: nothing else imports it.

Results are read only from programs that give true or false: reading a null takes a reference of
None that was never given, which kills Python 3.11 in the end.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from cel_expr_python import cel  # type: ignore[import-untyped]

from leadwright.review.rules.variables import Kind, Variable

_ORDERINGS = {
    "_<_": "less",
    "_<=_": "less_equals",
    "_>_": "greater",
    "_>=_": "greater_equals",
}
_TOO_LOOSE = ("dyn", "type")  # ways around the type check


class Type(Protocol):
    """A CEL type; equal types compare equal."""

    def name(self) -> str:
        """The library's name for it."""
        ...


class Result(Protocol):
    """An answer."""

    def value(self) -> object:
        """The answer, or the words of an error."""
        ...


class Program(Protocol):
    """A compiled expression."""

    def return_type(self) -> Type:
        """The CEL type of its answers."""
        ...

    def eval(self, activation: object) -> Result:
        """Answer for one activation."""
        ...


class Environment(Protocol):
    """Declared variables and functions."""

    def compile(self, expression: str) -> Program:
        """Parse and type-check; a RuntimeError says what is wrong."""
        ...

    def Activation(self, data: Mapping[str, object]) -> object:  # noqa: N802 - the library's name
        """Values for the variables; absent ones are unknown."""
        ...


def environment(variables: Sequence[Variable]) -> Environment:
    """A CEL environment in which whole numbers and fractions compare, as the language allows.

    The library's checker refuses `deal_value > 100000` for a fraction, so its orderings are
    declared anew, with the overloads that its own evaluator knows.
    """
    excluded = "".join(f'  - name: "{name}"\n' for name in (*_ORDERINGS, *_TOO_LOOSE))
    made: Environment = cel.NewEnv(
        config=cel.NewEnvConfigFromYaml(f"stdlib:\n  exclude_functions:\n{excluded}"),
        variables={variable.name: _type_of(variable.kind) for variable in variables},
        functions=[_ordering(symbol, name) for symbol, name in _ORDERINGS.items()],
    )
    return made


def is_verdict(kind: Type) -> bool:
    """Whether a type is true or false."""
    return bool(kind == cel.Type.BOOL)


def type_name(program: Program) -> str:
    """The library's name for the type of a program's answers."""
    return program.return_type().name()


def _ordering(symbol: str, name: str) -> object:
    kinds = {"int64": cel.Type.INT, "double": cel.Type.DOUBLE, "string": cel.Type.STRING}
    pairs = [(kind, kind) for kind in kinds] + [("int64", "double"), ("double", "int64")]
    return cel.FunctionDecl(
        symbol,
        [
            cel.Overload(
                f"{name}_{left}" if left == right else f"{name}_{left}_{right}",
                return_type=cel.Type.BOOL,
                parameters=[kinds[left], kinds[right]],
            )
            for left, right in pairs
        ],
    )


def _type_of(kind: Kind) -> object:
    types: dict[Kind, object] = {
        Kind.MONEY: cel.Type.DOUBLE,
        Kind.SHARE: cel.Type.DOUBLE,
        Kind.COUNT: cel.Type.INT,
        Kind.TEXT: cel.Type.STRING,
        Kind.FLAG: cel.Type.BOOL,
        Kind.TEXTS: cel.Type.List(cel.Type.STRING),
    }
    return types[kind]
