"""People and their tokens: names are taken once, tokens open something while they hold."""

from __future__ import annotations

import pytest

from govern.store import people, session, tokens
from govern.store.session import Engine
from tests.store import library
from tests.store.library import BEFORE, LATER, NOW


@pytest.fixture
def town(database: Engine) -> Engine:
    """A database that knows alice and bob."""
    with session.writing(database) as connection:
        library.add(connection, "bob", "alice")
    return database


def test_a_name_is_taken_once(town: Engine) -> None:
    with session.writing(town) as connection:
        row = people.Row("alice", "Another", "", True, None, NOW, 1)
        assert not people.insert(connection, row)
        found = people.find(connection, "alice")
        assert found is not None
        assert found.full_name == "Alice"


def test_people_are_listed_by_name(town: Engine) -> None:
    with session.reading(town) as connection:
        assert [person.name for person in people.everyone(connection)] == ["alice", "bob"]
        assert people.full_names(connection, {"bob", "nobody"}) == {"bob": "Bob"}
        assert people.find(connection, "nobody") is None


def test_a_person_is_changed_only_from_the_revision_seen(town: Engine) -> None:
    with session.writing(town) as connection:
        seen = people.find(connection, "bob", lock=True)
        assert seen is not None
        changed = seen._replace(email="new", active=False, password_hash="x", revision=2)
        assert people.update(connection, changed, 1)
        assert not people.update(connection, seen, 1)
        assert people.find(connection, "bob") == changed


def test_the_ledger_is_told_a_digest_of_the_password_only() -> None:
    row = people.Row("bob", "Bob", "", True, "$argon2$secret", NOW, 1)
    told = row.projection()["changes"]
    assert "secret" not in str(told)
    assert (
        told["password"] != row._replace(password_hash="other").projection()["changes"]["password"]
    )
    assert row._replace(password_hash=None).projection()["changes"]["password"] is None


@pytest.mark.parametrize(
    ("columns", "opens"),
    [
        ({}, True),
        ({"expires_at": LATER}, True),
        ({"expires_at": NOW}, False),
        ({"expires_at": BEFORE}, False),
        ({"revoked_at": BEFORE}, False),
    ],
    ids=["endless", "ends later", "ends now", "ended", "revoked"],
)
def test_a_token_opens_until_it_ends(town: Engine, columns: dict[str, str], opens: bool) -> None:
    with session.writing(town) as connection:
        token = library.issue(connection, "bob", "secret", **columns)
        found = tokens.holder(connection, tokens.digest("secret"), NOW)
        assert (found is not None and found.id == token) == opens


def test_what_is_stored_of_a_token_opens_nothing(town: Engine) -> None:
    with session.writing(town) as connection:
        token = library.issue(connection, "bob", "secret")
        stored = tokens.find(connection, token)
        assert stored is not None
        assert "secret" not in stored
        assert tokens.holder(connection, tokens.digest(stored.digest), NOW) is None


def test_a_token_of_who_is_no_longer_active_opens_nothing(town: Engine) -> None:
    with session.writing(town) as connection:
        library.issue(connection, "bob", "secret")
        library.change(connection, "bob", active=False)
        assert tokens.holder(connection, tokens.digest("secret"), NOW) is None


def test_a_token_is_revoked_once(town: Engine) -> None:
    with session.writing(town) as connection:
        token = library.issue(connection, "bob", "secret")
        assert tokens.revoke(connection, token, at=NOW)
        assert not tokens.revoke(connection, token, at=LATER)
        assert [one.revoked_at for one in tokens.of_person(connection, "bob")] == [NOW]
        assert tokens.holder(connection, tokens.digest("secret"), NOW) is None
