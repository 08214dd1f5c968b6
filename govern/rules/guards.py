"""Judging one guard: what it asks, how it came out, and why, for people.

A guard that cannot be judged is an error, and an error holds the move back. The words about
other records are counted in `relatives`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from govern.rules import kinds, relatives
from govern.rules.authority import editors
from govern.rules.situation import RecordView, Situation
from govern.rules.verdicts import Verdict, VerdictOutcome
from govern.rules.world import World
from govern.spec.conditions import Outcome
from govern.spec.model import Guard, Who
from govern.spec.vocabulary import GuardWord, Level, TermKind

PASSED, FAILED = VerdictOutcome.PASSED, VerdictOutcome.FAILED
ERROR, NOT_APPLICABLE = VerdictOutcome.ERROR, VerdictOutcome.NOT_APPLICABLE


def judge_guard(
    guard: Guard, situation: Situation, rule: str = "guards", world: World | None = None
) -> Verdict:
    """The verdict of the guard in this situation, under the name `rule`; never an exception.

    `world` is that of the situation, where the caller has one already.
    """
    world = world or World(situation)
    if guard.when is not None:
        asked = guard.when.evaluate(world, world)
        if asked.error:
            return _error(guard, rule, asked.error)
        if not asked.holds:
            reason = f"Does not apply: {_why(asked)}"
            return _verdict(guard, rule, NOT_APPLICABLE, reason)
    try:
        return _JUDGES[guard.word](guard, world, rule)
    except KeyError as error:
        return _error(guard, rule, f"{error.args[0]} was not loaded")


def code_of(guard: Guard) -> str:
    """The stable code of the guard's verdicts: the file's, a rule's name, or made of the word."""
    if guard.code:
        return guard.code
    return guard.name if guard.word is GuardWord.RULE else _NOT_MET[guard.word]


_NOT_MET = {word: f"{word.value}_not_met" for word in GuardWord}


def _passed(guard: Guard, rule: str) -> Verdict:
    return _passed_verdict(rule, code_of(guard), guard.level is Level.WARN)


@lru_cache(maxsize=4096)
def _passed_verdict(rule: str, code: str, warns: bool) -> Verdict:
    return Verdict(rule, code, PASSED, warning=warns)


def _verdict(
    guard: Guard, rule: str, outcome: VerdictOutcome, reason: str = "", terms: Who = ()
) -> Verdict:
    warns = guard.level is Level.WARN
    return Verdict(rule, code_of(guard), outcome, reason, terms=terms, warning=warns)


def _failed(guard: Guard, rule: str, reason: str, terms: Who = ()) -> Verdict:
    return _verdict(guard, rule, FAILED, guard.reason or reason, terms)


def _error(guard: Guard, rule: str, error: str, terms: Who = ()) -> Verdict:
    told = f"{guard.text} cannot be judged: {error}."
    return _verdict(guard, rule, ERROR, f"{guard.reason} ({told})" if guard.reason else told, terms)


def _why(outcome: Outcome) -> str:
    sentence = outcome.explain()
    return sentence if sentence.endswith(".") else f"{sentence}."


def _check(guard: Guard, world: World, rule: str) -> Verdict:
    if guard.check is None:
        return _error(guard, rule, "there is nothing to check")
    outcome = guard.check.evaluate(world, world)
    if outcome.holds:
        return _passed(guard, rule)
    if outcome.error:
        return _error(guard, rule, outcome.error, editors(world.situation))
    return _failed(guard, rule, _why(outcome), editors(world.situation))


def _relatives(guard: Guard, world: World, rule: str) -> Verdict:
    counted = relatives.tally(guard, world)
    outcome = relatives.decided(guard, counted)
    if outcome is PASSED:
        return _passed(guard, rule)
    if outcome is ERROR:
        return _error(guard, rule, "; ".join(counted.errors[: relatives.MOST_NAMED]))
    return _failed(guard, rule, relatives.reason(guard, counted), _movers(counted.failing))


def _movers(views: list[RecordView]) -> Who:
    """The roles that may move the records in the way: they hold below the record judged."""
    moves = [
        move for view in views if view.definition for move in view.definition.moves_from(view.state)
    ]
    roles = [term for move in moves for term in move.by if term.kind is TermKind.ROLE]
    return tuple({term.name: term for term in roles}.values())


def _unique(guard: Guard, world: World, rule: str) -> Verdict:
    own = world.situation.record
    wanted = [own.values.get(name) for name in guard.fields]
    if any(kinds.is_empty(value) for value in wanted):
        return _verdict(guard, rule, NOT_APPLICABLE, "Does not apply: a field of it is empty.")
    others = world.situation.records[guard.workflow or world.situation.workflow.name]
    for other in others:
        if other.id != own.id and [other.values.get(name) for name in guard.fields] == wanted:
            reason = f"{other.number} already has the same {_titles(guard, world.situation)}."
            return _failed(guard, rule, reason, editors(world.situation))
    return _passed(guard, rule)


def _titles(guard: Guard, situation: Situation) -> str:
    declared = situation.workflow.fields
    return " and ".join(declared[name].title if name in declared else name for name in guard.fields)


_JUDGES: Mapping[GuardWord, Callable[[Guard, World, str], Verdict]] = {
    GuardWord.CHECK: _check,
    GuardWord.RULE: _check,
    GuardWord.CHILDREN: _relatives,
    GuardWord.PARENT: _relatives,
    GuardWord.SIBLINGS: _relatives,
    GuardWord.LINKED: _relatives,
    GuardWord.RECORDS: _relatives,
    GuardWord.UNIQUE: _unique,
}
