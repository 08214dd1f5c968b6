"""A library's books and loans, acted upon as the commands do: the row and its entry in one act."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from govern.ledger.facts import Fact, difference
from govern.store import (
    counters,
    definitions,
    documents,
    entries,
    grants,
    identifiers,
    people,
    records,
    tokens,
)
from govern.store.session import Connection

NOW = "2026-03-31T10:00:00.000000Z"
LATER = "2026-04-30T10:00:00.000000Z"
BEFORE = "2026-02-28T10:00:00.000000Z"
PACK, BOOK, LOAN = "a" * 64, "b" * 64, "c" * 64
PREFIXES = {"book": "BOOK-", "loan": "LOAN-"}
DEFINITIONS = {"book": BOOK, "loan": LOAN}
FILES = {"book.yaml": "workflow: book\n", "loan.yaml": "workflow: loan\n"}


def write(connection: Connection, subject: str, fact: Fact, name: str = "", **body: Any) -> None:
    """An entry of an act of its own."""
    entries.append(
        connection, subject, fact, name, "alice", NOW, identifiers.new_id(), {"source": "t", **body}
    )


def publish(connection: Connection, pack: str = PACK, files: Mapping[str, str] = FILES) -> None:
    """The pack is stored and in force."""
    row = definitions.Pack(pack, definitions.sources_text(files), NOW, "alice")
    content = [
        definitions.Definition(digest, "workflow", name, 1, pack)
        for name, digest in DEFINITIONS.items()
    ]
    before = definitions.in_force(connection)
    held = definitions.pack(connection, pack)
    new = definitions.publish(connection, row, content)
    definitions.put_in_force(connection, pack)
    sections = {} if held else difference(None, row.projection(new))
    sections["installation"] = {"in_force": [before, pack]}
    write(connection, f"pack:{pack}", Fact.PUBLISHED, **sections)


def add(connection: Connection, *names: str) -> None:
    """The people are known."""
    for name in names:
        row = people.Row(name, name.title(), f"{name}@example.org", True, None, NOW, 1)
        assert people.insert(connection, row)
        write(connection, f"person:{name}", Fact.PERSON_ADDED, **difference(None, row.projection()))


def change(connection: Connection, name: str, **columns: Any) -> None:
    """The person's row is another."""
    before = people.find(connection, name, lock=True)
    assert before is not None
    after = before._replace(revision=before.revision + 1, **columns)
    assert people.update(connection, after, before.revision)
    sections = difference(before.projection(), after.projection())
    write(connection, f"person:{name}", Fact.PERSON_CHANGED, **sections)


def grant(
    connection: Connection, person: str, role: str, record: str | None = None, **columns: Any
) -> str:
    """The person holds the role; the grant's id."""
    row = grants.Row(identifiers.new_id(), person, role, record, BEFORE, None, "alice", NOW)
    row = row._replace(**columns)
    grants.insert(connection, row)
    write(connection, f"grant:{row.id}", Fact.GRANTED, **difference(None, row.projection()))
    return row.id


def issue(connection: Connection, person: str, token: str, **columns: Any) -> str:
    """The person has a token; its id."""
    row = tokens.Row(
        identifiers.new_id(), person, tokens.digest(token), "laptop", "token", False, NOW
    )._replace(**columns)
    tokens.insert(connection, row)
    write(connection, f"token:{row.id}", Fact.TOKEN_ISSUED, **difference(None, row.projection()))
    return row.id


def people_in(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """The people the fields of a loan or a book name."""
    return {name: [values[name]] for name in ("reader", "owner") if values.get(name)}


def keys_of(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """The keys of the indexed field `shelf`."""
    return {"shelf": [values["shelf"]]} if values.get("shelf") else {}


def derive(row: records.Row) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What an audit is told of a row."""
    values = records.content(row).values
    return people_in(values), keys_of(values)


def content(
    connection: Connection, workflow: str, parent: str | None = None, **columns: Any
) -> records.Content:
    """A record that is not stored yet, with the next number of its type."""
    given: dict[str, Any] = {
        "id": identifiers.new_id(),
        "number": records.next_number(connection, PREFIXES[workflow], 4),
        "workflow": workflow,
        "definition": DEFINITIONS[workflow],
        "parent": parent,
        "state": "draft",
        "previous": None,
        "revision": 1,
        "requester": "alice",
        "title": "",
        "values": {},
        "opened_at": NOW,
        "changed_at": NOW,
        "state_since": NOW,
    }
    return records.Content(**{**given, **columns})


def open_record(
    connection: Connection, workflow: str, parent: str | None = None, **columns: Any
) -> records.Content:
    """The record is stored, with its entry."""
    new = content(connection, workflow, parent, **columns)
    records.insert(connection, new, people_in(new.values), keys_of(new.values))
    write(connection, f"record:{new.id}", Fact.OPENED, "open", **difference(None, new.projection()))
    return new


def edit(connection: Connection, record: str, **columns: Any) -> records.Content:
    """The record is another, with its entry."""
    (row,) = records.lock(connection, [record])
    before = records.content(row)
    after = records.content(before.row()._replace(revision=before.revision + 1))
    for name, value in columns.items():
        object.__setattr__(after, name, value)
    assert records.update(
        connection, after, before.revision, people_in(after.values), keys_of(after.values)
    )
    sections = difference(before.projection(), after.projection())
    write(connection, f"record:{record}", Fact.EDITED, **sections)
    return after


def request(connection: Connection, record: str, snapshot: str = "{}") -> documents.Row:
    """A document of the record is requested, with its entry."""
    number = f"PAPER-{counters.advance(connection, 'PAPER'):04d}"
    row = documents.Row(
        id=identifiers.new_id(),
        record=record,
        kind="receipt",
        number=number,
        title="Receipt",
        template="receipt.html",
        state="pending",
        snapshot=snapshot,
        snapshot_sha256=hashlib.sha256(snapshot.encode()).hexdigest(),
        requested_at=NOW,
        act=identifiers.new_id(),
    )
    documents.insert(connection, row)
    sections = difference(None, row.projection())
    write(connection, f"record:{record}", Fact.DOCUMENT_REQUESTED, row.kind, **sections)
    return row


def conclude(connection: Connection, document: documents.Row, **columns: Any) -> documents.Row:
    """The document is issued or failed, with its entry."""
    after = document._replace(**columns)
    assert documents.update(connection, after, document.state)
    sections = difference(document.projection(), after.projection())
    subject = f"record:{document.record}"
    write(connection, subject, Fact.DOCUMENT_ISSUED, document.kind, **sections)
    return after
