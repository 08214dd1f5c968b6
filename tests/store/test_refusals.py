"""What was refused is chained like the ledger, and a source cannot flood it."""

from __future__ import annotations

import threading

from govern.store import refusals, session
from govern.store.session import Connection, Engine
from tests.ledger.chains import are_sound
from tests.store.library import LATER, NOW


def _add(connection: Connection, source: str = "person:mallory", at: str = NOW, limit: int = 60):
    return refusals.add(
        connection,
        source=source,
        at=at,
        act="a",
        actor="mallory",
        attempt={"code": "not_allowed", "record": "LOAN-0001"},
        per_minute=limit,
    )


def test_a_refusal_is_written_down_under_its_source(database: Engine) -> None:
    with session.writing(database) as connection:
        made = _add(connection)
        assert made is not None
        assert (made.kind, made.name, made.seq) == ("refused", "not_allowed", 1)
        assert made.body()["attempt"]["record"] == "LOAN-0001"
        assert refusals.chain(connection, "person:mallory") == [made]


def test_a_source_is_not_written_down_more_often_than_its_limit(database: Engine) -> None:
    with session.writing(database) as connection:
        made = [_add(connection, limit=3) for _ in range(5)]
        assert [entry is not None for entry in made] == [True] * 3 + [False] * 2
        assert _add(connection, source="person:bob", limit=3) is not None
        assert _add(connection, at=LATER, limit=3) is not None
        assert refusals.count_since(connection, "person:mallory", NOW) == 4


def test_many_refusals_of_one_source_at_once_make_one_chain(database: Engine) -> None:
    def add() -> None:
        for _ in range(10):
            with session.writing(database) as connection:
                _add(connection, limit=100)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with session.reading(database) as connection:
        assert are_sound(refusals.everything(connection))
        assert len(refusals.chain(connection, "person:mallory")) == 40
