"""A request sent twice is carried out once; one that was refused is judged afresh."""

from __future__ import annotations

import threading

import pytest

from govern.errors import Busy, Conflict
from govern.store import counters, idempotency, session
from govern.store.idempotency import Answer
from govern.store.session import Engine
from tests.store.library import BEFORE, LATER, NOW

ANSWER = Answer(201, {"Location": "/x", "ETag": '"1"'}, b'{"a":"\xc3\xa9"}')


def _send(engine: Engine, key: str = "k", actor: str = "alice", digest: str = "d") -> Answer | None:
    """Carries out a request that counts, unless it was carried out before."""
    with session.writing(engine) as connection:
        held = idempotency.begin(connection, key, actor, digest, NOW)
        if held is None:
            counters.advance(connection, "done")
            idempotency.finish(connection, key, actor, ANSWER)
    return held


def _done(engine: Engine) -> int:
    with session.reading(engine) as connection:
        return counters.value(connection, "done")


def test_the_second_request_gets_the_first_answer(database: Engine) -> None:
    assert _send(database) is None
    assert _send(database) == ANSWER
    assert _done(database) == 1


def test_a_key_is_its_actors_own(database: Engine) -> None:
    assert _send(database) is None
    assert _send(database, actor="bob") is None


def test_a_key_used_for_another_request_is_refused(database: Engine) -> None:
    _send(database)
    with pytest.raises(Conflict) as refused:
        _send(database, digest="other")
    assert refused.value.code == "key_reused"


def test_a_request_that_failed_leaves_no_answer(database: Engine) -> None:
    def fail() -> None:
        with session.writing(database) as connection:
            idempotency.begin(connection, "k", "alice", "d", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert _send(database) is None


def test_a_key_whose_act_is_not_answered_is_in_flight(database: Engine) -> None:
    with session.writing(database) as connection:
        idempotency.begin(connection, "k", "alice", "d", NOW)
        with pytest.raises(Conflict) as refused:
            idempotency.begin(connection, "k", "alice", "d", NOW)
    assert refused.value.code == "key_in_flight"


def test_a_key_under_way_elsewhere_for_too_long_is_in_flight(postgresql: Engine) -> None:
    def wait() -> None:
        with session.writing(postgresql) as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
            idempotency.begin(connection, "k", "alice", "d", NOW)

    with session.writing(postgresql) as connection:
        idempotency.begin(connection, "k", "alice", "d", NOW)
        with pytest.raises(Conflict) as refused:
            wait()
    assert refused.value.code == "key_in_flight"


def test_twenty_at_once_are_carried_out_once(database: Engine) -> None:
    got: list[Answer | None] = []

    def send() -> None:
        try:
            got.append(_send(database))
        except (Conflict, Busy) as error:  # pragma: no cover
            got.append(error)  # type: ignore[arg-type]

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got.count(None) == 1
    assert got.count(ANSWER) == 19
    assert _done(database) == 1


def test_answers_are_forgotten_after_their_time(database: Engine) -> None:
    _send(database)
    with session.writing(database) as connection:
        assert idempotency.forget(connection, BEFORE) == 0
        assert idempotency.forget(connection, LATER) == 1
    assert _send(database) is None
