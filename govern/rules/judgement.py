"""Judging a transition: every rule is asked, every answer is told, none stops at the first "no".

One function judges; listing, firing, simulating and the pages all use it. Which rules are asked
depends on the definition, the present state and the fields sent, never on how the others came out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from govern.errors import NotAllowed, Refused
from govern.rules import authority, destinations, questions
from govern.rules.guards import judge_guard
from govern.rules.kinds import is_empty
from govern.rules.situation import Situation
from govern.rules.texts import is_blank
from govern.rules.verdicts import Verdict, VerdictOutcome
from govern.rules.world import World
from govern.spec.model import State, Transition
from govern.spec.vocabulary import FinalOutcome

PASSED, FAILED = VerdictOutcome.PASSED, VerdictOutcome.FAILED
NOT_APPLICABLE = VerdictOutcome.NOT_APPLICABLE
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """All verdicts on one transition; `target` is the state it leads to, None if that is open."""

    transition: Transition
    verdicts: tuple[Verdict, ...]
    target: str | None

    @property
    def allowed(self) -> bool:
        """True where no verdict holds the move back and it leads somewhere."""
        for verdict in self.verdicts:
            if verdict.blocks:
                return False
        return self.target is not None

    @property
    def possible(self) -> bool:
        """True where nothing is in the way but what the act itself asks for, or what hangs on
        that: what a list of actions offers before the person has answered."""
        asks = self.transition
        return all(
            not verdict.blocks or questions.is_open(asks, verdict) for verdict in self.verdicts
        )

    def named(self, situation: Situation) -> Judgement:
        """The same judgement, its blocking verdicts naming the people who could resolve them."""
        less = self.transition.not_by
        return replace(self, verdicts=authority.name_people(self.verdicts, situation, less))


def judge(situation: Situation, transition: Transition, *, caused: bool = False) -> Judgement:
    """Every verdict on firing the transition in this situation.

    `caused`: an effect of another record fires it. Then `by`, `not_by`, `comment` and the fields
    sent are not asked of the person whose act it is, if the transition lets the system fire it.
    """
    by_system = transition.system and (caused or situation.actor.name is None)
    world = World(situation)
    target, leads = destinations.target(situation, transition, world)
    verdicts = [_from(situation, transition)]
    verdicts += _SYSTEM if by_system else _people(situation, transition)
    if situation.changed and not by_system:
        verdicts += authority.may_write(situation, transition)
    verdicts += _required(situation, transition, target)
    verdicts += _given(situation, transition)
    if transition.comment_required:
        verdicts.append(_comment(situation, by_system))
    for index, guard in enumerate(transition.guards):
        verdicts.append(judge_guard(guard, situation, f"guards/{index}", world))
    verdicts += leads
    return Judgement(transition, tuple(verdicts), target)


def survey(situation: Situation) -> list[Judgement]:
    """The judgement of every transition from the present state, in file order: of the openings,
    where the record is about to be opened."""
    state = situation.record.state
    workflow = situation.workflow
    moves = workflow.moves_from(state) if state else workflow.openings()
    return [judge(situation, transition) for transition in moves]


def refusal(judgement: Judgement) -> Refused:
    """The refusal to raise: NotAllowed where the person is not among those who may."""
    return refused(f"“{judgement.transition.title}” is not possible", judgement.verdicts)


def refused(what: str, verdicts: Sequence[Verdict]) -> Refused:
    """A refusal that begins with `what` and tells the first reasons; see `refusal`."""
    blocking = [verdict for verdict in verdicts if verdict.blocks]
    reasons = [verdict.reason.rstrip(".") for verdict in blocking[:MOST_TOLD]]
    more = len(blocking) - len(reasons)
    told = "; ".join([*reasons, *([f"and {more} more"] if more else [])])
    message = f"{what}: {told}." if told else f"{what}."
    person = any(verdict.rule in _OF_THE_PERSON for verdict in blocking)
    return (NotAllowed if person else Refused)(message, verdicts)


_OF_THE_PERSON = frozenset({"by", "not_by", "edit"})

_FROM_PASSED = Verdict("from", "wrong_state", PASSED)
_BY_PASSED = Verdict("by", "not_among_by", PASSED)
_NOT_BY_PASSED = Verdict("not_by", "excluded", PASSED)
_COMMENT_PASSED = Verdict("comment", "comment_required", PASSED)
_SYSTEM = (Verdict("by", "not_among_by", PASSED, "An effect of another record fires it."),)


def _from(situation: Situation, transition: Transition) -> Verdict:
    state = situation.record.state
    if state in transition.sources or (transition.opens and not state):
        return _FROM_PASSED
    states = situation.workflow.states
    if transition.opens:
        reason = "It opens a record, and this one is open already."
    else:
        titles = " or ".join(states[name].title for name in transition.sources if name in states)
        now = states[state].title if state in states else "not opened"
        reason = f"It starts from {titles}; the record is in {now}."
    return Verdict("from", "wrong_state", FAILED, reason)


def _people(situation: Situation, transition: Transition) -> Iterator[Verdict]:
    if authority.is_among(situation, transition.by):
        yield _BY_PASSED
    else:
        reason = f"Only {authority.said(transition.by)} may do this."
        yield Verdict("by", "not_among_by", FAILED, reason, terms=transition.by)
    if transition.not_by:
        if not authority.is_excluded(situation, transition.not_by):
            yield _NOT_BY_PASSED
        else:
            reason = f"This may not be done by {authority.said(transition.not_by)}."
            yield Verdict("not_by", "excluded", FAILED, reason, terms=transition.by)


def _required(
    situation: Situation, transition: Transition, target: str | None
) -> Iterator[Verdict]:
    for name in transition.require:
        yield _filled(situation, name)
    if transition.opens:
        for name, field in situation.workflow.fields.items():
            if field.required and field.computed is None and name not in transition.require:
                yield _filled(situation, name)
    elif situation.record.state in transition.sources and not transition.target.stay:
        left = situation.workflow.states[situation.record.state]
        reached = situation.workflow.states.get(target or "")
        for name in left.require:
            if name not in transition.require:
                yield _exempt(name) if _is_way_out(reached) else _filled(situation, name)


def _given(situation: Situation, transition: Transition) -> Iterator[Verdict]:
    """One verdict for each input of the act that must be given."""
    for name, declared in transition.inputs.items():
        if declared.required:
            if not is_empty(situation.inputs.get(name)):
                yield Verdict("input", "required_empty", PASSED, field=name)
            else:
                reason = f"{declared.title} must be given."
                yield Verdict("input", "required_empty", FAILED, reason, name)


def _is_way_out(state: State | None) -> bool:
    """Leaving for a side state, or giving up, asks for nothing."""
    if state is None:
        return False
    return state.side or state.outcome in (FinalOutcome.CANCELLED, FinalOutcome.FAILURE)


def _filled(situation: Situation, name: str) -> Verdict:
    if not is_empty(situation.record.values.get(name)):
        return _filled_passed(name)
    field = situation.workflow.fields.get(name)
    reason = f"{field.title if field else name} must be filled."
    terms = authority.editors(situation)
    return Verdict("require", "required_empty", FAILED, reason, name, terms=terms)


@lru_cache(maxsize=4096)
def _filled_passed(name: str) -> Verdict:
    return Verdict("require", "required_empty", PASSED, field=name)


@lru_cache(maxsize=4096)
def _exempt(name: str) -> Verdict:
    reason = "Does not apply to this way out."
    return Verdict("require", "required_empty", NOT_APPLICABLE, reason, name)


def _comment(situation: Situation, by_system: bool) -> Verdict:
    if not is_blank(situation.comment):
        return _COMMENT_PASSED
    if by_system:
        reason = "Does not apply: no person fires it."
        return Verdict("comment", "comment_required", NOT_APPLICABLE, reason)
    return Verdict("comment", "comment_required", FAILED, "Say why in a comment.")
