"""Hostile requests: both databases answer alike, always with a problem, and nothing is changed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.api import hostile
from tests.api.conftest import open_library

TABLES = {
    "nesting": hostile.DEPTH,
    "numbers": hostile.NUMBERS,
    "texts": hostile.TEXTS,
    "moments": hostile.MOMENTS,
    "queries and paths": hostile.QUERIES,
    "shapes of requests": hostile.SHAPES,
}
pytestmark = pytest.mark.postgres


@pytest.fixture
def both(sqlite: Any, postgresql: Any, tmp_path: Path) -> dict[str, Any]:
    """A library with one loan on each database, by its name."""
    libraries = {
        name: open_library(engine, tmp_path / name)
        for name, engine in (("sqlite", sqlite), ("postgresql", postgresql))
    }
    for library in libraries.values():
        fields = {"purpose": "A talk on maps", "weeks": 2}
        opened = library.caller("bob").post("/records", {"type": "loan", "fields": fields})
        assert opened.json["number"] == "LN-0001"
    return libraries


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_both_databases_refuse_alike_and_change_nothing(
    both: dict[str, Any], table: list[hostile.Attack], subtests: Any
) -> None:
    callers = {name: library.caller("bob") for name, library in both.items()}
    before = {name: library.picture() for name, library in both.items()}
    for attack in table:
        answers = {name: attack.send(caller) for name, caller in callers.items()}
        with subtests.test(msg=attack.name):
            for answer in answers.values():
                assert answer.status_code in attack.statuses, answer.text[:300]
                assert answer.content_type == "application/problem+json"
                assert answer.json["status"] == answer.status_code
            bodies = [_body(answer) for answer in answers.values()]
            assert bodies[0] == bodies[1]
    assert {name: library.picture() for name, library in both.items()} == before
    for caller in callers.values():
        assert caller.get("/records/LN-0001").json["revision"] == 1


def _body(answer: Any) -> dict[str, Any]:
    return {**answer.json, "instance": ""}


def test_there_are_at_least_as_many_attacks_as_were_seen_to_work() -> None:
    assert sum(map(len, TABLES.values())) >= 73


PLACES = [
    "/records?q={}",
    "/records?type={}",
    "/records?state={}",
    "/records?within={}",
    "/records?sort={}",
    "/records?cursor={}",
    "/records?type=book&where={}",
    "/records?type=book&where=name={}",
    "/records/{}",
    "/records/{}/history",
    "/people/{}",
    "/workflows/{}",
    "/workflows/book/diagram.svg?record={}",
    "/grants?person={}",
    "/grants?on={}",
]


def test_injections_find_nothing_and_take_no_longer(both: dict[str, Any], subtests: Any) -> None:
    callers = [library.caller("bob") for library in both.values()]
    for place in PLACES:
        for text in hostile.INJECTIONS:
            began = time.monotonic()
            answers = [caller.get(place.format(quote(text, safe=""))) for caller in callers]
            with subtests.test(msg=f"{place} {text}"):
                assert {answer.status_code for answer in answers} <= {200, 404, 422}
                assert answers[0].status_code == answers[1].status_code
                assert all(not (a.json.get("items")) for a in answers)
                assert time.monotonic() - began < 2
    for caller in callers:
        assert caller.get("/records/LN-0001").status_code == 200


def test_injections_are_kept_as_the_texts_they_are(both: dict[str, Any], subtests: Any) -> None:
    texts = [text for text in hostile.INJECTIONS if "\t" not in text]
    for text in texts:
        answers = [
            library.caller("bob").post("/records", {"type": "loan", "fields": {"purpose": text}})
            for library in both.values()
        ]
        with subtests.test(msg=text):
            assert answers[0].status_code == answers[1].status_code
            if answers[0].status_code == 201:
                assert {answer.json["fields"]["purpose"] for answer in answers} == {text}
                assert answers[0].headers["X-Content-Type-Options"] == "nosniff"


MOMENTS = {
    "2026-03-02T10:00:00+14:00": "2026-03-01T20:00:00.000000Z",
    "2026-03-02T10:00:00.123456Z": "2026-03-02T10:00:00.123456Z",
    "2026-03-02T23:59:59-11:59": "2026-03-03T11:58:59.000000Z",
}


def test_a_moment_comes_back_exactly_in_utc(both: dict[str, Any]) -> None:
    for library in both.values():
        caller = library.caller("bob")
        for revision, (sent, kept) in enumerate(MOMENTS.items(), 1):
            change = {"fields": {"wanted_at": sent}}
            answer = caller.patch("/records/LN-0001", change, revision)
            assert answer.json["fields"]["wanted_at"] == kept
