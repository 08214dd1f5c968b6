"""Rules that look at all records of a type hold although many act at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govern import Installation, Settings, add_person, fire_transition, open_record, publish
from govern.errors import Refused
from tests.commands.conftest import START, Library

SEAT = """\
workflow: seat
title: Seat
number: ST-000
fields:
  row: {kind: text}
states:
  free: {}
  taken: {}
  gone: {final: true, outcome: cancelled}
transitions:
  offer: {to: free, by: [anyone]}
  reserve: {to: free, by: [anyone], guards: [{unique: {fields: [row]}}]}
  take:
    from: free
    to: taken
    by: [anyone]
    guards: [{records: {workflow: seat, none: true, where: state == "taken"}}]
  drop: {from: any, to: gone, by: [anyone]}
"""
PEOPLE = 8


def together(act: Callable[[int], Any]) -> list[Any]:
    """What `act` came to in each of so many threads at once; None where it was refused."""
    start, came = threading.Barrier(PEOPLE), [None] * PEOPLE

    def run(number: int) -> None:
        start.wait()
        try:
            came[number] = act(number)
        except Refused:
            came[number] = None

    threads = [threading.Thread(target=run, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [one for one in came if one is not None]


@pytest.fixture
def hall(database: Any, tmp_path: Path) -> Library:
    hall = Library(Installation(Settings(tmp_path), database, lambda: START))
    hall.by(None, publish, {"seat.yaml": SEAT})
    hall.by(None, add_person, "alice")
    return hall


def test_what_is_unique_is_opened_once(hall: Library) -> None:
    def reserve(_: int) -> Any:
        return hall.by("alice", open_record, "seat", {"row": "A"}, transition="reserve")

    assert len(together(reserve)) == 1


def test_what_no_other_record_may_be_only_one_becomes(hall: Library) -> None:
    seats = [
        hall.by("alice", open_record, "seat", transition="offer").record["number"]
        for _ in range(PEOPLE)
    ]
    taken = together(lambda number: hall.by("alice", fire_transition, seats[number], "take"))
    assert len(taken) == 1
