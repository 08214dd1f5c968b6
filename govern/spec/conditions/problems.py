"""What is wrong with an expression: problems with their place in its text, and the error that
carries them all. `reader` turns them into findings with a line and a column of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from govern.errors import GovernError


class ProblemCode(StrEnum):
    """The stable codes of problems; `docs/expressions.md` lists them."""

    SYNTAX = "expression-syntax"
    TOO_LARGE = "expression-too-large"
    UNKNOWN_NAME = "unknown-name"
    UNKNOWN_FUNCTION = "unknown-function"
    UNKNOWN_VALUE = "unknown-value"
    WITHHELD = "not-here"
    WRONG_TYPE = "wrong-type"
    WRONG_ARGUMENTS = "wrong-arguments"
    MIXED_CURRENCIES = "mixed-currencies"
    NEVER_EMPTY = "never-empty"


@dataclass(frozen=True, slots=True, order=True)
class ConditionProblem:
    """One thing wrong: `offset` and `length` count characters of the text, `hint` may be ""."""

    offset: int
    length: int
    code: str
    message: str
    hint: str = ""


class ConditionError(GovernError):
    """The expression was refused; `problems` holds every reason in order of position."""

    code = "condition_refused"

    def __init__(self, problems: Sequence[ConditionProblem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = tuple(sorted(problems))
