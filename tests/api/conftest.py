"""A small library behind the HTTP interface: real workflows, a real database, real tokens.

alice is a librarian, bob a reader, carol the head of the library, mallory nobody.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.api import documented

PACK = Path(__file__).parent / "library"
PEOPLE = {"alice": "librarian", "bob": "reader", "carol": "head", "mallory": None}
V1 = "/api/v1"


class Clock:
    """The time of a test: it stands still until it is told to go on."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **span: float) -> None:
        self.moment += timedelta(**span)


@dataclass
class Caller:
    """Somebody who calls the interface, with a token or without one."""

    client: FlaskClient
    name: str = ""
    token: str = ""

    def send(self, method: str, path: str, **said: Any) -> TestResponse:
        """The answer to one request, which is as documented; `path` is without the prefix."""
        headers = dict(said.pop("headers", None) or {})
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        answer = self.client.open(V1 + path, method=method, headers=headers, **said)
        documented.check(self.client.application, method, path, answer)
        return answer

    def get(self, path: str, **said: Any) -> TestResponse:
        return self.send("GET", path, **said)

    def post(self, path: str, body: Any = None, **said: Any) -> TestResponse:
        return self.send("POST", path, json={} if body is None else body, **said)

    def patch(self, path: str, body: Any, revision: int | None = None, **said: Any) -> TestResponse:
        tag = {"If-Match": f'"{revision}"'} if revision else {}
        headers = {**tag, **said.pop("headers", {})}
        return self.send("PATCH", path, json=body, headers=headers, **said)

    def delete(self, path: str, **said: Any) -> TestResponse:
        return self.send("DELETE", path, **said)


@dataclass
class Library:
    """An installation with the pack in force, and everybody's token."""

    installation: Any
    app: Flask
    clock: Clock
    tokens: dict[str, str]

    def caller(self, name: str = "") -> Caller:
        """`name` at the interface; nobody without one."""
        return Caller(self.app.test_client(), name, self.tokens.get(name, ""))

    def by_operator(self, command: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """What the operator's command returns."""
        from govern import Identity

        operator = Identity(None, "operator:tests")
        return self.installation.perform(operator, lambda w: command(w, *arguments, **named))

    def picture(self) -> str:
        """How much of everything is stored: equal before and after where nothing was changed."""
        from sqlalchemy import func, select

        from govern.store import tables

        unchanging = [t for t in tables.metadata.sorted_tables if "refusal" not in t.name]
        with self.installation.engine.connect() as connection:
            counts = {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar()
                for table in unchanging
            }
        return json.dumps(counts)


def _fill(library: Library) -> None:
    from govern import add_person, grant_role, issue_token, publish

    library.by_operator(publish, {p.name: p.read_text() for p in PACK.glob("*.yaml")})
    for name, role in PEOPLE.items():
        library.by_operator(add_person, name, full_name=name.title())
        if role:
            library.by_operator(grant_role, name, role)
        library.tokens[name] = library.by_operator(issue_token, name, label="tests")["token"]


def open_library(engine: Any, home: Path) -> Library:
    """The library on `engine`, which is empty."""
    from api import create_app
    from govern.installation import Installation
    from govern.settings import Settings

    clock = Clock()
    installation = Installation(Settings(home=home), engine, clock)
    library = Library(installation, create_app(installation), clock, {})
    _fill(library)
    return library


@pytest.fixture
def library(database: Any, tmp_path: Path) -> Library:
    """The library, on each database in turn; a module that needs one only says so."""
    return open_library(database, tmp_path)


@pytest.fixture
def alice(library: Library) -> Caller:
    return library.caller("alice")


@pytest.fixture
def bob(library: Library) -> Caller:
    return library.caller("bob")


@pytest.fixture
def carol(library: Library) -> Caller:
    return library.caller("carol")


@pytest.fixture
def mallory(library: Library) -> Caller:
    return library.caller("mallory")


@pytest.fixture
def stranger(library: Library) -> Caller:
    """Somebody without a token."""
    return library.caller()


@pytest.fixture
def loan(bob: Caller) -> dict[str, Any]:
    """A loan that bob has asked for."""
    fields = {"purpose": "A talk on maps", "weeks": 2}
    answer = bob.post("/records", {"type": "loan", "fields": fields})
    assert answer.status_code == 201, answer.text
    record: dict[str, Any] = answer.json
    return record
