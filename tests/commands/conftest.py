"""A library on both databases: alice and bob are librarians, carol reads, mallory is nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

BOOK = """\
workflow: book
title: Book
number: BK-000
currency: EUR
fields:
  name: {kind: text, required: true}
  keeper: {kind: person}
  price: {kind: money}
  reader: {kind: text, personal: true}
  lent_times: {kind: integer, default: 0}
  double: {kind: integer, computed: lent_times * 2}
  came: {kind: integer, default: 0}
  went: {kind: integer, default: 0}
states:
  shelved: {edit: [librarian], lock: [price]}
  lent:
    on_enter: [{set: {came: "= came + 1"}}]
    on_exit: [{set: {went: "= went + 1"}}]
  mending: {side: true}
  sold: {final: true, outcome: success}
transitions:
  buy: {to: shelved, by: [librarian]}
  lend:
    from: shelved
    to: lent
    by: [librarian]
    not_by: [keeper]
    ask: [keeper]
    guards:
      - check: price < 100
        when: has(price)
        else: A dear book is read here.
        code: too_dear
    then:
      - set: {lent_times: "= lent_times + 1"}
      - open: {workflow: loan, fields: {reason: "= name"}}
  take_back:
    from: lent
    to: shelved
    by: [librarian]
    comment: required
    then:
      - fire: {children: {workflow: loan, where: state == "running"}, transition: end}
  mend: {from: [shelved, lent], to: mending, by: [librarian]}
  mended: {from: mending, to: previous, by: [librarian]}
  sell: {from: shelved, to: sold, by: [{all: [librarian, keeper]}]}
  count: {from: shelved, to: stay, by: [librarian], ask: {seen: {kind: boolean, required: true}}}
documents:
  card: {title: Lending card, template: record.html, print_on: {fired: lend}}
"""
LOAN = """\
workflow: loan
title: Loan
number: LN-0000
within: book
fields:
  reason: {kind: text}
states:
  running: {}
  ended: {final: true, outcome: success}
transitions:
  begin: {to: running, by: [librarian]}
  end: {from: running, to: ended, by: [system]}
"""
ROLES = """\
roles:
  librarian: {title: Librarian, granted_by: [librarian]}
  reader: {title: Reader, granted_by: [librarian], incompatible: [librarian]}
"""
PACK = {"book.yaml": BOOK, "loan.yaml": LOAN, "roles.yaml": ROLES}
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def identity(who: str | None) -> Any:
    """Who asks over HTTP, or the operator at the command line."""
    from govern import Identity

    return Identity(who, "http:test") if who else Identity(None, "operator:test")


@dataclass
class Library:
    """An installation whose clock stands still until it is moved."""

    installation: Any
    now: datetime = START

    def by(self, who: str | None, command: Callable[..., Any], /, *said: Any, **named: Any) -> Any:
        """What the command answers to `who`; None is the operator."""
        return self.installation.perform(identity(who), lambda work: command(work, *said, **named))

    def ask(self, who: str | None, query: Callable[..., Any], /, *said: Any, **named: Any) -> Any:
        """What the query shows to `who`; None is the operator."""
        with self.installation.look(identity(who)) as work:
            return query(work, *said, **named)

    def book(self, **fields: Any) -> str:
        """The number of a book that alice bought."""
        from govern import open_record

        done = self.by("alice", open_record, "book", {"name": "Emma", **fields})
        return str(done.record["number"])

    def pass_time(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def library(database: Any, tmp_path: Path) -> Library:
    from govern import Installation, Settings, add_person, grant_role, publish

    library = Library(Installation(Settings(tmp_path), database, lambda: library.now))
    library.by(None, publish, PACK)
    for name in ("alice", "bob", "carol", "mallory"):
        library.by(None, add_person, name)
    library.by(None, grant_role, "alice", "librarian")
    library.by(None, grant_role, "bob", "librarian")
    library.by(None, grant_role, "carol", "reader")
    return library
