"""Errands are claimed by one worker at a time, and none is lost: the same on both databases."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from govern.store import counters, errands, session
from govern.store.errands import MAX_ATTEMPTS, State
from govern.store.identifiers import instant, moment
from govern.store.session import Engine
from tests.store.library import BEFORE, LATER, NOW


def _enqueue(engine: Engine, *due: str, kind: str = "print", key: str | None = None) -> list[str]:
    with session.writing(engine) as connection:
        made = [
            errands.enqueue(connection, kind, {"n": n}, due_at=at, now=NOW, key=key)
            for n, at in enumerate(due)
        ]
    return [one for one in made if one]


def _claim(engine: Engine, worker: str = "w", now: str = NOW, **given: object):
    with session.writing(engine) as connection:
        return errands.claim(connection, worker, now, **given)


def _after(now: str, **length: float) -> str:
    return moment(instant(now) + timedelta(**length))


def test_what_is_due_is_claimed_the_longest_due_first(database: Engine) -> None:
    late, early, later = _enqueue(database, NOW, BEFORE, LATER)
    assert [one.id for one in _claim(database, limit=9)] == [early, late]
    assert [one.id for one in _claim(database, now=LATER)] == [early]
    assert later in [one.id for one in _claim(database, now=LATER, limit=9)]


def test_an_errand_of_an_act_that_failed_was_never_there(database: Engine) -> None:
    def fail() -> None:
        with session.writing(database) as connection:
            errands.enqueue(connection, "print", {}, due_at=NOW, now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert _claim(database) == []


def test_what_is_claimed_is_not_claimed_again_while_the_lease_lasts(database: Engine) -> None:
    (errand,) = _enqueue(database, NOW)
    lease = timedelta(seconds=30)
    assert [one.attempts for one in _claim(database, "a", lease=lease)] == [1]
    assert _claim(database, "b", _after(NOW, seconds=29)) == []
    (again,) = _claim(database, "b", _after(NOW, seconds=30))
    assert (again.id, again.leased_by, again.attempts) == (errand, "b", 2)


def test_a_lease_is_extended_by_its_holder(database: Engine) -> None:
    (errand,) = _enqueue(database, NOW)
    _claim(database, "a", lease=timedelta(seconds=30))
    with session.writing(database) as connection:
        assert errands.extend(connection, errand, "a", LATER)
        assert not errands.extend(connection, errand, "b", LATER)
    assert _claim(database, "b", _after(NOW, minutes=5)) == []


def test_what_is_finished_is_done_for_good(database: Engine) -> None:
    (errand,) = _enqueue(database, NOW)
    _claim(database, "a")
    with session.writing(database) as connection:
        assert errands.finish(connection, errand, "a")
        assert not errands.finish(connection, errand, "a")
        assert errands.counts(connection) == {"done": 1}
        assert errands.next_due(connection) is None
    assert _claim(database, now=LATER) == []


def test_a_worker_whose_lease_went_to_another_finishes_nothing(database: Engine) -> None:
    (errand,) = _enqueue(database, NOW)
    (old,) = _claim(database, "a")
    _claim(database, "b", LATER)
    with session.writing(database) as connection:
        assert not errands.finish(connection, errand, "a")
        assert not errands.fail(connection, old, "a", "x", LATER)
        assert errands.finish(connection, errand, "b")


def test_what_failed_is_tried_again_after_a_growing_pause_and_then_given_up(
    database: Engine,
) -> None:
    (errand,) = _enqueue(database, NOW)
    now, pauses = NOW, []
    for _ in range(MAX_ATTEMPTS):
        (claimed,) = _claim(database, "a", now)
        with session.writing(database) as connection:
            assert errands.fail(connection, claimed, "a", "no paper\0", now)
            found = errands.find(connection, errand)
        assert found is not None
        assert found.last_error == "no paper"
        pauses.append((instant(found.due_at) - instant(now)).total_seconds())
        now = found.due_at
    assert pauses == [10, 20, 40, 80, 160, 320, 640, 1280]
    assert found.state == State.FAILED
    assert _claim(database, now=LATER) == []


def test_an_errand_that_kills_its_workers_is_given_up(database: Engine) -> None:
    (errand,) = _enqueue(database, NOW)
    now = NOW
    for _ in range(MAX_ATTEMPTS):
        assert len(_claim(database, "a", now)) == 1
        now = _after(now, minutes=3)
    assert _claim(database, "a", now) == []
    with session.reading(database) as connection:
        found = errands.find(connection, errand)
    assert found is not None
    assert (found.state, found.attempts) == (State.FAILED, MAX_ATTEMPTS)


def test_a_key_is_used_once(database: Engine) -> None:
    assert len(_enqueue(database, NOW, NOW, key="print:1")) == 1
    assert len(_enqueue(database, NOW, key="print:2")) == 1


def test_a_worker_may_want_some_kinds_only(database: Engine) -> None:
    _enqueue(database, NOW, kind="mail")
    (errand,) = _enqueue(database, NOW, kind="print")
    assert [one.id for one in _claim(database, limit=9, kinds=["print"])] == [errand]
    assert _claim(database, kinds=[]) == []


def test_the_next_errand_due_is_known(database: Engine) -> None:
    _enqueue(database, LATER, NOW)
    with session.reading(database) as connection:
        assert errands.next_due(connection) == NOW
        (first,) = _claim(database, "a")
        assert first.content() == {"n": 1}


def test_many_workers_do_every_errand_once(database: Engine) -> None:
    wanted = _enqueue(database, *[NOW] * 60)
    done: list[str] = []

    def work(name: str) -> None:
        while claimed := _claim(database, name, limit=3):
            for errand in claimed:
                with session.writing(database) as connection:
                    assert errands.finish(connection, errand.id, name)
                    done.append(errand.id)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(done) == Counter(wanted)


WORKER = """
import os, sys, time
from datetime import timedelta
from govern.store import counters, errands, session
from tests.store.library import NOW
engine = session.open_engine(sys.argv[1])
with session.writing(engine) as connection:
    (errand,) = errands.claim(connection, "doomed", NOW, lease=timedelta(seconds=5))
with session.writing(engine) as connection:
    counters.advance(connection, "done")
    errands.finish(connection, errand.id, "doomed")
    os.kill(os.getpid(), 9)
"""


def test_a_worker_killed_in_the_middle_loses_nothing(database: Engine) -> None:
    (errand,) = _enqueue(database, NOW)
    url = database.url.render_as_string(hide_password=False)
    root = Path(__file__).parents[2]
    killed = subprocess.run([sys.executable, "-c", WORKER, url], cwd=root)
    assert killed.returncode == -9
    (again,) = _claim(database, "next", _after(NOW, seconds=6))
    assert (again.id, again.attempts) == (errand, 2)
    with session.writing(database) as connection:
        assert counters.advance(connection, "done") == 1
        assert errands.finish(connection, errand, "next")
