"""A POST that is sent twice under one key is done once and answered twice."""

from __future__ import annotations

import threading
from typing import Any

import pytest

BODY = {"type": "loan", "fields": {"purpose": "A talk"}}
KEY = {"Idempotency-Key": "monday-1"}


def test_the_same_request_is_answered_again_and_not_done_again(bob: Any) -> None:
    first, second = (bob.post("/records", BODY, headers=KEY) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.data == second.data
    for name in ("ETag", "Location", "Content-Type"):
        assert first.headers[name] == second.headers[name]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(bob.get("/records").json["items"]) == 1


def test_the_key_is_refused_for_another_request(bob: Any, loan: Any) -> None:
    bob.post("/records", BODY, headers=KEY)
    other = {"type": "loan", "fields": {"purpose": "A walk"}}
    for path, body in [
        ("/records", other),
        (f"/records/{loan['id']}/transitions/give_back", BODY),
    ]:
        answer = bob.post(path, body, headers=KEY)
        assert answer.status_code == 422
    assert bob.post("/records", other, headers=KEY).json["code"] == "idempotency_mismatch"


def test_a_key_belongs_to_one_person(alice: Any, bob: Any) -> None:
    numbers = {c.post("/records", BODY, headers=KEY).json["number"] for c in (alice, bob)}
    assert numbers == {"LN-0001", "LN-0002"}


def test_a_refusal_is_judged_afresh(alice: Any, bob: Any, loan: Any) -> None:
    path = f"/records/{loan['id']}"
    bob.patch(path, {"fields": {"weeks": 9}}, 1)
    assert alice.post(f"{path}/transitions/lend", headers=KEY).status_code == 409
    bob.patch(path, {"fields": {"weeks": 1}}, 2)
    assert alice.post(f"{path}/transitions/lend", headers=KEY).status_code == 200


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "é", "a\x7f"])
def test_a_malformed_key_is_refused(bob: Any, key: str) -> None:
    answer = bob.post("/records", BODY, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json["code"]) == (400, "unreadable")


def test_the_longest_key_is_taken(bob: Any) -> None:
    assert bob.post("/records", BODY, headers={"Idempotency-Key": "~" * 255}).status_code == 201


def test_a_token_is_shown_once_also_under_a_key(bob: Any) -> None:
    first, second = (bob.post("/tokens", {"label": "x"}, headers=KEY) for _ in range(2))
    assert first.json["token"].startswith("gov_")
    assert second.json == {**first.json, "token": None}
    assert len(bob.get("/tokens").json["items"]) == 2


def test_many_at_once_under_one_key_are_one_act(library: Any) -> None:
    answers = []

    def send() -> None:
        answers.append(library.caller("bob").post("/records", BODY, headers=KEY))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} <= {201, 409}
    done = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.data for answer in done}) == 1
    assert len(library.caller("bob").get("/records").json["items"]) == 1
