"""What a judgement sees of other places: variants by source, parents, links, the world's names."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from govern.rules.judgement import judge, survey
from govern.rules.situation import PastAct, RecordView
from govern.rules.world import Other, World
from tests.rules import packs
from tests.rules.making import NOW, situation, view


def outcomes(judgement: object) -> dict[str, str]:
    return {v.rule: v.outcome.value for v in judgement.verdicts}  # type: ignore[attr-defined]


def test_one_variant_is_judged_for_each_source() -> None:
    flow = packs.read("""
workflow: loan
title: Loan
states: {open: , lent: , closed: {final: true, outcome: success}}
transitions:
  begin: {to: open, by: [reader]}
  go_on:
    - {from: open, to: lent, by: [reader]}
    - {from: lent, to: closed, by: [librarian]}
""")
    found = {state: survey(packs.at(flow, state))[0] for state in ("open", "lent")}
    assert {state: (j.target, j.allowed) for state, j in found.items()} == {
        "open": ("lent", False), "lent": ("closed", True),
    }  # fmt: skip


def test_a_parent_that_is_not_loaded_blocks_what_reads_it() -> None:
    flow = packs.read("""
workflow: loan
title: Loan
within: [shelf]
states: {open: , closed: {final: true, outcome: success}}
transitions:
  begin: {to: open, by: [reader]}
  finish: {from: open, to: closed, by: [parent.owner], guards: [{check: has(parent.room)}]}
""")
    shelf = packs.read(packs.SHELF, "shelf")
    above: RecordView = packs.record(shelf, number="SH-1", owner="alice", room="R")
    case = packs.at(flow)
    finish = flow.named("finish")[0]
    assert outcomes(judge(case, finish)) == {"from": "passed", "by": "failed", "guards/0": "failed"}
    inside = replace(case, record=replace(case.record, parent=above))
    assert judge(inside, finish).allowed


PAST = (
    PastAct("lend", "alice", NOW - timedelta(days=3), "", "open"),
    PastAct("renew", "bob", NOW - timedelta(days=2), "open", "open"),
    PastAct("renew", "bob", NOW - timedelta(days=1), "open", "open"),
)


def test_the_world_answers_about_the_past_and_the_people() -> None:
    world = World(situation(history=PAST, holders={"reader": ("carol",), "librarian": ("bob",)}))
    assert (world.fired("renew"), world.fired("close")) == (True, False)
    assert (world.fired_count("renew"), world.fired_count("close")) == (2, 0)
    assert world.entered("open") == NOW - timedelta(days=1)
    assert world.entered("closed") is None
    assert world.holders("reader") == ("carol",)
    assert world.holders("king") == ()
    assert [world.holds(*pair) for pair in (("carol", "reader"), ("alice", "librarian"))] == [
        True, True,
    ]  # fmt: skip


def test_what_was_not_loaded_is_not_answered_with_none() -> None:
    blind = World(situation(history=(), holders={}))
    with pytest.raises(KeyError):
        blind.fired("lend")
    with pytest.raises(KeyError):
        blind.holders("reader")
    for name in ("children", "siblings", "descendants", "records"):
        with pytest.raises(KeyError):
            blind.read(name).read("loan")  # type: ignore[union-attr]


def test_the_names_of_the_world_are_those_of_the_act_and_the_record() -> None:
    place = situation(values={"cost": 1}, changed=frozenset({"b", "a"}), inputs={"answer": "yes"})
    world = World(place)
    assert [world.read(n) for n in ("cost", "state", "requester", "actor", "now", "changed")] == [
        1, "open", "alice", "alice", NOW, ("a", "b"),
    ]  # fmt: skip
    assert world.read("input").read("answer") == "yes"  # type: ignore[union-attr]
    assert world.read("input").read("other") is None  # type: ignore[union-attr]
    with pytest.raises(KeyError):
        world.read("nothing")


def test_inside_where_bare_names_are_the_others() -> None:
    world = World(situation(values={"cost": 1}))
    other = Other(world, view("LN-9", "closed", values={"cost": 2}, requester="carol"))
    assert [other.read(n) for n in ("cost", "state", "requester", "number")] == [
        2, "closed", "carol", "LN-9",
    ]  # fmt: skip
    assert other.read("actor") == "alice"
    assert other.read("this").read("cost") == 1  # type: ignore[union-attr]


def test_a_loaded_link_reads_as_the_record_and_several_as_a_list() -> None:
    book = view("B-1")
    record = view(values={"book": "id-B-1", "books": ("id-B-1",), "none": None},
                  links={"book": (book,), "books": (book,), "none": ()})  # fmt: skip
    assert record.read("book") is book
    assert record.read("books") == (book,)
    assert record.read("none") is None
