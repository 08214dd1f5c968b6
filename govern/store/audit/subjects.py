"""Which rows belong to a subject of the ledger, and how they are compared with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from sqlalchemy import Connection

from govern.ledger.replay import Difference, Replay, compare
from govern.store import definitions, grants, people, tables, tokens
from govern.store.audit.cells import Rows
from govern.store.audit.records import MISSING, NO_ENTRY, Derive, RecordRows
from govern.store.audit.repeated import InForce, lineage_differences
from govern.store.files import Files

__all__ = ["Derive", "Subjects"]

Keyed: TypeAlias = people.Row | grants.Row | tokens.Row


class Subjects:
    """All tables that the ledger speaks of; subjects are given in order, each once."""

    def __init__(self, connection: Connection, derive: Derive | None, files: Files | None) -> None:
        self._connection = connection
        self._derive, self._files = derive, files
        self._in_force = InForce()
        self._families: dict[str, Any] = {}

    def compare(self, replay: Replay, *, sound: bool) -> Iterator[Difference]:
        """Every row of the subject that is not what its entries add up to, and every row that
        comes before it in order and of which no entry speaks.

        Where the chain is not sound the rows are passed over: the break was named already.
        """
        family, _, key = replay.subject.partition(":")
        self._in_force.take(replay, sound=sound)
        if family in self._open():
            yield from self._open()[family].compare(key, replay, sound=sound)

    def rest(self) -> Iterator[Difference]:
        """What is left once the ledger has ended: rows of which no entry speaks, and what one
        table only repeats of another."""
        for family in self._open().values():
            yield from family.rest()
        yield from self._in_force.differences(self._connection)
        yield from lineage_differences(self._connection)

    def _open(self) -> dict[str, Any]:
        if not self._families:  # cursors are opened inside the audit's guards
            self._families = {
                "person": _Plain(self._connection, tables.people, "name", people.Row),
                "grant": _Plain(self._connection, tables.grants, "id", grants.Row),
                "token": _Plain(self._connection, tables.tokens, "id", tokens.Row),
                "pack": _Packs(self._connection),
                "record": RecordRows(self._connection, self._derive, self._files),
            }
        return self._families


class _Plain:
    """A table in which each subject has exactly one row."""

    def __init__(self, connection: Connection, table: Any, key: str, row: Any) -> None:
        self._name, self._key = table.name, key
        self._rows: Rows[Keyed] = Rows(connection, table, row._fields, key, row)

    def compare(self, key: str, replay: Replay, *, sound: bool) -> Iterator[Difference]:
        """See `Subjects.compare`."""
        yield from self._unknown(self._rows.before(key))
        found = self._rows.at(key)
        if not sound:
            return
        if not found:
            yield Difference(self._name, key, "", MISSING)
        for row in found:
            yield from compare(self._name, key, replay.own["changes"], row.projection()["changes"])

    def rest(self) -> Iterator[Difference]:
        """See `Subjects.rest`."""
        yield from self._unknown(self._rows.before(None))

    def _unknown(self, rows: Iterable[Keyed]) -> Iterator[Difference]:
        for row in rows:
            yield Difference(self._name, str(getattr(row, self._key)), "", NO_ENTRY)


class _Packs:
    """A pack's row, and the definitions that were new with it."""

    def __init__(self, connection: Connection) -> None:
        pack, definition = definitions.Pack, definitions.Definition
        self._packs = Rows(connection, tables.packs, pack._fields, "digest", pack)
        self._definitions = Rows(
            connection, tables.definitions, definition._fields, "pack", definition
        )

    def compare(self, key: str, replay: Replay, *, sound: bool) -> Iterator[Difference]:
        """See `Subjects.compare`."""
        yield from self._unknown(key)
        packs, held = self._packs.at(key), self._definitions.at(key)
        if not sound:
            return
        if not packs:
            yield Difference("packs", key, "", MISSING)
        for pack in packs:
            yield from compare("packs", key, replay.own["changes"], pack.columns())
        yield from _definitions_of(replay, held)

    def rest(self) -> Iterator[Difference]:
        """See `Subjects.rest`."""
        yield from self._unknown(None)

    def _unknown(self, key: str | None) -> Iterator[Difference]:
        for pack in self._packs.before(key):
            yield Difference("packs", pack.digest, "", NO_ENTRY)
        for definition in self._definitions.before(key):
            yield Difference("definitions", definition.digest, "", NO_ENTRY)


def _definitions_of(replay: Replay, held: list[definitions.Definition]) -> Iterator[Difference]:
    expected = replay.rows["definitions"]
    actual = {one.digest: one.columns() for one in held}
    for digest in sorted(expected.keys() - actual.keys()):
        yield Difference("definitions", digest, "", MISSING)
    for digest, columns in actual.items():
        if digest in expected:
            yield from compare("definitions", digest, expected[digest], columns)
        else:
            yield Difference("definitions", digest, "", NO_ENTRY)
