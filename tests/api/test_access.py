"""People, roles, grants and tokens over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

GRANT = {"person": "mallory", "role": "reader"}


def test_everybody_is_listed_without_what_is_secret(bob: Any) -> None:
    found = bob.get("/people").json["items"]
    assert [one["name"] for one in found] == ["alice", "bob", "carol", "mallory"]
    assert set(found[0]) == {"name", "full_name", "email", "active"}
    assert bob.get("/people/alice").json["roles"] == ["librarian"]


def test_a_person_who_is_not_known_is_not_found(bob: Any) -> None:
    answer = bob.get("/people/nobody")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_person")


def test_the_roles_in_force_are_listed(bob: Any) -> None:
    roles = {one["name"]: one["granted_by"] for one in bob.get("/roles").json["items"]}
    assert roles["reader"] == ["librarian"]


def test_a_role_is_granted_by_whom_the_roles_name(alice: Any, mallory: Any, loan: Any) -> None:
    answer = alice.post("/grants", {**GRANT, "on": loan["number"], "until": "2026-12-31T00:00:00Z"})
    assert answer.status_code == 201
    assert (answer.json["on"], answer.json["granted_by"]) == (loan["number"], "alice")
    assert answer.json["until"] == "2026-12-31T00:00:00.000000Z"
    assert mallory.get(f"/records/{loan['id']}").status_code == 200
    assert mallory.get("/grants").json["items"] == [answer.json]


def test_a_grant_is_refused_to_who_may_not_give_it(bob: Any, mallory: Any) -> None:
    for caller in (bob, mallory):
        answer = caller.post("/grants", GRANT)
        assert (answer.status_code, answer.json["code"]) == (403, "not_allowed")


def test_a_grant_on_a_record_that_one_may_not_see_is_not_found(mallory: Any, loan: Any) -> None:
    answer = mallory.post("/grants", {**GRANT, "on": loan["id"]})
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_roles_that_exclude_one_another_are_not_held_together(alice: Any, carol: Any) -> None:
    assert carol.post("/grants", {"person": "mallory", "role": "inspector"}).status_code == 201
    answer = alice.post("/grants", GRANT)
    assert (answer.status_code, answer.json["verdicts"][0]["code"]) == (409, "incompatible_roles")


WRONG = [
    ({**GRANT, "role": "captain"}, 404, "unknown_role"),
    ({**GRANT, "person": "nobody"}, 404, "unknown_person"),
    ({**GRANT, "person": "bob"}, 409, "already_granted"),
    ({**GRANT, "until": "2020-01-01T00:00:00Z"}, 422, "values_refused"),
    ({**GRANT, "until": "2026-12-31"}, 422, "values_refused"),
    ({**GRANT, "until": "2026-12-31T00:00:00"}, 422, "values_refused"),
    ({**GRANT, "until": "0001-01-01T00:00:00+14:00"}, 422, "values_refused"),
    ({**GRANT, "until": "9999-12-31T23:59:59-14:00"}, 422, "values_refused"),
    ({**GRANT, "until": "2026-02-30T00:00:00Z"}, 422, "values_refused"),
    ({**GRANT, "until": 7}, 422, "values_refused"),
    ({"person": "mallory"}, 422, "values_refused"),
    ({**GRANT, "for": "ever"}, 422, "values_refused"),
]


@pytest.mark.parametrize(("body", "status", "code"), WRONG)
def test_a_grant_that_cannot_be_made_says_why(
    alice: Any, body: Any, status: int, code: str
) -> None:
    answer = alice.post("/grants", body)
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_a_grant_is_ended(alice: Any, mallory: Any, loan: Any) -> None:
    grant = alice.post("/grants", {**GRANT, "on": loan["id"]}).json
    assert alice.delete(f"/grants/{grant['id']}").status_code == 204
    assert mallory.get(f"/records/{loan['id']}").status_code == 404
    assert alice.delete(f"/grants/{grant['id']}").json["code"] == "already_revoked"


def test_ending_a_grant_is_refused_to_who_may_not_give_it(
    alice: Any, bob: Any, mallory: Any, loan: Any
) -> None:
    grant = alice.post("/grants", {"person": "carol", "role": "reader", "on": loan["id"]}).json
    assert bob.delete(f"/grants/{grant['id']}").status_code == 403
    assert mallory.delete(f"/grants/{grant['id']}").status_code == 404


def test_grants_are_found_by_person_and_by_record(alice: Any, bob: Any, loan: Any) -> None:
    grant = alice.post("/grants", {**GRANT, "on": loan["id"]}).json
    assert bob.get(f"/grants?on={loan['number']}").json["items"] == [grant]
    assert bob.get(f"/grants?on={loan['number']}&person=carol").json["items"] == []
    assert bob.get("/grants?person=mallory").json["items"] == [grant]


def test_a_token_works_until_it_is_revoked(library: Any, bob: Any) -> None:
    made = bob.post("/tokens", {"label": "night job", "expires_at": "2026-03-09T00:00:00Z"})
    assert (made.status_code, made.json["person"]) == (201, "bob")
    program = library.caller("bob")
    program.token = made.json["token"]
    assert program.get("/me").json["name"] == "bob"
    assert bob.delete(f"/tokens/{made.json['id']}").status_code == 204
    assert program.get("/me").status_code == 401


def test_a_token_ends_by_itself(library: Any, bob: Any) -> None:
    made = bob.post("/tokens", {"label": "x", "expires_at": "2026-03-03T00:00:00Z"}).json
    program = library.caller("bob")
    program.token = made["token"]
    assert program.get("/me").status_code == 200
    library.clock.advance(days=1)
    assert program.get("/me").status_code == 401


def test_a_token_is_never_shown_again(bob: Any) -> None:
    made = bob.post("/tokens", {"label": "x"}).json
    listed = bob.get("/tokens")
    assert made["token"] not in listed.text
    assert made["id"] in [one["id"] for one in listed.json["items"]]


def test_a_token_is_issued_to_oneself_alone(alice: Any, bob: Any, stranger: Any) -> None:
    made = bob.post("/tokens", {"label": "x"}).json
    assert bob.post("/tokens", {"label": "x", "person": "alice"}).status_code == 422
    assert alice.delete(f"/tokens/{made['id']}").status_code == 404
    assert stranger.delete(f"/tokens/{made['id']}").status_code == 401
    assert made["id"] not in alice.get("/tokens").text
