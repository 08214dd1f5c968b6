"""The expressions of workflow files: a checked subset of CEL with an evaluator that explains.

`compile_condition` checks a text against a `Scope` and gives an `Expression`; `evaluate` gives an
`Outcome` that can explain itself. Types are made with the functions of `types`. Nothing in here
knows workflows, files or the clock, and nothing outside sees tokens, trees or closures.
The language itself is described in `docs/expressions.md`.
"""

from govern.spec.conditions.explanation import Explanation
from govern.spec.conditions.expression import Expression, Outcome, compile_condition
from govern.spec.conditions.functions import Functions
from govern.spec.conditions.problems import ConditionError, ConditionProblem, ProblemCode
from govern.spec.conditions.scope import Scope
from govern.spec.conditions.signatures import SIGNATURES
from govern.spec.conditions.syntax import MACROS
from govern.spec.conditions.types import Type

FUNCTION_NAMES: frozenset[str] = frozenset(SIGNATURES)
"""The names of the functions."""

MACRO_NAMES: frozenset[str] = frozenset(MACROS)
"""The names of the macros, which only stand behind the dot of a list."""

__all__ = [
    "FUNCTION_NAMES",
    "MACRO_NAMES",
    "ConditionError",
    "ConditionProblem",
    "Explanation",
    "Expression",
    "Functions",
    "Outcome",
    "ProblemCode",
    "Scope",
    "Type",
    "compile_condition",
]
