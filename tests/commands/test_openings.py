"""What an opening asks for besides fields: a comment, and inputs of this act alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from govern import (
    Installation,
    Settings,
    add_person,
    fire_transition,
    history,
    open_record,
    publish,
    search_records,
)
from govern.errors import Refused, ValuesRefused
from tests.commands.conftest import START, Library

ORDER = """\
workflow: order
title: Order
number: OR-000
fields:
  volume: {kind: integer}
  double: {kind: integer, index: true, computed: volume * 2}
states:
  placed: {}
  gone: {final: true, outcome: cancelled}
transitions:
  place:
    to: placed
    by: [anyone]
    comment: required
    ask: {volume: , cups: {kind: integer, required: true}, each: {kind: integer, default: 2}}
    then: [{set: {volume: = input.cups * input.each}}]
  add:
    from: placed
    to: stay
    by: [anyone]
    ask: {more: {kind: integer, default: 3}}
    then: [{set: {volume: = volume + input.more}}]
  spill:
    from: placed
    to: stay
    by: [anyone]
    then: [{open: {workflow: stain, fields: {depth: = volume}}}]
  drop: {from: any, to: gone, by: [anyone]}
"""
STAIN = """\
workflow: stain
title: Stain
fields: {depth: {kind: integer, max: 5}}
states: {wet: {}, dry: {final: true, outcome: success}}
transitions: {make: {to: wet, by: [anyone]}, dry: {from: wet, to: dry, by: [anyone]}}
"""


@pytest.fixture
def bar(database: Any, tmp_path: Path) -> Library:
    bar = Library(Installation(Settings(tmp_path), database, lambda: START))
    bar.by(None, publish, {"order.yaml": ORDER, "stain.yaml": STAIN})
    bar.by(None, add_person, "alice")
    return bar


def place(bar: Library, **said: Any) -> Any:
    return bar.by("alice", open_record, "order", comment="Thirsty.", **said).record


def test_an_opening_takes_its_inputs_and_its_comment(bar: Library) -> None:
    order = place(bar, inputs={"cups": 2, "each": 5})
    assert order["fields"]["volume"] == 10
    [entry] = bar.ask("alice", history, order["number"])["items"]
    assert (entry["input"], entry["reason"]) == ({"cups": 2, "each": 5}, "Thirsty.")


def test_an_opening_misses_what_it_requires(bar: Library) -> None:
    with pytest.raises(ValuesRefused) as refusal:
        place(bar)
    assert [problem.pointer for problem in refusal.value.problems] == ["/input/cups"]
    with pytest.raises(Refused):
        bar.by("alice", open_record, "order", inputs={"cups": 1})


def test_an_input_that_is_not_given_has_its_default(bar: Library) -> None:
    order = place(bar, inputs={"cups": 2})
    assert order["fields"]["volume"] == 4
    added = bar.by("alice", fire_transition, order["number"], "add").record
    assert added["fields"]["volume"] == 7


def test_records_are_found_by_what_is_worked_out(bar: Library) -> None:
    place(bar, inputs={"cups": 2})
    assert len(bar.ask("alice", search_records, type="order", where=("double>7",))["items"]) == 1


def test_a_value_that_an_effect_makes_too_large_refuses_the_act(bar: Library) -> None:
    order = place(bar, inputs={"cups": 3})
    with pytest.raises(Refused) as refusal:
        bar.by("alice", fire_transition, order["number"], "spill")
    assert [verdict.code for verdict in refusal.value.verdicts] == ["too_large"]
