"""Signing in and out, and what a request without a good token is told."""

from __future__ import annotations

from typing import Any

import pytest

PASSWORD = "correct horse battery"


@pytest.fixture
def known(library: Any) -> Any:
    """The library, where bob has a password."""
    from govern import set_password

    library.by_operator(set_password, "bob", PASSWORD)
    return library


def _sign_in(library: Any, name: str = "bob", password: str = PASSWORD, **said: Any) -> Any:
    return library.caller().post("/sign-in", {"name": name, "password": password}, **said)


def test_who_signs_in_has_a_token_of_some_hours(known: Any) -> None:
    answer = _sign_in(known)
    assert (answer.status_code, answer.json["person"]["name"]) == (200, "bob")
    session = known.caller()
    session.token = answer.json["token"]
    assert session.get("/me").json["name"] == "bob"
    known.clock.advance(hours=9)
    assert session.get("/me").status_code == 401


def test_who_signs_out_has_no_token_any_more(known: Any) -> None:
    session, other = known.caller(), known.caller()
    session.token, other.token = (_sign_in(known).json["token"] for _ in range(2))
    assert session.delete("/sign-in").status_code == 204
    assert session.get("/me").status_code == session.delete("/sign-in").status_code == 401
    assert other.get("/me").status_code == 200


CREDENTIALS = [("bob", "wrong horse battery"), ("nobody", PASSWORD), ("alice", PASSWORD)]
CREDENTIALS += [("BOB", PASSWORD), ("bob'--", PASSWORD), ("bob", PASSWORD + " ")]


@pytest.mark.parametrize(("name", "password"), CREDENTIALS)
def test_all_wrong_credentials_are_answered_alike(known: Any, name: str, password: str) -> None:
    answer = _sign_in(known, name, password)
    assert (answer.status_code, answer.json["code"]) == (401, "wrong_credentials")
    assert answer.json["detail"] == "The name or the password is wrong."
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="govern"'


def test_too_many_failures_are_slowed_down(known: Any) -> None:
    answers = [_sign_in(known, password="x" * 12) for _ in range(11)]
    assert [one.status_code for one in answers] == [401] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert _sign_in(known).status_code == 429
    known.clock.advance(minutes=2)
    assert _sign_in(known).status_code == 200


def test_an_idempotency_key_shows_no_token_to_somebody_else(known: Any) -> None:
    key = {"Idempotency-Key": "monday"}
    first, second = (_sign_in(known, headers=key).json["token"] for _ in range(2))
    assert first != second


TOKENS = [
    "",
    "Bearer",
    "Bearer ",
    "Bearer gov_",
    "Bearer gov_" + "x" * 43,
    "Bearer " + "x" * 43,
    "Basic Ym9iOmJvYg==",
    "gov_" + "x" * 43,
    "Bearer gov_" + "x" * 100_000,
    "Bearer gov_'; drop table tokens; --",
    "Bearer gov_é",
]


@pytest.mark.parametrize("sent", TOKENS, ids=range(len(TOKENS)))
def test_a_token_that_opens_nothing_is_challenged(stranger: Any, sent: str) -> None:
    answer = stranger.get("/me", headers={"Authorization": sent})
    assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")
    assert answer.headers["WWW-Authenticate"].endswith('error="invalid_token"')


def test_a_token_is_taken_from_the_header_alone(library: Any, stranger: Any) -> None:
    token = library.tokens["bob"]
    stranger.client.set_cookie("token", token)
    assert stranger.get("/me").status_code == 401
    assert stranger.get(f"/me?access_token={token}").status_code == 401


def test_the_token_of_who_has_left_opens_nothing(library: Any, bob: Any) -> None:
    from govern import change_person

    library.by_operator(change_person, "bob", active=False)
    assert bob.get("/me").status_code == 401
