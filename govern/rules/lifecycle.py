"""The state machine of a workflow, and the only door to the library behind it.

One machine for each definition, made once and shared by all threads. It knows no record: a move
is fired on a throw-away subject that carries the state and the judgement, so nothing of a record
is bound, decorated or kept. No name of a definition is ever a callback, a trigger or an
attribute: events have made-up names, and the one condition is a function.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from transitions import Machine

from govern.errors import Refused
from govern.rules import destinations
from govern.rules.judgement import Judgement, refusal, refused
from govern.rules.verdicts import Verdict, VerdictOutcome
from govern.spec.model import Transition, Workflow

if TYPE_CHECKING:
    from transitions import EventData
    from transitions.core import Event

# The library reports every step; what happens is told by the ledger.
logging.getLogger("transitions").setLevel(logging.WARNING)

MOST_KEPT = 512
"""So many definitions have their machine kept; a further one takes the place of the oldest."""

UNOPENED = ""


class _Table(Machine):
    """A machine in which no state is a wildcard, whatever it is called."""

    wildcard_all = "\x00any"
    wildcard_same = "\x00same"


class _Subject:
    """What a move is fired on: it lives for one move."""

    __slots__ = ("judgement", "state")

    def __init__(self, state: str, judgement: Judgement) -> None:
        self.state = state
        self.judgement = judgement


def _is_judged(event: EventData) -> bool:
    """The condition of every move: allowed, and this is where it was judged to lead."""
    subject, move = event.model, event.transition
    if move is None or not isinstance(subject, _Subject) or not subject.judgement.allowed:
        return False
    judgement = subject.judgement
    return judgement.transition.target.stay if move.dest is None else move.dest == judgement.target


class Lifecycle:
    """The machine of one definition. Safe to share between threads."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._lock = threading.Lock()
        self._events: dict[tuple[str, str], Event] = {}
        self._machine = _Table(
            model=None,
            states=[UNOPENED, *workflow.states],
            initial=UNOPENED,
            auto_transitions=False,
            send_event=True,
        )

    @classmethod
    def of(cls, workflow: Workflow) -> Lifecycle:
        """The one lifecycle of the definition with this digest."""
        known = _KEPT.get(workflow.digest)
        if known is not None:
            return known
        with _KEEPING:
            while len(_KEPT) >= MOST_KEPT:
                del _KEPT[next(iter(_KEPT))]
            return _KEPT.setdefault(workflow.digest, cls(workflow))

    def fire(self, state: str, judgement: Judgement) -> str:
        """The state after the judged move from `state`; Refused where it may not be made."""
        subject = _Subject(state, judgement)
        event = self._event(judgement.transition.name, state)
        if event is None or not event.trigger(subject):
            raise _unknown(judgement) if judgement.allowed else refusal(judgement)
        return subject.state

    def _event(self, name: str, state: str) -> Event | None:
        """The event of the transition `name` from `state`; None where the definition has none.

        The machine is told of it at its first use: all at once they would be millions for a
        definition of many states.
        """
        known = self._events.get((name, state))
        if known is not None:
            return known
        transition = _variant(self._workflow, name, state)
        if transition is None:
            return None
        with self._lock:
            return self._events.get((name, state)) or self._add(transition, state)

    def _add(self, transition: Transition, state: str) -> Event:
        trigger = f"move{len(self._events)}"
        reached = destinations.possible(self._workflow, transition, state)
        for target in reached or (None,):  # to None: the state stays, nothing is left or entered
            self._machine.add_transition(trigger, state, target, conditions=[_is_judged])
        event: Event = self._machine.events[trigger]
        self._events[transition.name, state] = event
        return event


_KEPT: dict[str, Lifecycle] = {}
_KEEPING = threading.Lock()


def fire(workflow: Workflow, state: str, judgement: Judgement) -> str:
    """The state after the judged move from `state` ("" to open); Refused where it may not be made,
    also where the judgement is of another state or of a transition the workflow does not have."""
    return Lifecycle.of(workflow).fire(state, judgement)


def _variant(workflow: Workflow, name: str, state: str) -> Transition | None:
    for transition in workflow.named(name):
        if state in transition.sources or (transition.opens and state == UNOPENED):
            return transition
    return None


def _unknown(judgement: Judgement) -> Refused:
    title = judgement.transition.title
    reason = f"The workflow has no move “{title}” from here to where it was judged to lead."
    verdict = Verdict("from", "wrong_state", VerdictOutcome.FAILED, reason)
    return refused(f"“{title}” is not possible", (*judgement.verdicts, verdict))
