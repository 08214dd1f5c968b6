"""What was altered in any entry of either log is found, whatever SQLite lets in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from govern.ledger.entries import entry_hash
from govern.store import entries, files, refusals, session, tables
from tests.store.library import NOW
from tests.store.world import Hand, World, fill

COLUMNS = [column.name for column in tables.entries.columns]


@pytest.fixture
def world(database: Engine, tmp_path: Path) -> World:
    """Some of everything, with three refusals of one source."""
    shelf = files.Files(tmp_path / "files")
    with session.writing(database) as connection:
        fill(connection, shelf)
        for _ in range(3):
            refusals.add(
                connection,
                source="person:mallory",
                at=NOW,
                act="a",
                actor="mallory",
                attempt={"code": "no"},
            )
    return World(database, shelf)


def _flipped(column: str) -> str:
    """SQL for another value of an entry's column."""
    if column == "body":
        return "CAST('{}' AS {blob})"
    if column in ("seq", "leaf"):
        return f"COALESCE({column}, 0) + 100"
    return f"COALESCE({column}, '') || 'x'"


def _blob(world: World) -> str:
    return "BLOB" if world.engine.dialect.name == "sqlite" else "BYTEA"


@pytest.mark.parametrize("log", ["entries", "refusals"])
def test_every_column_of_every_entry_is_verified(world: World, log: str) -> None:
    with world.altering() as hand:
        where = "WHERE subject = :subject AND seq = :seq"
        for subject, seq in _places(hand, log):
            for column in COLUMNS:
                change = _flipped(column).replace("{blob}", _blob(world))
                found = hand.found(
                    f"UPDATE {log} SET {column} = {change} {where}", subject=subject, seq=seq
                )
                named = {(one.log, one.subject.removesuffix("x")) for one in found.breaks}
                assert (log, subject) in named, (column, subject, seq)


def _places(hand: Hand, log: str) -> list[tuple[str, int]]:
    if log == "refusals":
        return [("person:mallory", seq) for seq in (1, 2, 3)]
    return [(e.subject, e.seq) for e in entries.everything(hand.connection)]


def test_every_entry_that_was_deleted_is_missed(world: World) -> None:
    with world.altering() as hand:
        for subject, seq in _places(hand, "entries"):
            found = hand.found(
                "DELETE FROM entries WHERE subject = :subject AND seq = :seq",
                subject=subject,
                seq=seq,
            )
            assert not found.sound, (subject, seq)


def test_an_entry_copied_to_another_subject_is_found(world: World) -> None:
    columns = ", ".join(c for c in COLUMNS if c != "subject")
    with world.altering() as hand:
        copy = f"INSERT INTO entries (subject, {columns}) SELECT 'record:x', {columns} FROM entries"
        found = hand.found(f"{copy} WHERE subject = 'person:alice'")
        assert [(one.subject, one.seq) for one in found.breaks] == [("record:x", 1)]


def test_a_chain_cut_at_its_end_shows_in_the_rows(world: World) -> None:
    with world.altering() as hand:
        low = hand.keys("records", "id")[1]
        cut = "DELETE FROM entries WHERE subject = 'record:' || :low AND seq > "
        found = hand.named(f"{cut} 2", low=low)
        assert {table for table, _, _ in found} == {"documents"}
        found = hand.named(f"{cut} 1", low=low)
        assert ("records", low, "state") in found


def test_an_entry_rewritten_with_its_hash_shows_in_the_rows(world: World) -> None:
    """The last entry of a chain can be replaced whole: only the table still knows better."""
    with world.altering() as hand:
        entry = entries.chain(hand.connection, "person:carol")[-1]
        raw = entry.raw.replace(b"Carol", b"Karol")
        found = hand.named(
            "UPDATE entries SET body = :raw, hash = :hash WHERE subject = 'person:carol'",
            raw=raw,
            hash=entry_hash(raw),
        )
        assert found == {("people", "carol", "full_name")}


@pytest.mark.parametrize(
    "value",
    ["CAST(x'ff' AS TEXT)", "x'ff'", "7", "1.5", "'a' || char(0)", "char(55357)"],
)
@pytest.mark.parametrize("log", ["entries", "refusals"])
def test_whatever_sqlite_lets_into_an_entry_is_found(
    sqlite: Engine, tmp_path: Path, log: str, value: str
) -> None:
    world = World(sqlite, files.Files(tmp_path / "files"))
    with session.writing(sqlite) as connection:
        fill(connection, world.files)
        refusals.add(connection, source="s", at=NOW, act="a", actor=None, attempt={})
    with world.altering() as hand:
        for column in COLUMNS:
            found = hand.found(f"UPDATE {log} SET {column} = {value} WHERE rowid = 1")
            assert found.breaks, column
            assert [str(one).encode() for one in found.breaks]


@pytest.mark.parametrize("value", ["CAST(x'ff' AS TEXT)", "x'ff'", "7", "1.5", "char(55357)", "2"])
def test_whatever_sqlite_lets_into_a_row_is_named(
    sqlite: Engine, tmp_path: Path, value: str
) -> None:
    world = World(sqlite, files.Files(tmp_path / "files"))
    with session.writing(sqlite) as connection:
        fill(connection, world.files)
    with world.altering() as hand:
        for name, column in _text_columns():
            found: Any = hand.found(f'UPDATE {name} SET "{column}" = {value} WHERE rowid = 1')
            assert name in {one.table for one in found.differences}, (name, column)
            assert [str(one).encode() for one in found.differences]


def _text_columns() -> list[tuple[str, str]]:
    compared = ("records", "people", "grants", "tokens", "packs", "definitions", "documents")
    repeated = ("lineage", "participants", "field_index")
    return [
        (name, column.name)
        for name in (*compared, *repeated)
        for column in tables.metadata.tables[name].columns
    ]
