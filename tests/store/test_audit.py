"""The audit is silent about what is sound, and names every row that was touched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from govern.errors import NotFound, Tampered
from govern.store import files, session, tables
from govern.store.audit import Audit, audit
from govern.store.session import Engine
from tests.store.world import World, fill

COMPARED = {
    "records": "id",
    "people": "name",
    "grants": "id",
    "tokens": "id",
    "packs": "digest",
    "definitions": "digest",
    "documents": "id",
}
REPEATING = {"lineage": "depth", "participants": "field", "field_index": "key"}


@pytest.fixture
def world(database: Engine, tmp_path: Path) -> World:
    """Some of everything, on both databases."""
    shelf = files.Files(tmp_path / "files")
    with session.writing(database) as connection:
        fill(connection, shelf)
    return World(database, shelf)


def test_what_nobody_touched_is_sound(world: World) -> None:
    found = world.audit()
    assert (found.breaks, found.differences) == ((), ())
    assert found.sound
    assert (found.subjects, found.entries) == (12, 22)


def test_an_empty_database_is_sound(database: Engine) -> None:
    with session.reading(database) as connection:
        assert audit(connection) == Audit(0, 0, 0, (), ())


def _other(table: str, column: Any) -> str:
    """SQL for another value of the column than the one there."""
    name = f'{table}."{column.name}"'
    kind = str(column.type)
    if kind == "BOOLEAN":
        return f"NOT {name}"
    if kind in ("INTEGER", "BIGINT"):
        return f"COALESCE({name}, 0) + 1"
    return f"COALESCE({name}, '') || 'x'"


@pytest.mark.parametrize("table", COMPARED)
def test_every_column_of_every_row_is_compared(world: World, table: str) -> None:
    key = COMPARED[table]
    with world.altering() as hand:
        rows = hand.keys(table, key)
        assert rows
        for column in tables.metadata.tables[table].columns:
            change = f'UPDATE {table} SET "{column.name}" = {_other(table, column)}'
            for row in rows:
                found = hand.named(f"{change} WHERE {key} = :row", row=row)
                ours = {name for t, r, name in found if t == table and r in (row, f"{row}x")}
                assert ours, (column.name, row, found)
                also = {""} if column.name == key else _FOLLOWING.get(column.name, set())
                assert ours <= {column.name, *also}, found


_FOLLOWING = {
    "number": {"number_key", "search"},
    "title": {"search"},
    "password_hash": {"password"},
    "sources": {"sources_sha256"},
    "values": {"values.phone", "values.shelf", "values.price", "values.reader"},
    "snapshot_sha256": {"snapshot"},
    "pack": {""},
    "record": {""},
}


@pytest.mark.parametrize("table", COMPARED)
def test_every_row_that_was_deleted_is_named(world: World, table: str) -> None:
    key = COMPARED[table]
    with world.altering() as hand:
        for row in hand.keys(table, key):
            found = hand.named(f"DELETE FROM {table} WHERE {key} = :row", row=row)
            assert (table, row, "") in found


@pytest.mark.parametrize("table", COMPARED)
def test_every_row_that_was_added_is_named(world: World, table: str) -> None:
    key = COMPARED[table]
    columns = [column.name for column in tables.metadata.tables[table].columns]
    for new in ("!", "5", "zzz"):
        copied = ", ".join(
            f"'{new}'" if name in (key, "number", "digest") else f'"{name}"' for name in columns
        )
        names = ", ".join(f'"{name}"' for name in columns)
        add = f"INSERT INTO {table} ({names}) SELECT {copied} FROM {table} WHERE {key} = :row"
        with world.altering() as hand:
            found = hand.named(add, row=hand.keys(table, key)[0])
        assert (table, new, "") in found


@pytest.mark.parametrize("table", REPEATING)
def test_rows_that_only_repeat_are_worked_out_again(world: World, table: str) -> None:
    column = tables.metadata.tables[table].c[REPEATING[table]]
    with world.altering() as hand:
        for statement in (
            f"DELETE FROM {table}",
            f'UPDATE {table} SET "{column.name}" = {_other(table, column)}',
            f"UPDATE {table} SET record = record || 'x'",
        ):
            assert table in {name for name, _, _ in hand.named(statement)}, statement


def test_rows_beside_a_record_that_are_too_many_are_named(world: World) -> None:
    with world.altering() as hand:
        top, low, last = hand.keys("records", "id")
        given = {"top": top, "low": low, "last": last}
        assert ("participants", f"{top}/mallory/reader", "") in hand.named(
            "INSERT INTO participants VALUES (:top, 'mallory', 'reader')", **given
        )
        assert ("field_index", f"{low}/loan/shelf/A", "") in hand.named(
            "INSERT INTO field_index VALUES ('loan', 'shelf', 'A', :low)", **given
        )
        assert ("lineage", f"{top}/{last}", "") in hand.named(
            "INSERT INTO lineage VALUES (:top, :last, 1)", **given
        )


def test_a_circle_of_parents_is_named(world: World) -> None:
    with world.altering() as hand:
        top, _, last = hand.keys("records", "id")
        circle = "UPDATE records SET parent = :last WHERE id = :top"
        assert ("records", top, "parent") in hand.named(circle, top=top, last=last)


def test_a_record_that_vanished_with_its_whole_chain_has_left_its_number(world: World) -> None:
    with world.altering() as hand:
        last = hand.keys("records", "id")[-1]
        gone = [f"DELETE FROM {t} WHERE record = :row" for t in ("lineage", "participants")]
        found = hand.named(
            "DELETE FROM records WHERE id = :row",
            "DELETE FROM entries WHERE subject = 'record:' || :row",
            *gone,
            row=last,
        )
        assert found == {("counters", "number:BOOK-", "value")}


def test_another_pack_in_force_is_named(world: World) -> None:
    with world.altering() as hand:
        for change in (f"SET value = '{'d' * 64}'", "SET key = 'other'"):
            found = hand.named(f"UPDATE installation {change} WHERE key = 'in_force'")
            assert found == {("installation", "in_force", "value")}


def test_an_edited_personal_value_is_named_by_its_field(world: World) -> None:
    with world.altering() as hand:
        low = hand.keys("records", "id")[1]
        for change in (
            "REPLACE(\"values\", '123', '124')",
            "REPLACE(\"values\", '\"123\"', '123')",
        ):
            found = hand.named(f'UPDATE records SET "values" = {change} WHERE id = :row', row=low)
            assert found == {("records", low, "values.phone")}


def test_a_value_written_otherwise_is_an_edited_row(world: World) -> None:
    with world.altering() as hand:
        top = hand.keys("records", "id")[0]
        held = '{"price":1.5,"shelf":"A"}'
        for new in ("{}", "[]", held + " ", held.replace("1.5", "1.50"), '{"price":null}'):
            change = 'UPDATE records SET "values" = :new WHERE id = :row'
            found = hand.named(change, row=top, new=new)
            assert {row for table, row, _ in found if table == "records"} == {top}, new


def test_a_file_that_is_missing_or_altered_is_named(world: World) -> None:
    (path,) = [p for p in world.files.directory.rglob("*") if p.is_file()]
    path.chmod(0o600)
    path.write_bytes(b"%PDX")
    (altered,) = world.audit().differences
    path.unlink()
    (missing,) = world.audit().differences
    assert (
        (altered.table, altered.column)
        == (missing.table, missing.column)
        == (
            "documents",
            "sha256",
        )
    )


def test_a_record_whose_definition_is_unknown_is_named(world: World) -> None:
    def unknown(row: Any) -> Any:
        raise NotFound("no such definition")

    with session.reading(world.engine) as connection:
        found = audit(connection, unknown).differences
    assert {(one.table, one.column) for one in found} == {("records", "definition")}


def test_tables_that_cannot_be_read_are_said_to_be_tampered_with(sqlite: Engine) -> None:
    with session.writing(sqlite) as connection:
        connection.exec_driver_sql("DROP TABLE participants")
    with session.reading(sqlite) as connection, pytest.raises(Tampered):
        audit(connection)
