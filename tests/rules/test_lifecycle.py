"""One machine for a definition, shared by all, that no name in a file can bend."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from govern.errors import Refused
from govern.rules import lifecycle
from govern.rules.judgement import Judgement, judge
from govern.rules.lifecycle import Lifecycle, fire
from govern.rules.situation import Situation
from govern.spec.model import Branch, Target, Workflow
from tests.rules.making import expression, move, situation, states, view, workflow


def at(flow: Workflow, state: str, **given: object) -> Situation:
    return situation(flow, record=view(state=state, values=given.pop("values", {})), **given)  # type: ignore[arg-type]


def judged(flow: Workflow, state: str, name: str, **given: object) -> Judgement:
    [transition] = [t for t in flow.named(name) if state in t.sources or (t.opens and not state)]
    return judge(at(flow, state, **given), transition)


def test_a_judged_move_reaches_the_state_it_was_judged_to_lead_to() -> None:
    flow = workflow(transitions=(move("lend", to="open"), move("close", "open", to="closed")))
    assert fire(flow, "", judged(flow, "", "lend")) == "open"
    assert fire(flow, "open", judged(flow, "open", "close")) == "closed"


def test_a_move_that_is_not_allowed_is_refused() -> None:
    flow = workflow(transitions=(move("close", "open", to="closed"),))
    with pytest.raises(Refused, match="Only the librarian"):
        fire(flow, "open", judged(flow, "open", "close", roles=()))


def test_a_judgement_of_one_state_moves_nothing_in_another() -> None:
    flow = workflow(transitions=(move("close", "open", to="closed"),))
    with pytest.raises(Refused) as refusal:
        fire(flow, "closed", judged(flow, "open", "close"))
    assert refusal.value.verdicts[-1].code == "wrong_state"


def test_a_judgement_of_another_target_moves_nothing() -> None:
    flow = workflow(
        states=states("open", "closed", "lost"), transitions=(move("close", "open", to="closed"),)
    )
    forged = replace(judged(flow, "open", "close"), target="lost")
    with pytest.raises(Refused):
        fire(flow, "open", forged)


def test_a_transition_the_workflow_does_not_have_moves_nothing() -> None:
    flow = workflow(transitions=(move("close", "open", to="closed"),))
    foreign = judge(at(flow, "open"), move("burn", "open", to="closed"))
    with pytest.raises(Refused):
        fire(flow, "open", foreign)


def test_every_way_of_leading_somewhere_leads_there() -> None:
    ways = {
        "stay": Target(stay=True),
        "again": Target(state="open"),
        "mapped": Target(by_source={"open": "lost"}),
        "branch": Target(branches=(Branch("lost", expression("cost > 10")), Branch("closed"))),
        "back": Target(previous=True, otherwise="open"),
    }
    flow = workflow(
        states=states("open", "closed", "lost"),
        transitions=tuple(move(name, "open", to=way) for name, way in ways.items()),
    )
    reached = {
        name: fire(flow, "open", judged(flow, "open", name, values={"cost": 11}, previous="lost"))
        for name in ways
    }
    assert reached == {
        "stay": "open", "again": "open", "mapped": "lost", "branch": "lost", "back": "lost",
    }  # fmt: skip


HOSTILE = [
    "save", "state", "states", "events", "to_closed", "__init__", "__class__", "trigger", "model",
    "may_close", "is_open", "initial", "*", "=", "os.system", "before_close", "on_enter_open",
    "add_model", "move0", "", "a b", "\x00",
]  # fmt: skip


def test_names_that_mean_something_to_the_library_are_only_names() -> None:
    names = [name for name in HOSTILE if name]
    moves = [
        move(f"{kind}{name}", source, to=target)
        for source, target in zip(names, names[1:] + names[:1], strict=True)
        for kind, name in (("", source), ("to_", target))
    ]
    flow = workflow(states=states(*names), transitions=tuple(moves))
    for transition in moves:
        judgement = judge(at(flow, transition.sources[0]), transition)
        assert fire(flow, transition.sources[0], judgement) == transition.target.state


def test_every_cell_that_is_not_declared_is_refused() -> None:
    names = ("open", "closed", "lost")
    flow = workflow(
        states=states(*names),
        transitions=tuple(move(f"to_{name}", "open", to=name) for name in names),
    )
    for state in ("closed", "lost", ""):
        for transition in flow.transitions:
            forged = judge(at(flow, "open"), transition)
            with pytest.raises(Refused):
                fire(flow, state, forged)


def test_a_definition_has_one_lifecycle_and_the_oldest_makes_room() -> None:
    flow = workflow()
    first = Lifecycle.of(flow)
    assert Lifecycle.of(replace(flow)) is first
    for _ in range(lifecycle.MOST_KEPT):
        Lifecycle.of(workflow())
    assert Lifecycle.of(flow) is not first


def test_a_definition_with_very_many_moves_starts_at_once() -> None:
    names = [f"s{number}" for number in range(500)]
    target = Target(previous=True)
    flow = workflow(
        states=states(*names),
        transitions=tuple(move(f"t{i}", *names, to=target) for i in range(2000)),
    )
    assert fire(flow, "s3", judged(flow, "s3", "t1999", previous="s4")) == "s4"


def test_threads_share_one_machine_without_mixing_their_records() -> None:
    size = 8
    names = [f"s{number}" for number in range(size)]
    moves = tuple(move(f"to_{target}", *names, to=target) for target in names)
    flow = workflow(states=states(*names), transitions=moves)
    wrong: list[str] = []
    start = threading.Barrier(size)

    def run(number: int) -> None:
        start.wait()
        for turn in range(400):
            source, target = names[(number + turn) % size], names[(number * turn) % size]
            allowed = (number + turn) % 3 != 0
            judgement = judged(flow, source, f"to_{target}", roles=("librarian",) * allowed)
            try:
                reached = fire(flow, source, judgement)
            except Refused:
                reached = "refused"
            if reached != (target if allowed else "refused"):
                wrong.append(f"{source} {target} {reached}")

    threads = [threading.Thread(target=run, args=(number,)) for number in range(size)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
