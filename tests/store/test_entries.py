"""Entries are appended after their subject's last, and come back as they were sealed."""

from __future__ import annotations

import threading

import pytest

from govern.errors import Busy, Unreadable
from govern.ledger.facts import Fact
from govern.store import entries, session
from govern.store.session import Connection, Engine
from tests.ledger.chains import are_sound, first_break
from tests.store.library import NOW


def _append(connection: Connection, subject: str, act: str = "a", **body: object):
    return entries.append(connection, subject, Fact.MOVED, "lend", "alice", NOW, act, body)


def test_each_entry_follows_its_subjects_last(database: Engine) -> None:
    with session.writing(database) as connection:
        first = _append(connection, "record:1", source="http:1")
        other = _append(connection, "record:2")
        second = _append(connection, "record:1")
    assert (first.seq, first.prev) == (other.seq, other.prev) == (1, "")
    assert (second.seq, second.prev) == (2, first.hash)


def test_entries_come_back_as_they_were_sealed(database: Engine) -> None:
    with session.writing(database) as connection:
        made = [_append(connection, "record:1", reason="ünï €") for _ in range(3)]
    with session.reading(database) as connection:
        assert entries.chain(connection, "record:1") == made
        assert entries.chain(connection, "record:1", after=1) == made[1:]
        assert entries.page(connection, "record:1", after=1, limit=1) == made[1:2]
        assert entries.chain(connection, "record:") == []
    assert first_break(made) is None


def test_everything_comes_by_subject_and_number(database: Engine) -> None:
    with session.writing(database) as connection:
        for number in range(1200):
            _append(connection, f"record:{number % 7}")
        _append(connection, "record:B")
        _append(connection, "record:a")
    with session.reading(database) as connection:
        found = [(entry.subject, entry.seq) for entry in entries.everything(connection)]
        assert found == sorted(found)
        assert len(found) == 1202
        assert are_sound(entries.everything(connection))


def test_an_entry_that_cannot_be_recorded_is_refused(database: Engine) -> None:
    with session.writing(database) as connection, pytest.raises(Unreadable):
        _append(connection, "record:1", amount=float("nan"))


def test_a_chain_has_no_gap_where_many_append_to_one_subject(database: Engine) -> None:
    """On PostgreSQL the collision of numbers is an error worth another try."""

    def append() -> None:
        for _ in range(10):
            while True:
                try:
                    with session.writing(database) as connection:
                        _append(connection, "record:1")
                    break
                except Busy as error:
                    if not session.is_retryable(error):
                        raise

    threads = [threading.Thread(target=append) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with session.reading(database) as connection:
        chain = entries.chain(connection, "record:1")
    assert [entry.seq for entry in chain] == list(range(1, 41))
    assert first_break(chain) is None
