"""Where a transition leads: the state it would reach now, and all it could ever reach."""

from __future__ import annotations

from govern.rules.situation import Situation
from govern.rules.verdicts import Verdict, VerdictOutcome
from govern.rules.world import World
from govern.spec.model import Transition, Workflow

_BRANCH_PASSED = Verdict("to", "no_branch", VerdictOutcome.PASSED)
_PREVIOUS_PASSED = Verdict("to", "no_previous", VerdictOutcome.PASSED)


def target(
    situation: Situation, transition: Transition, world: World
) -> tuple[str | None, tuple[Verdict, ...]]:
    """The state the transition leads to now, None where it leads nowhere; and the verdict `to`
    where that had to be found out. To stay is to reach the present state."""
    way = transition.target
    if way.state:
        return way.state, ()
    if way.stay:
        return situation.record.state, ()
    if way.previous:
        return _previous(situation, way.otherwise)
    if way.branches:
        return _branch(transition, world)
    found = way.by_source.get(situation.record.state)
    return found, (_BRANCH_PASSED if found else _nowhere("It leads nowhere from this state."),)


def _previous(situation: Situation, otherwise: str) -> tuple[str | None, tuple[Verdict, ...]]:
    held = situation.previous
    found = held if held in resumable(situation.workflow) else otherwise
    if found:
        return found, (_PREVIOUS_PASSED,)
    reason = "There is no earlier state to return to."
    return None, (Verdict("to", "no_previous", VerdictOutcome.FAILED, reason),)


def _branch(transition: Transition, world: World) -> tuple[str | None, tuple[Verdict, ...]]:
    """The first branch whose condition holds. One that cannot be told ends the search: whether
    a later one is meant hangs on it."""
    for branch in transition.target.branches:
        if branch.when is None:
            return branch.to, (_BRANCH_PASSED,)
        outcome = branch.when.evaluate(world, world)
        if outcome.error:
            reason = f"Where it leads cannot be told: {branch.when.text}: {outcome.error}."
            error = Verdict("to", "expression_error", VerdictOutcome.ERROR, reason)
            return None, (error,)
        if outcome.holds:
            return branch.to, (_BRANCH_PASSED,)
    conditions = ", ".join(b.when.text for b in transition.target.branches if b.when)
    return None, (_nowhere(f"It leads nowhere, for none of these holds: {conditions}."),)


def _nowhere(reason: str) -> Verdict:
    return Verdict("to", "no_branch", VerdictOutcome.FAILED, reason)


def resumable(workflow: Workflow) -> frozenset[str]:
    """The states `previous` may return to: those a side state can interrupt."""
    return frozenset(s.name for s in workflow.states.values() if not (s.side or s.final))


def possible(workflow: Workflow, transition: Transition, source: str) -> tuple[str, ...]:
    """Every state the transition may ever reach from `source`, each once; none where it stays."""
    way = transition.target
    if way.stay:
        return ()
    if way.state:
        return (way.state,)
    if way.previous:
        found = [name for name in workflow.states if name in resumable(workflow)]
        return tuple(dict.fromkeys([*found, *filter(None, [way.otherwise])]))
    if way.branches:
        return tuple(dict.fromkeys(branch.to for branch in way.branches))
    return tuple(filter(None, [way.by_source.get(source)]))
