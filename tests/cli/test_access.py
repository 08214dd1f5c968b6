"""`role`, `grant`, `revoke`, `token`: access at the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def bob(run: Any, home: Path) -> str:
    run("user", "add", "bob", "--home", home)
    return "bob"


def test_roles_are_listed_with_who_grants_them(run: Any, home: Path) -> None:
    listed = run("role", "list", "--home", home)
    assert listed.said.splitlines()[0].split() == "librarian Librarian granted by librarian".split()


def test_a_role_is_granted_and_taken_back(run: Any, home: Path, bob: str) -> None:
    assert run("grant", "reader", bob, "--home", home).said == "bob is reader everywhere.\n"
    assert (
        run("revoke", "reader", bob, "--home", home).said == "bob is no longer reader everywhere.\n"
    )
    assert run("user", "show", bob, "--home", home, "--json").json["roles"] == []


def test_a_role_until_a_day_is_held_through_that_day(run: Any, home: Path, bob: str) -> None:
    day = datetime.now(UTC).date() + timedelta(days=40)
    made = run("grant", "reader", bob, "--until", day, "--home", home, "--json").json
    assert made["until"] == f"{day + timedelta(days=1)}T00:00:00.000000Z"


def test_a_day_that_is_over_is_refused(run: Any, home: Path, bob: str) -> None:
    assert run("grant", "reader", bob, "--until", "2020-01-01", "--home", home).code == 2


def test_a_role_that_is_held_already_is_not_granted_twice(run: Any, home: Path, bob: str) -> None:
    run("grant", "reader", bob, "--home", home)
    refused = run("grant", "reader", bob, "--home", home)
    assert (refused.code, "already" in refused.complained) == (1, True)


def test_an_incompatible_role_is_refused_with_the_reason(run: Any, home: Path, bob: str) -> None:
    run("grant", "librarian", bob, "--home", home)
    refused = run("grant", "reader", bob, "--home", home, "--json")
    assert (refused.code, refused.json["code"]) == (1, "refused")
    assert refused.json["verdicts"][0]["code"] == "incompatible_roles"


def test_a_mistyped_role_is_guessed(run: Any, home: Path, bob: str) -> None:
    refused = run("grant", "raeder", bob, "--home", home)
    assert (refused.code, "Did you mean reader?" in refused.complained) == (2, True)


def test_what_is_not_held_cannot_be_taken_back(run: Any, home: Path, bob: str) -> None:
    refused = run("revoke", "reader", bob, "--home", home)
    assert (refused.code, "govern user show bob" in refused.complained) == (2, True)


def test_a_token_is_printed_alone(run: Any, home: Path, bob: str) -> None:
    from govern import open_installation

    said = run("token", bob, "--home", home).said
    installation = open_installation(home)
    assert installation.identify(said.strip(), source="http:127.0.0.1").person == bob
    installation.close()
    assert said.splitlines() == [said.strip()]


def test_a_token_of_some_days_ends_with_them(run: Any, home: Path, bob: str) -> None:
    made = run("token", bob, "--days", 3, "--label", "nightly", "--home", home, "--json").json
    ends = datetime.fromisoformat(made["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=2, hours=23) < ends <= timedelta(days=3)
    assert (made["label"], made["by_operator"]) == ("nightly", True)
