"""The worker: every errand is done once, tried again, or given up with its reason."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from typing import Any

import pytest

from govern.errands.worker import LAST_WORDS, Hand, Worker
from govern.errors import Busy

FULL = "The shelf is full."


@pytest.fixture
def shelve(library: Any) -> Hand:
    """Shelves a book; a full shelf refuses it, and once it has failed too often it is buried."""

    def do(_installation: Any, payload: dict[str, Any]) -> None:
        if payload.get("full"):
            raise Busy(FULL)
        if payload.get("defect"):
            raise KeyError("shelf")
        library.done.append(payload["book"])

    def give_up(_installation: Any, payload: dict[str, Any], reason: str) -> None:
        library.done.append(f"{payload['book']}: {reason}")

    return Hand(do, give_up)


@pytest.fixture
def worker(library: Any, shelve: Hand) -> Worker:
    return Worker(
        library.installation, lease=timedelta(minutes=1), attempts=3, hands={"shelve": shelve}
    )


def test_everything_that_is_due_is_done_once(library: Any, worker: Worker) -> None:
    for book in ("Emma", "Persuasion"):
        library.enqueue(book=book)
    assert (worker.drain(), library.done) == (2, ["Emma", "Persuasion"])
    assert (worker.drain(), library.done) == (0, ["Emma", "Persuasion"])


def test_an_idle_worker_writes_nothing(library: Any, worker: Worker) -> None:
    from sqlalchemy import event

    said: list[str] = []
    engine = library.installation.engine
    event.listen(engine, "before_cursor_execute", lambda *seen: said.append(seen[2]))
    assert not worker.once()
    assert not [statement for statement in said if statement.startswith("UPDATE")]


def test_what_fails_is_tried_again_after_a_pause(library: Any, worker: Worker) -> None:
    errand = library.enqueue(book="Emma", full=True)
    worker.drain()
    assert (library.errand(errand).attempts, library.errand(errand).last_error) == (1, FULL)
    library.pass_time(seconds=11)
    worker.drain()
    assert (library.errand(errand).attempts, library.done) == (2, [])


def test_what_fails_too_often_is_given_up_with_its_reason(library: Any, worker: Worker) -> None:
    errand = library.enqueue(book="Emma", full=True)
    for _ in range(5):
        worker.drain()
        library.pass_time(hours=1)
    assert library.done == [f"Emma: {FULL}"]
    assert (library.errand(errand).state, library.errand(errand).attempts) == ("failed", 3)


def test_a_defect_is_told_and_stops_nothing_behind_it(
    library: Any, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    errand = library.enqueue(book="Emma", defect=True)
    library.enqueue(book="Persuasion")
    worker.drain()
    assert library.done == ["Persuasion"]
    assert library.errand(errand).last_error == "An unexpected error: KeyError."
    assert "Traceback" in caplog.text


def test_an_errand_of_another_kind_is_left_to_whom_it_is_for(library: Any, worker: Worker) -> None:
    errand = library.enqueue("dust", book="Emma")
    assert worker.drain() == 0
    assert library.errand(errand).attempts == 0


def test_what_a_killed_worker_had_in_hand_is_done_after_its_lease(
    library: Any, worker: Worker, shelve: Hand
) -> None:
    library.enqueue(book="Emma")
    killed = killed_worker(library, lease=timedelta(minutes=1))
    assert (killed.attempts, worker.drain()) == (1, 0)
    library.pass_time(minutes=1)
    assert (worker.drain(), library.done) == (1, ["Emma"])


def killed_worker(library: Any, lease: timedelta) -> Any:
    """The errand as a worker claimed it that was killed before it could do anything."""
    from govern.store import errands

    def claim(work: Any) -> Any:
        return errands.claim(work.connection, "killed", work.moment, lease=lease)

    (claimed,) = library.by(None, claim)
    return claimed


def test_an_errand_that_ends_every_worker_is_given_up(library: Any, worker: Worker) -> None:
    errand = library.enqueue(book="Emma")
    for _ in range(3):
        killed_worker(library, lease=timedelta(minutes=1))
        library.pass_time(minutes=1)
    worker.drain()
    assert library.done == [f"Emma: {LAST_WORDS}"]
    assert library.errand(errand).state == "failed"


def test_a_worker_in_a_thread_stops_when_told(
    library: Any, shelve: Hand, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    library.enqueue(book="Emma")
    worker = Worker(library.installation, hands={"shelve": shelve})
    worker.start()
    ends = time.monotonic() + 20
    while not library.done and time.monotonic() < ends:
        time.sleep(0.02)
    worker.stop()
    assert (library.done, caplog.records) == (["Emma"], [])
    assert not [one for one in threading.enumerate() if one.name == "govern-errands"]


def test_two_workers_do_every_errand_once(library: Any, shelve: Hand) -> None:
    books = [f"Book {n}" for n in range(30)]
    for book in books:
        library.enqueue(book=book)
    workers = [Worker(library.installation, hands={"shelve": shelve}) for _ in range(2)]
    threads = [threading.Thread(target=worker.drain) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(library.done) == sorted(books)
    assert workers[0].name != workers[1].name


def test_an_answer_is_given_again_for_a_day_and_then_forgotten(
    library: Any, worker: Worker
) -> None:
    def ask() -> bool:
        from govern import Reply, once

        reply = library.by("alice", once, "key", b"{}", lambda: Reply(200, b"first"))
        return bool(reply.replayed)

    assert not ask()
    library.pass_time(hours=23)
    worker.once()
    assert ask()
    library.pass_time(hours=2)
    worker.once()
    assert not ask()
