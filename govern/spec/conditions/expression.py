"""An expression that was read and checked, and what comes of evaluating it: the public face."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from govern.spec.conditions.checking import Checker
from govern.spec.conditions.evaluation import Compiler
from govern.spec.conditions.explaining import Explainer, say_cannot
from govern.spec.conditions.explanation import Explanation
from govern.spec.conditions.frames import STEPS, Frame, Run
from govern.spec.conditions.functions import Functions
from govern.spec.conditions.problems import ConditionError, ConditionProblem, ProblemCode
from govern.spec.conditions.scope import Scope
from govern.spec.conditions.syntax import parse
from govern.spec.conditions.tree import Node
from govern.spec.conditions.types import Kind, Type
from govern.spec.values import Readable, Value


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an evaluation: a `value`, or an `error` in a few words ("cost is empty").

    A number is a Decimal, a list a tuple. The explanation is worked out when it is asked for, from
    the same world, which must not have changed since.
    """

    value: Value
    error: str | None
    _asked: tuple[Expression, Readable, Functions] = field(compare=False, repr=False)

    @property
    def holds(self) -> bool:
        """True where the value is true; an error never holds."""
        return self.value is True

    @property
    def explanation(self) -> Explanation:
        """Why it came out so, part by part."""
        expression, world, functions = self._asked
        return expression.explain(world, functions)

    def explain(self) -> str:
        """The explanation as one sentence: "cost <= 10000: 14 500.00 EUR is above 10 000"."""
        return self.explanation.sentence


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression; two are equal when their texts are.

    `type`: of its value. `reads`: the dotted paths it reads from root names, cut at list macros
    and indexes: `children.loan.all(l, l.cost > 1)` reads ("children", "loan"). `reaches`: the
    same, followed into the members of lists: also ("children", "loan", "cost"). `calls`: the
    names of the functions it uses, macros not among them. `tree`: its typed nodes.
    """

    text: str
    type: Type = field(compare=False)
    reads: frozenset[tuple[str, ...]] = field(compare=False)
    reaches: frozenset[tuple[str, ...]] = field(compare=False)
    calls: frozenset[str] = field(compare=False)
    tree: Node = field(compare=False, repr=False)
    _run: Run = field(compare=False, repr=False)
    _runs: Mapping[Node, Run] = field(compare=False, repr=False)
    _slots: int = field(compare=False, repr=False)

    def evaluate(self, world: Readable, functions: Functions) -> Outcome:
        """The outcome for this world; never raises. `world.read` answers the root names."""
        asked = (self, world, functions)
        try:
            value = self._run(Frame(world, functions, self._slots, STEPS))
        except Exception as error:  # noqa: BLE001 - whatever a world does, it fails closed
            return Outcome(None, say_cannot(error), asked)
        return Outcome(value, None, asked)

    def explain(self, world: Readable, functions: Functions) -> Explanation:
        """Why it comes out so in this world; never raises."""
        explainer = Explainer(self.text, self._runs, world, functions, self._slots)
        return explainer.whole(self.tree)


def compile_condition(text: str, scope: Scope, expects: Type | None = None) -> Expression:
    """The expression `text` says in `scope`; its value is of type `expects` where that is given.

    Raises ConditionError with all problems; nothing else, whatever the text.
    """
    try:
        return _compile(text, scope, expects)
    except RecursionError:
        code = ProblemCode.TOO_LARGE
        problem = ConditionProblem(0, len(text), code, "the expression nests too deeply here")
        raise ConditionError([problem]) from None


def _compile(text: str, scope: Scope, expects: Type | None) -> Expression:
    tree, checker, compiler = parse(text), Checker(text, scope), Compiler(text)
    checker.whole(tree, expects)
    if checker.problems:
        raise ConditionError(checker.problems)
    wants_truth = expects is not None and expects.kind is Kind.BOOLEAN
    run = compiler.truth(tree) if wants_truth else compiler.compile(tree)
    return Expression(
        text=text,
        type=tree.type,
        reads=frozenset(checker.reads),
        reaches=frozenset(checker.reaches),
        calls=frozenset(checker.calls),
        tree=tree,
        _run=run,
        _runs=compiler.runs,
        _slots=checker.slots,
    )
