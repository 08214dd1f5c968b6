"""What a transition asks of the person who fires it, and which verdicts wait for the answers."""

from __future__ import annotations

from govern.rules.verdicts import Verdict
from govern.spec.conditions import Expression
from govern.spec.model import Guard, Transition


def is_open(transition: Transition, verdict: Verdict) -> bool:
    """Whether the verdict may come out otherwise once the person has answered: a comment, an
    input or a field that is asked for is missing, or an expression reads one of them."""
    if verdict.rule in ("comment", "input"):
        return True
    if verdict.rule == "require":
        return transition.opens or verdict.field in transition.ask
    if verdict.rule == "to":
        return any(_hangs_on(transition, branch.when) for branch in transition.target.branches)
    rule, _, index = verdict.rule.partition("/")
    if rule != "guards":
        return False
    return _guard_is_open(transition, transition.guards[int(index)])


def _guard_is_open(transition: Transition, guard: Guard) -> bool:
    if any(_is_asked(transition, name) for name in guard.fields):
        return True
    if _hangs_on(transition, guard.check) or _hangs_on(transition, guard.when):
        return True
    others = guard.where.reads if guard.where is not None else ()
    return any(_is_answer(transition, path) for path in others if path[0] in ("this", "input"))


def _hangs_on(transition: Transition, expression: Expression | None) -> bool:
    reads = expression.reads if expression is not None else ()
    return any(_is_answer(transition, path) for path in reads)


def _is_answer(transition: Transition, path: tuple[str, ...]) -> bool:
    """Whether the path reads what the person is asked for."""
    names = path[1:] if path[0] == "this" else path
    return path[0] == "input" or (bool(names) and _is_asked(transition, names[0]))


def _is_asked(transition: Transition, name: str) -> bool:
    """Whoever opens a record is asked for all its fields."""
    return name in transition.ask or (transition.opens and name not in _NO_FIELDS)


_NO_FIELDS = frozenset(
    {"parent", "children", "siblings", "descendants", "records", "actor", "now", "changed"}
    | {"settings", "state", "number", "id", "requester", "opened_at", "state_since"}
)
