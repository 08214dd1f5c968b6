"""Many act on one record at once: every act that succeeded counts, and none is half there."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from govern.errors import Busy
from govern.store import entries, records, session
from govern.store.session import Engine
from tests.ledger.chains import first_break
from tests.store import library

THREADS, ACTS = 8, 12


def _together(act: Callable[[int], None], threads: int = THREADS) -> None:
    """`act` in so many threads at once, ACTS times in each; a failure in one is raised."""
    start, failures = threading.Barrier(threads), []

    def run(number: int) -> None:
        start.wait()
        try:
            for _ in range(ACTS):
                act(number)
        except BaseException as error:  # noqa: BLE001  raised below
            failures.append(error)

    started = [threading.Thread(target=run, args=(n,)) for n in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    if failures:
        raise failures[0]


@pytest.fixture
def book(database: Engine) -> tuple[Engine, str]:
    """A database and the id of a book in it."""
    with session.writing(database) as connection:
        library.publish(connection)
        library.add(connection, "alice")
        return database, library.open_record(connection, "book", values={"count": 0}).id


def test_no_revision_is_lost_under_the_lock(book: tuple[Engine, str]) -> None:
    engine, record = book

    def count(number: int) -> None:
        with session.writing(engine) as connection:
            seen = records.content(records.lock_family(connection, record))
            library.edit(connection, record, values={"count": seen.values["count"] + 1})

    _together(count)
    with session.reading(engine) as connection:
        row = records.get(connection, record)
        chain = entries.chain(connection, f"record:{record}")
    assert row is not None
    assert records.content(row).values == {"count": THREADS * ACTS}
    assert row.revision == len(chain) == THREADS * ACTS + 1
    assert first_break(chain) is None


def test_without_the_lock_the_revision_lets_only_one_in(book: tuple[Engine, str]) -> None:
    engine, record = book
    won: list[int] = []

    def count(number: int) -> None:
        with session.reading(engine) as connection:
            row = records.get(connection, record)
        assert row is not None
        seen = records.content(row)
        after = records.content(row._replace(revision=row.revision + 1))
        object.__setattr__(after, "values", {"count": seen.values["count"] + 1})
        with session.writing(engine) as connection:
            if records.update(connection, after, seen.revision):
                won.append(number)

    _together(count)
    with session.reading(engine) as connection:
        row = records.get(connection, record)
    assert row is not None
    assert records.content(row).values["count"] == len(won) == row.revision - 1


def test_a_record_and_its_children_are_acted_upon_without_deadlock(
    book: tuple[Engine, str],
) -> None:
    """Acts on the parent lock downwards, acts on a child lock upwards: the order is one."""
    engine, top = book
    with session.writing(engine) as connection:
        low = [library.open_record(connection, "loan", top).id for _ in range(3)]

    def act(number: int) -> None:
        with session.writing(engine) as connection:
            if number % 2:
                records.lock_family(connection, top, below=True)
                library.edit(connection, top)
            else:
                records.lock_family(connection, low[number % 3], above=1, beside=True)
                library.edit(connection, low[number % 3])

    _together(act, threads=6)
    with session.reading(engine) as connection:
        found = [records.get(connection, one) for one in (top, *low)]
    assert sum(row.revision - 1 for row in found if row) == 6 * ACTS


def test_numbers_of_records_have_no_gap(book: tuple[Engine, str]) -> None:
    engine, top = book

    def open_one(number: int) -> None:
        while True:
            try:
                with session.writing(engine) as connection:
                    records.lock_family(connection, top)
                    library.open_record(connection, "loan", top)
                return
            except Busy as error:
                if not session.is_retryable(error):
                    raise

    _together(open_one)
    with session.reading(engine) as connection:
        numbers = [row.number for row in records.children(connection, top)]
    assert sorted(numbers) == [f"LOAN-{n:04d}" for n in range(1, THREADS * ACTS + 1)]
