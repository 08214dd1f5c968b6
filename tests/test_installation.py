"""An installation: its doors for looking and for acting, and what is remembered of a refusal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from govern.errors import Busy, NotAllowed, NotFound, NotSignedIn, Unreadable
from govern.installation import TRIES, Installation, open_installation
from govern.settings import Settings
from govern.work import Identity, Work

OPERATOR = Identity(None, "operator:test")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PACK = {
    "book.yaml": """\
workflow: book
title: Book
fields: {name: {kind: text}}
states: {shelved: {}}
transitions: {buy: {to: shelved, by: [librarian]}}
""",
    "roles.yaml": "roles: {librarian: {title: Librarian}}",
}


@pytest.fixture
def library(database: Any, tmp_path: Path) -> Installation:
    from govern import add_person, publish

    installation = Installation(Settings(tmp_path), database, lambda: NOW)
    installation.perform(OPERATOR, lambda work: publish(work, PACK))
    installation.perform(OPERATOR, lambda work: add_person(work, "alice"))
    return installation


class _Aborted(Exception):
    sqlstate = "40001"


ABORTED = OperationalError("COMMIT", {}, _Aborted())


def people(installation: Installation) -> list[str]:
    from govern import list_people

    with installation.look(OPERATOR) as work:
        return [person["name"] for person in list_people(work)]


def refusals_of(installation: Installation) -> list[Any]:
    from govern.store import refusals

    with installation.look(OPERATOR) as work:
        return [entry.body()["attempt"] for entry in refusals.everything(work.connection)]


def add(name: str) -> Any:
    from govern import add_person

    return lambda work: add_person(work, name)


def test_what_an_act_did_is_there_when_it_returns(library: Installation) -> None:
    library.perform(OPERATOR, add("bob"))
    assert people(library) == ["alice", "bob"]


def test_an_error_undoes_the_whole_act(library: Installation) -> None:
    def half(work: Work) -> None:
        add("bob")(work)
        raise NotFound("There is no such book.")

    with pytest.raises(NotFound):
        library.perform(OPERATOR, half)
    assert people(library) == ["alice"]


def test_a_dry_run_is_worked_out_and_undone(library: Installation) -> None:
    def dry(work: Work) -> Any:
        work.dry_run = True
        return add("bob")(work)

    assert library.perform(OPERATOR, dry)["name"] == "bob"
    assert people(library) == ["alice"]


def test_what_the_rules_refused_is_in_the_second_log(library: Installation) -> None:
    from govern import open_record

    alice = Identity("alice", "http:127.0.0.1")
    with pytest.raises(NotAllowed):
        library.perform(alice, lambda work: open_record(work, "book"))
    (attempt,) = refusals_of(library)
    assert (attempt["command"], attempt["codes"]) == ("open", ["not_among_by"])


def test_a_refused_dry_run_leaves_no_trace(library: Installation) -> None:
    from govern import open_record

    def dry(work: Work) -> Any:
        work.dry_run = True
        return open_record(work, "book")

    with pytest.raises(NotAllowed):
        library.perform(Identity("alice", "http:127.0.0.1"), dry)
    assert refusals_of(library) == []


def test_an_act_is_done_again_where_the_database_asks_for_it(library: Installation) -> None:
    acts: list[str] = []

    def unlucky(work: Work) -> str:
        acts.append(work.act)
        if len(acts) < 3:
            raise ABORTED
        return work.act

    assert library.perform(OPERATOR, unlucky) == acts[2]
    assert len(set(acts)) == 3


def test_an_act_that_never_comes_through_ends_as_busy(library: Installation) -> None:
    acts: list[str] = []

    def doomed(work: Work) -> None:
        acts.append(work.act)
        raise ABORTED

    with pytest.raises(Busy):
        library.perform(OPERATOR, doomed)
    assert len(acts) == TRIES


def test_a_token_tells_who_asks(library: Installation) -> None:
    from govern import issue_token

    made = library.perform(OPERATOR, lambda work: issue_token(work, "alice", label="t"))
    found = library.identify(made["token"], source="http:127.0.0.1", request_id="r1")
    assert (found.person, found.source, found.request_id) == ("alice", "http:127.0.0.1", "r1")
    assert found.by_operator


@pytest.mark.parametrize("token", ["", "gov_", "gov_" + "x" * 43, "\0", "ß" * 5000])
def test_a_token_nobody_issued_is_nobodys(library: Installation, token: str) -> None:
    with pytest.raises(NotSignedIn):
        library.identify(token, source="http:127.0.0.1")


def test_who_was_let_go_is_no_longer_known_by_a_token(library: Installation) -> None:
    from govern import change_person, issue_token

    made = library.perform(OPERATOR, lambda work: issue_token(work, "alice", label="t"))
    library.perform(OPERATOR, lambda work: change_person(work, "alice", active=False))
    with pytest.raises(NotSignedIn):
        library.identify(made["token"], source="http:127.0.0.1")


def test_it_is_ready_once_something_is_published(database: Any, tmp_path: Path) -> None:
    from govern import publish

    installation = Installation(Settings(tmp_path), database)
    assert not installation.readiness()["ready"]
    installation.perform(OPERATOR, lambda work: publish(work, PACK))
    assert installation.readiness() == {
        "ready": True,
        "checks": {"database": True, "workflows": True},
    }


def test_a_clock_of_another_zone_is_read_in_utc(library: Installation) -> None:
    zone = timezone(timedelta(hours=5))
    library.clock = lambda: datetime(2026, 3, 2, 14, tzinfo=zone)
    assert library.now().isoformat() == "2026-03-02T09:00:00+00:00"


def test_opening_makes_what_is_missing_and_keeps_what_is_there(tmp_path: Path) -> None:
    for _ in range(2):
        installation = open_installation(tmp_path / "home")
        installation.perform(OPERATOR, add_once)
        assert people(installation) == ["alice"]
        installation.close()


def add_once(work: Work) -> None:
    from govern import list_people

    if not list_people(work):
        add("alice")(work)


def test_any_directory_can_be_a_home(tmp_path: Path) -> None:
    home = tmp_path / "Ünser Haus #1 (50 %)?x=y"
    open_installation(home).close()
    assert (home / "data" / "govern.db").exists()


def test_an_address_given_wins_over_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVERN_DATABASE_URL", "mysql://elsewhere")
    with pytest.raises(Unreadable):
        open_installation(tmp_path)
    open_installation(tmp_path, database_url="").close()
    assert (tmp_path / "data" / "govern.db").exists()


def test_a_directory_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the directory should be")
    with pytest.raises(Unreadable):
        open_installation(tmp_path)
