"""People, roles, passwords and tokens: who gives what to whom, and what it opens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from govern import (
    Identity,
    add_person,
    change_person,
    find_record,
    fire_transition,
    grant_role,
    issue_token,
    list_grants,
    list_tokens,
    revoke_grant,
    revoke_token,
    set_password,
    sign_in,
)
from govern.errors import (
    Conflict,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Refused,
    TooManyRequests,
    Unreadable,
    ValuesRefused,
)

PASSWORD = "correct horse battery"


@pytest.mark.parametrize("name", ["Alice", "", "a b", "-a", "ä", "a" * 65, "a\n"])
def test_a_name_of_another_form_is_refused(library: Any, name: str) -> None:
    with pytest.raises(ValuesRefused):
        library.by(None, add_person, name)


def test_a_name_is_given_once(library: Any) -> None:
    with pytest.raises(Conflict) as refusal:
        library.by(None, add_person, "alice")
    assert refusal.value.code == "name_taken"


def test_only_the_operator_adds_people(library: Any) -> None:
    with pytest.raises(NotAllowed):
        library.by("alice", add_person, "dave")


def test_a_grant_on_a_record_holds_below_it_and_nowhere_else(library: Any) -> None:
    book, other = library.book(), library.book()
    library.by("alice", fire_transition, book, "lend")
    library.by("alice", grant_role, "mallory", "reader", on=book)
    assert library.ask("mallory", find_record, "LN-0001")["state"] == "running"
    with pytest.raises(NotFound):
        library.ask("mallory", find_record, other)


def test_a_role_is_granted_by_whom_the_roles_name(library: Any) -> None:
    library.by("alice", grant_role, "mallory", "reader")
    with pytest.raises(NotAllowed):
        library.by("carol", grant_role, "mallory", "librarian")


def test_roles_that_exclude_one_another_are_not_held_together(library: Any) -> None:
    with pytest.raises(Refused) as refusal:
        library.by(None, grant_role, "carol", "librarian")
    assert [v.code for v in refusal.value.verdicts] == ["incompatible_roles"]


def test_a_role_held_below_excludes_as_well(library: Any) -> None:
    library.by("alice", grant_role, "mallory", "reader", on=library.book())
    with pytest.raises(Refused) as refusal:
        library.by(None, grant_role, "mallory", "librarian")
    assert [v.code for v in refusal.value.verdicts] == ["incompatible_roles"]


def test_a_role_held_aside_excludes_nothing(library: Any) -> None:
    library.by("alice", grant_role, "mallory", "reader", on=library.book())
    library.by("alice", grant_role, "mallory", "librarian", on=library.book())


def test_a_role_held_already_is_a_conflict(library: Any) -> None:
    with pytest.raises(Conflict):
        library.by(None, grant_role, "carol", "reader")


def test_a_role_taken_back_no_longer_opens_anything(library: Any) -> None:
    book = library.book()
    held = library.ask(None, list_grants, person="carol")
    library.by("alice", revoke_grant, held[0]["id"])
    with pytest.raises(NotFound):
        library.ask("carol", find_record, book)


def test_a_grant_that_ends_holds_until_then(library: Any) -> None:
    from datetime import timedelta

    book = library.book()
    library.by("alice", grant_role, "mallory", "reader", until=library.now + timedelta(days=1))
    library.ask("mallory", find_record, book)
    library.pass_time(days=1)
    with pytest.raises(NotFound):
        library.ask("mallory", find_record, book)


def test_a_token_tells_who_holds_it_until_it_is_revoked(library: Any) -> None:
    made = library.by("alice", issue_token, "alice", label="script")
    found = library.installation.identify(made["token"], source="http:test")
    assert (found.person, found.by_operator) == ("alice", False)
    library.by("alice", revoke_token, made["id"])
    with pytest.raises(NotSignedIn):
        library.installation.identify(made["token"], source="http:test")


def test_a_token_is_nowhere_stored_and_not_shown_again(library: Any) -> None:
    made = library.by("alice", issue_token, "alice")
    assert made["token"] not in str(library.ask("alice", list_tokens))


def test_nobody_issues_or_revokes_the_token_of_another(library: Any) -> None:
    with pytest.raises(NotAllowed):
        library.by("bob", issue_token, "alice")
    made = library.by("alice", issue_token, "alice")
    with pytest.raises(NotFound):
        library.by("bob", revoke_token, made["id"])


def test_a_token_of_the_operator_is_marked(library: Any) -> None:
    made = library.by(None, issue_token, "alice")
    assert library.installation.identify(made["token"], source="h").by_operator


def test_an_end_without_a_zone_is_refused(library: Any) -> None:
    end = library.now.replace(tzinfo=None)
    with pytest.raises(Unreadable):
        library.by("alice", issue_token, "alice", expires_at=end)
    with pytest.raises(Unreadable):
        library.by("alice", grant_role, "mallory", "reader", until=end)


def test_whoever_is_let_go_is_known_no_more(library: Any) -> None:
    made = library.by("alice", issue_token, "alice")
    library.by(None, change_person, "alice", active=False)
    with pytest.raises(NotSignedIn):
        library.installation.identify(made["token"], source="http:test")


def test_the_password_opens_a_session_of_some_hours(library: Any) -> None:
    library.by(None, set_password, "alice", PASSWORD)
    session = _sign_in(library, "alice", PASSWORD)
    assert library.installation.identify(session["token"], source="h").person == "alice"
    library.pass_time(hours=9)
    with pytest.raises(NotSignedIn):
        library.installation.identify(session["token"], source="h")


@pytest.mark.parametrize("name", ["alice", "bob", "nobody", "\0", "X" * 200])
def test_a_wrong_sign_in_does_not_say_what_was_wrong(library: Any, name: str) -> None:
    library.by(None, set_password, "alice", PASSWORD)
    with pytest.raises(NotSignedIn) as refusal:
        _sign_in(library, name, "wrong")
    assert refusal.value.message == "The name or the password is wrong."


def test_guessing_is_slowed_down(library: Any) -> None:
    for _ in range(10):
        with pytest.raises(NotSignedIn):
            _sign_in(library, "alice", "guess")
    with pytest.raises(TooManyRequests):
        _sign_in(library, "alice", "guess")


def test_guessing_is_slowed_down_however_few_refusals_are_written_down(library: Any) -> None:
    settings = library.installation.settings
    limits = replace(settings.limits, refusals_per_minute=3)
    library.installation.settings = replace(settings, limits=limits)
    for _ in range(3):
        with pytest.raises(NotSignedIn):
            _sign_in(library, "alice", "guess")
    with pytest.raises(TooManyRequests):
        _sign_in(library, "alice", "guess")


@pytest.mark.parametrize("password", ["half \ud800", "x" * 256 + "y"])
def test_what_can_be_no_password_is_wrong(library: Any, password: str) -> None:
    library.by(None, set_password, "alice", "x" * 256)
    with pytest.raises(NotSignedIn):
        _sign_in(library, "alice", password)


def _sign_in(library: Any, name: str, password: str) -> Any:
    return sign_in(library.installation, Identity(None, "http:test"), name, password)
