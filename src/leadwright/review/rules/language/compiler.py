"""Compiles conditions over a table of variables, and refuses what could never work."""

import re
from collections.abc import Mapping, Sequence

from leadwright.review.rules.language.condition import Condition, Situation, Truth
from leadwright.review.rules.language.diagnosis import (
    ConditionInvalid,
    Fault,
    diagnose,
    fails_for_some,
    not_a_verdict,
)
from leadwright.review.rules.language.environment import (
    Environment,
    Program,
    environment,
    is_verdict,
    type_name,
)
from leadwright.review.rules.language.native import native
from leadwright.review.rules.language.samples import samples
from leadwright.review.rules.language.spelling import misspelt
from leadwright.review.rules.variables import Value, Variable

LONGEST = 1000  # characters; what is longer is several rules
_UNREADABLE = re.compile(r"[^\n\t\r -~\xa0-\ud7ff\ue000-\U0010ffff]")


class Language:
    """Conditions over one table of variables; compile with it, and ask with it."""

    def __init__(self, variables: Sequence[Variable]) -> None:
        self.variables = tuple(variables)
        self.names = tuple(variable.name for variable in variables)
        self._kinds = {variable.name: variable.kind for variable in variables}
        self._environment = environment(self.variables)
        self._without: dict[str, Environment] = {}

    def compile(self, text: str) -> Condition:
        """Check a condition: syntax, names, types, words, and a try on made-up leads.

        Raises:
            ConditionInvalid: it cannot be used; the fault has the column and a hint.
        """
        program = self._checked(text)
        if not is_verdict(program.return_type()):
            raise ConditionInvalid(text, not_a_verdict(type_name(program)))
        if fault := misspelt(text, self.variables):
            raise ConditionInvalid(text, fault)
        condition = Condition(text=text, mentions=self._mentions(text), program=program)
        self._try(condition)
        return condition

    def situation(self, known: Mapping[str, Value]) -> Situation:
        """Make what is known of a lead ready for conditions; absent variables are unknown."""
        data = {name: native(self._kinds[name], value) for name, value in known.items()}
        return Situation(activation=self._environment.Activation(data))

    def _checked(self, text: str) -> Program:
        if len(text) > LONGEST:
            problem = f"the condition is longer than {LONGEST:,} characters"
            fault = Fault(column=LONGEST + 1, problem=problem, hint="split it into several rules")
            raise ConditionInvalid(f"{text[:40]}...", fault)
        if found := _UNREADABLE.search(text):
            problem = f"the character {found[0]!r} cannot be read"
            raise ConditionInvalid(text, Fault(column=found.start() + 1, problem=problem))
        try:
            return self._environment.compile(text)
        except RuntimeError as error:
            raise ConditionInvalid(text, diagnose(text, str(error), self.names)) from None

    def _mentions(self, text: str) -> tuple[str, ...]:
        """The variables without which the condition does not compile."""
        return tuple(
            name
            for name in self.names
            if re.search(rf"\b{name}\b", text) and not self._compiles_without(name, text)
        )

    def _compiles_without(self, name: str, text: str) -> bool:
        if name not in self._without:
            rest = [variable for variable in self.variables if variable.name != name]
            self._without[name] = environment(rest)
        try:
            self._without[name].compile(text)
        except RuntimeError:
            return False
        return True

    def _try(self, condition: Condition) -> None:
        for sample in samples(self.variables):
            judgement = condition.judge(self.situation(sample))
            if judgement.truth is Truth.BROKEN:
                raise ConditionInvalid(condition.text, fails_for_some(judgement.fault))
