"""A record's row, its documents, and what it is found by, compared with its entries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection

from govern.errors import GovernError, Unreadable
from govern.ledger.canonical import parse
from govern.ledger.commitments import SALT_BYTES
from govern.ledger.replay import Difference, Replay, compare
from govern.store import documents, records, tables
from govern.store.audit.cells import Rows, shown
from govern.store.audit.repeated import Numbers
from govern.store.files import Files
from govern.store.records.rows import search_text
from govern.store.records.writing import Named, participants_of

Derive: TypeAlias = Callable[[records.Row], tuple[Named, Named]]
"""What belongs beside a record: the people its fields name, and its keys, both by field."""

# somebody else's rows: whatever stands in them may stop who reads them as a record
_UNDERIVABLE = (GovernError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError)

NO_ENTRY = "no entry of the ledger says so"
MISSING = "is missing"


class _Participant(NamedTuple):
    record: str
    person: str
    field: str


class _Key(NamedTuple):
    record: str
    workflow: str
    field: str
    key: str


class _Repeating(NamedTuple):
    """A record's row with the columns that repeat others."""

    row: records.Row
    search: str
    number_key: str


_SHAPE = (*records.Row._fields, "search", "number_key")


def _repeating(*cells: Any) -> _Repeating:
    return _Repeating(records.Row._make(cells[:-2]), cells[-2], cells[-1])


class RecordRows:
    """The tables in which a record has rows, read side by side in order of its id."""

    def __init__(self, connection: Connection, derive: Derive | None, files: Files | None) -> None:
        self._derive, self._files = derive, files
        self._numbers = Numbers(connection)
        self._records = Rows(connection, tables.records, _SHAPE, "id", _repeating)
        self._documents = Rows(
            connection, tables.documents, documents.Row._fields, "record", documents.Row
        )
        self._people = Rows(
            connection, tables.participants, _Participant._fields, "record", _Participant
        )
        self._keys = Rows(connection, tables.field_index, _Key._fields, "record", _Key)

    def compare(self, key: str, replay: Replay, *, sound: bool) -> Iterator[Difference]:
        """See `Subjects.compare`."""
        yield from self._unknown(key)
        found = self._records.at(key)
        if sound and not found:
            yield Difference("records", key, "", MISSING)
        for one in found:
            yield from self._compare(one, replay, sound=sound)
        if not found:
            yield from _sets("participants", set(), set(self._people.at(key)))
            yield from _sets("field_index", set(), set(self._keys.at(key)))
        yield from self._papers(self._documents.at(key), replay if sound else None)

    def _compare(self, one: _Repeating, replay: Replay, *, sound: bool) -> Iterator[Difference]:
        row = one.row
        self._numbers.take(row.id, str(row.number))
        unreadable = list(_unreadable(row))
        yield from unreadable
        if sound and not unreadable:
            yield from _row(row, replay)
        yield from _repeated(one)
        people, keys = set(self._people.at(row.id)), set(self._keys.at(row.id))
        if self._derive is None or unreadable:
            return
        try:
            expected = _expected(row, *self._derive(row))
        except _UNDERIVABLE as error:
            why = f"what it is found by cannot be worked out: {shown(error)}"
            yield Difference("records", row.id, "definition", why)
            return
        yield from _sets("participants", expected[0], people)
        yield from _sets("field_index", expected[1], keys)

    def rest(self) -> Iterator[Difference]:
        """See `Subjects.rest`."""
        yield from self._unknown(None)
        yield from self._numbers.differences()

    def _unknown(self, key: str | None) -> Iterator[Difference]:
        for one in self._records.before(key):
            yield Difference("records", one.row.id, "", NO_ENTRY, actual=one.row.number)
        for document in self._documents.before(key):
            yield Difference("documents", document.id, "", NO_ENTRY, actual=document.number)
        for person in self._people.before(key):
            yield Difference("participants", "/".join(map(str, person)), "", NO_ENTRY)
        for indexed in self._keys.before(key):
            yield Difference("field_index", "/".join(map(str, indexed)), "", NO_ENTRY)

    def _papers(self, held: list[documents.Row], replay: Replay | None) -> Iterator[Difference]:
        expected = replay.rows["documents"] if replay else {}
        for gone in sorted(expected.keys() - {document.id for document in held}):
            yield Difference("documents", gone, "", MISSING)
        for document in held:
            if document.id in expected:
                yield from compare(
                    "documents", document.id, expected[document.id], document.columns()
                )
            elif replay:
                yield Difference("documents", document.id, "", NO_ENTRY, actual=document.number)
            yield from _paper(document, self._files)


def _unreadable(row: records.Row) -> Iterator[Difference]:
    for column in ("values", "salts"):
        try:
            found = _object(getattr(row, column))
        except Unreadable:
            yield Difference("records", row.id, column, "is not a canonical JSON object")
            continue
        if column == "salts" and not all(map(_is_salt, found.values())):
            yield Difference("records", row.id, column, "is not made of salts")


def _row(row: records.Row, replay: Replay) -> Iterator[Difference]:
    projection = records.content(row).projection()
    for section, expected in replay.own.items():
        for found in compare("records", row.id, expected, projection[section]):
            column = found.column if section == "changes" else f"values.{found.column}"
            yield Difference("records", row.id, column, found.why, found.expected, found.actual)


def _object(text: str) -> dict[str, Any]:
    found = parse(text)
    if not isinstance(found, dict) or None in found.values():
        raise Unreadable("Not an object of filled members.")
    return found


def _is_salt(salt: object) -> bool:
    return (
        isinstance(salt, str)
        and len(salt) == 2 * SALT_BYTES
        and set(salt) <= set("0123456789abcdef")
    )


def _repeated(one: _Repeating) -> Iterator[Difference]:
    expected = {
        "search": search_text(str(one.row.title), str(one.row.number)),
        "number_key": records.number_key(str(one.row.number)),
    }
    actual = {"search": one.search, "number_key": one.number_key}
    yield from compare("records", one.row.id, expected, actual)


def _expected(row: records.Row, people: Named, keys: Named) -> tuple[set[_Participant], set[_Key]]:
    named = participants_of(row.requester, people)
    return (
        {_Participant(row.id, person, name) for person, name in named},
        {
            _Key(row.id, row.workflow, name, key)
            for name, several in keys.items()
            for key in several
        },
    )


def _sets(table: str, expected: set[Any], actual: set[Any]) -> Iterator[Difference]:
    for gone in sorted(expected - actual):
        yield Difference(table, "/".join(gone), "", MISSING)
    for extra in sorted(actual - expected, key=str):
        yield Difference(table, "/".join(map(str, extra)), "", "does not follow from its record")


def _paper(document: documents.Row, files: Files | None) -> Iterator[Difference]:
    """The snapshot is the one that was requested, and the file the one that was issued."""
    snapshot = hashlib.sha256(document.snapshot.encode("utf-8")).hexdigest()
    if snapshot != document.snapshot_sha256:
        yield Difference("documents", document.id, "snapshot", "is not what was requested")
    if files is None or document.state != documents.State.ISSUED:
        return
    stored = files.found(str(document.sha256))
    if stored is None:
        yield Difference("documents", document.id, "sha256", "the file is missing")
    elif stored.sha256 != document.sha256:
        why = "the file was altered"
        yield Difference("documents", document.id, "sha256", why, document.sha256, stored.sha256)
