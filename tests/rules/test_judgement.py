"""A judgement holds every verdict, in the same number however they come out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from govern.errors import NotAllowed, Refused
from govern.rules.judgement import Judgement, judge, refusal, survey
from tests.rules import packs

LOAN = packs.read("""
workflow: loan
title: Loan
number: LN-0000
within: [shelf]
fields:
  title:  {kind: text, required: true}
  cost:   {kind: number}
  keeper: {kind: person}
  note:   {kind: text}
rules:
  cheap: cost < 100
states:
  open:     {edit: [requester], require: [keeper]}
  lent:     {edit: [librarian], lock: [title], require: [cost]}
  on_hold:  {side: true}
  closed:   {final: true, outcome: success}
  lost:     {final: true, outcome: failure}
transitions:
  ask_for:  {to: open, by: [anyone], ask: [title]}
  lend:
    title: Lend the book
    from: open
    to: lent
    by: [librarian]
    not_by: [requester, keeper]
    require: [cost, title]
    comment: required
    guards:
      - rule: cheap
      - check: cost > 0
        code: free
        else: It costs nothing.
      - check: has(note)
        level: warn
  renew:    {from: lent, to: stay, by: [keeper], ask: [keeper]}
  hold:     {from: [open, lent], to: on_hold, by: [librarian]}
  resume:   {from: on_hold, to: previous, by: [librarian]}
  bring:
    from: lent
    to:
      - {to: closed, when: cost < 10}
      - {to: lost, when: cost > 50}
    by: [librarian]
  sort_out:
    from: [open, lent]
    to: {open: closed, lent: lost}
    by: [librarian]
  lose:     {from: any, to: lost, by: [librarian, requester], comment: required}
  decide:
    from: lent
    to: [{to: closed, when: input.answer == "yes"}, {to: open}]
    by: [librarian]
    ask: {answer: {kind: choice, of: ["yes", "no"], required: true}, why: {kind: text}, note: }
    guards: [{check: has(note)}, {check: "input.answer == 'yes' || cost > 10"}]
  clear:    {from: any, to: closed, by: [auditor, system], comment: required}
""")


def by_rule(judgement: Judgement) -> dict[str, str]:
    """Rule, with its field where it is about one, to the outcome."""
    return {" ".join(filter(None, [v.rule, v.field])): v.outcome.value for v in judgement.verdicts}


def judged(name: str, state: str = "open", **given: Any) -> Judgement:
    return packs.judged(LOAN, name, state, **given)


GOOD = {"title": "Emma", "cost": 5, "keeper": "bob"}
LENDING = {"actor": "carol", "values": GOOD, "comment": "Wanted since May."}


def test_a_move_that_nothing_holds_back_is_allowed_and_leads_somewhere() -> None:
    judgement = judged("lend", **LENDING)
    assert judgement.allowed
    assert judgement.target == "lent"
    assert by_rule(judgement) == {
        "from": "passed", "by": "passed", "not_by": "passed", "require cost": "passed",
        "require title": "passed", "require keeper": "passed", "comment": "passed",
        "guards/0": "passed", "guards/1": "passed", "guards/2": "failed",
    }  # fmt: skip


FAULTS = [
    ({"actor": "mallory", "roles": ()}, {"by"}),
    ({"actor": "bob"}, {"not_by"}),
    ({"actor": "alice"}, {"not_by"}),
    ({"comment": " \u200b"}, {"comment"}),
    ({"values": {**GOOD, "cost": None}}, {"require cost", "guards/0", "guards/1"}),
    ({"values": {**GOOD, "cost": 0}}, {"guards/1"}),
    ({"values": {**GOOD, "title": None}}, {"require title"}),
    ({"values": {**GOOD, "keeper": None}}, {"require keeper"}),
    ({"state": "lent"}, {"from"}),
    ({"state": "closed"}, {"from"}),
    ({"state": ""}, {"from"}),
]


@pytest.mark.parametrize(("fault", "rules"), FAULTS, ids=range(len(FAULTS)))
def test_each_fault_is_told_by_its_own_rule_and_by_no_other(
    fault: dict[str, Any], rules: set[str]
) -> None:
    judgement = judged("lend", **{**LENDING, **fault})
    told = {
        name for name, v in zip(by_rule(judgement), judgement.verdicts, strict=True) if v.blocks
    }
    assert told == rules
    assert not judgement.allowed


values = st.fixed_dictionaries(
    {
        "title": st.sampled_from([None, "Emma"]),
        "cost": st.sampled_from([None, 0, 5, 500]),
        "keeper": st.sampled_from([None, "bob", "alice"]),
        "note": st.sampled_from([None, "n"]),
    }
)
people = st.sampled_from(
    [("alice", ()), ("bob", ("librarian",)), ("carol", ("reader",)), (None, ())]
)
TRANSITIONS = [(t, state) for t in LOAN.transitions for state in (*LOAN.states, "")]


@given(st.sampled_from(TRANSITIONS), values, people, st.sampled_from(["", "why"]))
def test_which_rules_are_asked_does_not_depend_on_how_they_come_out(
    cell: Any, held: dict[str, Any], who: Any, comment: str
) -> None:
    transition, state = cell
    actor, roles = who
    situation = packs.at(LOAN, state, values=held, actor=actor, roles=roles, comment=comment)
    asked = list(by_rule(judge(situation, transition)))
    plain = list(by_rule(judge(packs.at(LOAN, state), transition)))
    system = {"not_by"} if transition.system != (actor is None) else set()
    assert [rule for rule in asked if rule not in system] == [r for r in plain if r not in system]


@given(st.sampled_from(TRANSITIONS), values, people)
def test_allowed_means_that_no_verdict_blocks_and_there_is_a_target(
    cell: Any, held: dict[str, Any], who: Any
) -> None:
    transition, state = cell
    judgement = judge(packs.at(LOAN, state, values=held, actor=who[0], roles=who[1]), transition)
    blocked = [v for v in judgement.verdicts if v.blocks]
    assert judgement.allowed == (not blocked and judgement.target is not None)
    assert all(v.reason for v in blocked)
    assert judgement.possible or blocked


def test_what_a_state_requires_is_not_asked_on_the_way_out() -> None:
    assert by_rule(judged("lend", **LENDING))["require keeper"] == "passed"
    assert by_rule(judged("lose", comment="x"))["require keeper"] == "not_applicable"
    assert by_rule(judged("hold"))["require keeper"] == "not_applicable"
    assert by_rule(judged("sort_out"))["require keeper"] == "failed"
    assert "require cost" not in by_rule(judged("renew", "lent", actor="bob"))


def test_opening_asks_for_the_fields_that_are_required_from_then_on() -> None:
    opening = judged("ask_for", "", history=())
    assert by_rule(opening) == {"from": "passed", "by": "passed", "require title": "failed"}
    assert judged("ask_for", "", values={"title": "Emma"}, history=()).allowed


BRANCHES = [(5, "closed", "passed"), (70, "lost", "passed"), (20, None, "failed"),
            (None, None, "error")]  # fmt: skip


@pytest.mark.parametrize(("cost", "target", "outcome"), BRANCHES)
def test_the_first_branch_that_holds_is_taken_and_none_refuses(
    cost: int | None, target: str | None, outcome: str
) -> None:
    judgement = judged("bring", "lent", values={"cost": cost})
    assert (judgement.target, by_rule(judgement)["to"]) == (target, outcome)


def test_a_map_leads_from_each_source_to_its_own_target() -> None:
    assert judged("sort_out").target == "closed"
    assert judged("sort_out", "lent").target == "lost"
    assert judged("sort_out", "on_hold").target is None


@pytest.mark.parametrize(
    ("previous", "target"), [("lent", "lent"), ("", None), ("on_hold", None), ("closed", None)]
)
def test_previous_returns_to_what_a_side_state_can_interrupt(
    previous: str, target: str | None
) -> None:
    judgement = judged("resume", "on_hold", previous=previous)
    assert judgement.target == target
    assert judgement.allowed == (target is not None)


def test_fields_sent_with_an_act_are_judged_too() -> None:
    sent = {"changed": frozenset({"keeper", "title", "note"}), "roles": (), "actor": "bob"}
    before = packs.record(LOAN, "lent", keeper="bob")
    judgement = judged("renew", "lent", values={"keeper": "carol"}, before=before, **sent)
    told = {(v.code, v.field) for v in judgement.verdicts if v.blocks}
    assert told == {("not_asked", "title"), ("not_asked", "note")}


def test_the_system_fires_what_lists_it_and_nothing_else() -> None:
    assert judged("clear", actor=None, roles=(), values=GOOD).allowed
    assert not judged("lose", actor=None, roles=(), comment="x").allowed
    assert not judged("clear", values=GOOD, comment="x").allowed
    clear = LOAN.named("clear")[0]
    assert judge(packs.at(LOAN, values=GOOD), clear, caused=True).allowed
    lend = LOAN.named("lend")[0]
    assert not judge(packs.at(LOAN, values=GOOD, roles=()), lend, caused=True).allowed


def test_a_list_offers_what_waits_only_for_the_persons_answers() -> None:
    waiting = judged("decide", "lent", values={"cost": 1})
    asked = {v.field: v.outcome for v in waiting.verdicts if v.rule == "input"}
    assert asked == {"answer": "failed"}
    assert not waiting.allowed
    assert waiting.possible
    assert not judged("decide", "lent", values={"cost": 1}, roles=()).possible
    assert not judged("decide", "lent").possible  # cost is required to leave, and not asked for


def test_an_answer_is_judged_when_it_is_there() -> None:
    answered = {"values": {"cost": 1, "note": "n"}, "inputs": {"answer": "yes"}}
    assert judged("decide", "lent", **answered).target == "closed"
    no = judged("decide", "lent", **{**answered, "inputs": {"answer": "no"}})
    assert (no.target, no.allowed) == ("open", False)


def test_a_survey_judges_every_move_from_here_in_file_order() -> None:
    names = [j.transition.name for j in survey(packs.at(LOAN, "lent"))]
    assert names == ["renew", "hold", "bring", "sort_out", "lose", "decide", "clear"]
    assert [j.transition.name for j in survey(packs.at(LOAN, ""))] == ["ask_for"]


def test_a_refusal_names_the_move_and_the_first_reasons() -> None:
    judgement = judged("lend", **{**LENDING, "values": {}, "comment": ""})
    found = refusal(judgement)
    assert type(found) is Refused
    assert found.message == (
        "“Lend the book” is not possible: Cost must be filled; Title must be filled; "
        "Keeper must be filled; and 3 more."
    )
    assert found.verdicts == judgement.verdicts


@pytest.mark.parametrize("actor", ["mallory", "bob"])
def test_whoever_is_not_among_those_who_may_is_told_so(actor: str) -> None:
    roles = ("librarian",) if actor == "bob" else ()
    assert (
        type(refusal(judged("lend", **{**LENDING, "actor": actor, "roles": roles}))) is NotAllowed
    )


def test_a_blocked_move_names_the_people_who_could_and_none_who_is_excluded() -> None:
    holders = {"librarian": ("alice", "bob", "carol")}
    case = packs.at(LOAN, values=GOOD, actor="mallory", roles=(), holders=holders)
    named = judge(case, LOAN.named("lend")[0]).named(case)
    assert {v.rule: v.who for v in named.verdicts if v.rule == "by"} == {"by": ("carol",)}


def test_people_are_judged_by_the_record_before_the_act() -> None:
    changed = frozenset({"keeper"})
    mine = judged("renew", "lent", actor="mallory", values={"keeper": "mallory"}, changed=changed)
    assert not mine.allowed
