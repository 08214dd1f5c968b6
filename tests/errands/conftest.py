"""A library on both databases, whose acts leave errands behind, and a clock moved by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

PACK = {
    "book.yaml": """\
workflow: book
title: Book
number: BK-000
fields: {name: {kind: text, required: true}}
states: {shelved: {}}
transitions:
  buy: {to: shelved, by: [librarian]}
  label: {from: shelved, to: stay, by: [librarian]}
  mislabel: {from: shelved, to: stay, by: [librarian]}
documents:
  label: {title: Label, template: record.html, print_on: {fired: label}}
  slip: {title: Slip, template: missing.html, print_on: {fired: mislabel}}
""",
    "roles.yaml": "roles: {librarian: {title: Librarian}}",
}
ALICE = "alice"


@dataclass
class Library:
    """An installation at a moment that only `pass_time` changes."""

    installation: Any
    now: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)
    done: list[str] = field(default_factory=list)

    def by(self, person: str | None, command: Callable[..., Any], *said: Any, **named: Any) -> Any:
        """What the command answers to `person`; None is the operator."""
        from govern import Identity

        who = Identity(person, "test") if person else Identity(None, "operator:test")
        return self.installation.perform(who, lambda work: command(work, *said, **named))

    def ask(self, query: Callable[..., Any], *said: Any) -> Any:
        """What the query shows to the operator."""
        from govern import Identity

        with self.installation.look(Identity(None, "operator:test")) as work:
            return query(work, *said)

    def labelled(self, transition: str = "label") -> str:
        """The number of a new book for which paper was asked."""
        from govern import fire_transition, open_record

        number = self.by(ALICE, open_record, "book", {"name": "Emma"}).record["number"]
        self.by(ALICE, fire_transition, number, transition)
        return str(number)

    def paper(self, number: str) -> dict[str, Any]:
        """The only document of the book."""
        from govern import list_documents

        (found,) = self.ask(list_documents, number)
        return dict(found)

    def issued(self, number: str) -> int:
        """How often the ledger says that paper of the book was issued."""
        from govern import history

        items = self.ask(history, number)["items"]
        return sum(entry["kind"] == "document_issued" for entry in items)

    def enqueue(self, kind: str = "shelve", **payload: Any) -> str:
        """The id of an errand that is due now."""
        from govern.store import errands

        def put(work: Any) -> Any:
            moment = work.moment
            return errands.enqueue(work.connection, kind, payload, due_at=moment, now=moment)

        return str(self.by(None, put))

    def errand(self, errand: str) -> Any:
        from govern.store import errands

        return self.ask(lambda work: errands.find(work.connection, errand))

    def pass_time(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def library(database: Any, tmp_path: Path) -> Library:
    from govern import Installation, Settings, add_person, grant_role, publish

    library = Library(Installation(Settings(tmp_path), database, lambda: library.now))
    library.by(None, publish, PACK)
    library.by(None, add_person, ALICE)
    library.by(None, grant_role, ALICE, "librarian")
    return library
