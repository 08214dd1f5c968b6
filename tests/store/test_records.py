"""Records are stored once, found by number and id, and changed only from the revision seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govern.errors import GovernError, NotFound, Tampered
from govern.store import counters, records, session
from govern.store.session import Connection, Engine
from tests.store import library


@pytest.fixture
def shelves(database: Engine) -> Engine:
    """A database in which alice may open books and loans."""
    with session.writing(database) as connection:
        library.publish(connection)
        library.add(connection, "alice", "bob", "carol")
    return database


def _open(engine: Engine, workflow: str = "book", parent: str | None = None, **columns: object):
    with session.writing(engine) as connection:
        return library.open_record(connection, workflow, parent, **columns)


def test_what_is_stored_is_read_back(shelves: Engine) -> None:
    new = _open(shelves, title="Éa <b>", values={"shelf": "A 1", "price": 12.5}, salts={})
    with session.reading(shelves) as connection:
        assert records.get(connection, new.id) == new.row()
        assert records.content(new.row()) == new


def test_a_record_is_found_by_its_number_and_its_id(shelves: Engine) -> None:
    new = _open(shelves)
    with session.reading(shelves) as connection:
        assert new.number == "BOOK-0001"
        assert records.find(connection, "BOOK-0001") == records.find(connection, new.id) != None  # noqa: E711


@pytest.mark.parametrize("ref", ["", "BOOK-1", "book-0001", "a\0b", "\ud800", "%", "x" * 9999])
def test_what_is_no_number_and_no_id_finds_nothing(shelves: Engine, ref: str) -> None:
    _open(shelves)
    with session.reading(shelves) as connection:
        assert records.find(connection, ref) is None


def test_an_update_from_an_old_revision_changes_nothing(shelves: Engine) -> None:
    new = _open(shelves)
    moved = replace(new, state="lent", revision=2)
    with session.writing(shelves) as connection:
        assert records.update(connection, moved, 1)
        assert not records.update(connection, replace(new, state="lost", revision=2), 1)
    with session.reading(shelves) as connection:
        assert records.get(connection, new.id) == moved.row()


def test_numbers_count_by_type_and_grow_beyond_their_digits(shelves: Engine) -> None:
    with session.writing(shelves) as connection:
        assert records.next_number(connection, "A-", 1) == "A-1"
        assert records.next_number(connection, "B-", 4) == "B-0001"
        for _ in range(9):
            last = records.next_number(connection, "A-", 1)
    assert last == "A-10"


def test_a_number_taken_by_an_act_that_failed_is_given_again(shelves: Engine) -> None:
    def fail() -> None:
        with session.writing(shelves) as connection:
            records.next_number(connection, "A-", 4)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with session.writing(shelves) as connection:
        assert records.next_number(connection, "A-", 4) == "A-0001"
        assert counters.value(connection, "number:A-") == 1


def test_a_number_is_never_given_twice(shelves: Engine) -> None:
    new = _open(shelves)

    def again() -> None:
        with session.writing(shelves) as connection:
            twin = replace(library.content(connection, "book"), number=new.number)
            records.insert(connection, twin, {}, {})

    with pytest.raises(GovernError) as refused:
        again()
    assert session.is_retryable(refused.value) == (shelves.dialect.name == "postgresql")


@pytest.fixture
def family(shelves: Engine) -> dict[str, str]:
    """book ── loan1 ── book2 ── loan3, and book ── loan2, book ── book4."""
    made: dict[str, str] = {}
    for name, workflow, parent in (
        ("top", "book", None),
        ("loan1", "loan", "top"),
        ("loan2", "loan", "top"),
        ("book2", "book", "loan1"),
        ("loan3", "loan", "book2"),
        ("book4", "book", "top"),
    ):
        made[name] = _open(shelves, workflow, made[parent] if parent else None).id
    return made


def _names(family: dict[str, str], rows: list[records.Row]) -> list[str]:
    return [next(n for n, one in family.items() if one == row.id) for row in rows]


def test_relatives_are_found_by_type(shelves: Engine, family: dict[str, str]) -> None:
    top = family["top"]
    with session.reading(shelves) as connection:

        def named(rows: list[records.Row]) -> list[str]:
            return _names(family, rows)

        assert named(records.children(connection, top)) == ["loan1", "loan2", "book4"]
        assert named(records.children(connection, top, "loan")) == ["loan1", "loan2"]
        assert named(records.descendants(connection, top, "book")) == ["book4", "book2"]
        assert named(records.descendants(connection, family["book2"])) == ["loan3"]
        assert named(records.ancestors(connection, family["loan3"])) == ["book2", "loan1", "top"]
        assert named(records.of_type(connection, "book")) == ["top", "book2", "book4"]


@pytest.mark.parametrize("held", ["", "{", "[]", "null", "[" * 100_000])
def test_what_was_never_stored_is_tampered_with(
    shelves: Engine, family: dict[str, str], held: str
) -> None:
    with session.reading(shelves) as connection:
        row = records.get(connection, family["top"])
    assert row is not None
    with pytest.raises(Tampered):
        records.stored_values(row._replace(values=held))


def test_several_records_are_read_at_once(shelves: Engine, family: dict[str, str]) -> None:
    with session.reading(shelves) as connection:
        wanted = [family["loan2"], "none", family["top"]]
        assert set(records.many(connection, wanted)) == {family["loan2"], family["top"]}
        assert records.many(connection, []) == {}
        assert records.labels(connection, wanted)[family["top"]] == "BOOK-0001"


def test_records_are_locked_in_the_order_given(shelves: Engine, family: dict[str, str]) -> None:
    order = ["loan3", "top", "loan1"]
    with session.writing(shelves) as connection:
        locked = records.lock(connection, [family[name] for name in order] + ["none"])
        assert _names(family, locked) == order
        assert records.lock(connection, []) == []


@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("above", [0, 1, 9])
def test_a_family_is_locked_whole(
    shelves: Engine, family: dict[str, str], above: int, below: bool, beside: bool
) -> None:
    with session.writing(shelves) as connection:
        own = records.lock_family(
            connection, family["loan1"], above=above, below=below, beside=beside
        )
        assert own.id == family["loan1"]


def test_what_does_not_exist_is_not_locked(database: Engine) -> None:
    with session.writing(database) as connection, pytest.raises(NotFound):
        records.lock_family(connection, "none")


def _locked_ids(connection: Connection) -> set[str]:
    """The records that somebody else holds."""
    free = connection.exec_driver_sql("SELECT id FROM records FOR NO KEY UPDATE SKIP LOCKED")
    every = connection.exec_driver_sql("SELECT id FROM records").scalars()
    return set(every) - set(free.scalars())


def test_a_family_lock_holds_exactly_the_family(postgresql: Engine) -> None:
    with session.writing(postgresql) as connection:
        library.publish(connection)
        library.add(connection, "alice")
        top = library.open_record(connection, "book").id
        one = library.open_record(connection, "loan", top).id
        two = library.open_record(connection, "loan", top).id
        low = library.open_record(connection, "book", one).id
        library.open_record(connection, "book")
    for given, held in (
        ({}, {one}),
        ({"above": 1}, {top, one}),
        ({"below": True}, {one, low}),
        ({"above": 1, "beside": True}, {top, one, two}),
        ({"above": 1, "beside": True, "below": True}, {top, one, two, low}),
    ):
        with session.writing(postgresql) as act, session.writing(postgresql) as other:
            records.lock_family(act, one, **given)
            assert _locked_ids(other) == held
