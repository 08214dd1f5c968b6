"""A database with some of everything, and a hand that may alter all of it unseen."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, text

from govern.ledger.facts import Fact, difference
from govern.store import files, grants, session, tokens
from govern.store.audit import Audit, audit
from tests.store import library
from tests.store.library import LATER, NOW


@dataclass
class World:
    """A database with some of everything, and the files of its documents."""

    engine: Engine
    files: files.Files

    def audit(self) -> Audit:
        """What an audit of all of it finds."""
        with session.reading(self.engine, patient=True) as connection:
            return audit(connection, library.derive, self.files)

    @contextmanager
    def altering(self) -> Iterator[Hand]:
        """A hand that no constraint holds back; what it did is undone in the end."""
        with self.engine.connect() as connection:
            sqlite = self.engine.dialect.name == "sqlite"
            driver: Any = connection.connection.driver_connection
            if sqlite:
                driver.execute("PRAGMA foreign_keys = OFF")
                driver.execute("PRAGMA ignore_check_constraints = ON")
            with connection.begin() as whole:
                if not sqlite:
                    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
                    for table, name in (("tokens", "kind"), ("documents", "state")):
                        drop = f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{name}"
                        connection.exec_driver_sql(drop)
                yield Hand(connection, self.files)
                whole.rollback()
            if sqlite:
                driver.execute("PRAGMA foreign_keys = ON")
                driver.execute("PRAGMA ignore_check_constraints = OFF")


@dataclass
class Hand:
    """Somebody with all rights on the database, in one transaction."""

    connection: Connection
    files: files.Files

    def keys(self, table: str, key: str) -> list[str]:
        """The key of every row, in order."""
        found = self.connection.execute(text(f"SELECT {key} FROM {table} ORDER BY {key}"))
        return list(found.scalars())

    def found(self, *statements: str, **given: Any) -> Audit:
        """What an audit finds after these statements; they are undone."""
        with self.connection.begin_nested() as step:
            for statement in statements:
                self.connection.execute(text(statement), given)
            outcome = audit(self.connection, library.derive, self.files)
            step.rollback()
        return outcome

    def named(self, *statements: str, **given: Any) -> set[tuple[str, str, str]]:
        """(table, row, column) of every difference after these statements."""
        outcome = self.found(*statements, **given)
        assert outcome.breaks == ()
        return {(one.table, one.row, one.column) for one in outcome.differences}


def fill(connection: Connection, shelf: files.Files) -> None:
    """Some of everything, each with its entry."""
    library.publish(connection)
    library.publish(connection, "d" * 64)
    library.publish(connection)
    library.add(connection, "alice", "bob", "carol")
    library.change(connection, "bob", active=False, password_hash="$argon2$x")
    top = library.open_record(connection, "book", title="Top", values={"shelf": "A", "price": 1.5})
    low = library.open_record(
        connection,
        "loan",
        top.id,
        values={"reader": "bob", "phone": "123"},
        salts={"phone": secrets.token_hex(16)},
    )
    library.open_record(connection, "book", low.id)
    library.edit(connection, low.id, state="lent", previous="draft", title="Loan of Top")
    grant = library.grant(connection, "bob", "librarian", top.id, valid_until=LATER)
    library.grant(connection, "carol", "reader")
    _revoke(connection, grant)
    token = library.issue(connection, "bob", "secret")
    library.issue(connection, "carol", "other", kind="sign_in", expires_at=LATER)
    _withdraw(connection, token)
    _print(connection, low.id, shelf)


def _revoke(connection: Connection, grant: str) -> None:
    before = grants.find(connection, grant)
    grants.revoke(connection, grant, at=NOW, by="alice")
    after = grants.find(connection, grant)
    assert before is not None
    assert after is not None
    changed = difference(before.projection(), after.projection())
    library.write(connection, f"grant:{grant}", Fact.REVOKED, **changed)


def _withdraw(connection: Connection, token: str) -> None:
    before = tokens.find(connection, token)
    tokens.revoke(connection, token, at=NOW)
    after = tokens.find(connection, token)
    assert before is not None
    assert after is not None
    changed = difference(before.projection(), after.projection())
    library.write(connection, f"token:{token}", Fact.TOKEN_REVOKED, **changed)


def _print(connection: Connection, record: str, shelf: files.Files) -> None:
    stored = shelf.put(b"%PDF")
    first = library.request(connection, record, '{"a":1}')
    library.conclude(
        connection, first, state="issued", sha256=stored.sha256, size=stored.size, issued_at=NOW
    )
    second = library.request(connection, record)
    library.conclude(connection, second, state="failed", error="no paper")
    library.request(connection, record)
