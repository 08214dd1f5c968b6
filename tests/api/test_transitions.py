"""Firing a transition: done where the rules allow it, answered with every reason where not."""

from __future__ import annotations

from typing import Any

import pytest


def _lend(caller: Any, loan: Any, body: Any = None, **said: Any) -> Any:
    return caller.post(f"/records/{loan['number']}/transitions/lend", body, **said)


def test_a_move_answers_the_record_what_was_opened_and_a_receipt(alice: Any, loan: Any) -> None:
    answer = _lend(alice, loan, {"fields": {"due": "2026-04-01"}, "comment": "Take care"})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert set(answer.json) == {"record", "review", "opened", "receipt"}
    assert answer.json["record"]["state"] == "lent"
    assert answer.json["record"]["fields"]["due"] == "2026-04-01"
    assert (answer.json["review"], answer.json["opened"]) == (None, [])


def test_the_receipt_of_a_move_is_its_entry_in_the_history(alice: Any, bob: Any, loan: Any) -> None:
    receipt = _lend(alice, loan, {"comment": "Take care"}).json["receipt"]
    entries = bob.get(f"/records/{loan['id']}/history").json["items"]
    (entry,) = [one for one in entries if one["hash"] == receipt["hash"]]
    assert (entry["actor"], entry["from"], entry["to"]) == ("alice", "asked", "lent")
    assert (entry["act"], entry["reason"]) == (receipt["act"], "Take care")


def test_a_move_is_refused_to_who_is_not_among_those_who_may(bob: Any, loan: Any) -> None:
    answer = _lend(bob, loan)
    assert (answer.status_code, answer.json["code"]) == (403, "not_allowed")
    failed = [one for one in answer.json["verdicts"] if one["outcome"] == "failed"]
    assert {one["rule"]: one["who"] for one in failed} == {"by": ["alice"], "not_by": ["alice"]}


def test_a_move_that_the_rules_refuse_gives_every_reason(alice: Any, bob: Any, loan: Any) -> None:
    bob.patch(f"/records/{loan['id']}", {"fields": {"weeks": 9}}, 1)
    answer = _lend(alice, loan)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/refused")
    outcomes = {one["rule"]: one["outcome"] for one in answer.json["verdicts"]}
    assert outcomes["guards/0"] == "failed"
    assert outcomes["by"] == outcomes["require"] == "passed"
    (told,) = [one for one in answer.json["verdicts"] if one["outcome"] == "failed"]
    assert (told["code"], told["reason"]) == (
        "too_long",
        "Nobody keeps a book for more than a month.",
    )


def test_an_expression_without_a_value_refuses_and_says_so(alice: Any, bob: Any, loan: Any) -> None:
    bob.patch(f"/records/{loan['id']}", {"fields": {"weeks": None}}, 1)
    answer = _lend(alice, loan)
    assert answer.status_code == 409
    assert {one["outcome"] for one in answer.json["verdicts"]} == {"passed", "failed", "error"}


def test_a_stranger_moves_nothing(stranger: Any, mallory: Any, loan: Any) -> None:
    assert _lend(stranger, loan).status_code == 401
    assert _lend(mallory, loan).status_code == 404


def test_a_move_that_does_not_exist_is_not_found(alice: Any, loan: Any) -> None:
    answer = alice.post(f"/records/{loan['id']}/transitions/burn")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_transition")


def test_a_move_from_another_state_is_refused(alice: Any, loan: Any) -> None:
    _lend(alice, loan)
    answer = _lend(alice, loan)
    assert answer.status_code == 409
    assert "wrong_state" in [
        one["code"] for one in answer.json["verdicts"] if one["outcome"] == "failed"
    ]


def test_inputs_of_the_act_alone_are_kept_in_the_ledger(alice: Any, loan: Any) -> None:
    _lend(alice, loan)
    path = f"/records/{loan['id']}/transitions/give_back"
    assert alice.post(path).json["errors"][0]["pointer"] == "/input/condition"
    assert alice.post(path, {"input": {"condition": "good"}}).status_code == 200
    last = alice.get(f"/records/{loan['id']}/history").json["items"][-1]
    assert last["input"] == {"condition": "good"}


def test_a_required_comment_is_missed(alice: Any, loan: Any) -> None:
    path = f"/records/{loan['id']}/transitions/turn_down"
    answer = alice.post(path)
    failed = [one["code"] for one in answer.json["verdicts"] if one["outcome"] == "failed"]
    assert (answer.status_code, failed) == (409, ["comment_required"])
    assert alice.post(path, {"comment": "We have none."}).status_code == 200


def test_a_dry_run_works_everything_out_and_changes_nothing(
    library: Any, alice: Any, loan: Any
) -> None:
    before = library.picture()
    answer = _lend(alice, loan, {"dry_run": True, "fields": {"due": "2026-04-01"}})
    assert (answer.status_code, answer.json["receipt"]) == (200, None)
    assert answer.json["record"]["state"] == "lent"
    assert alice.get(f"/records/{loan['id']}").json["state"] == "asked"
    assert library.picture() == before


def test_a_dry_run_is_refused_for_the_same_reasons(bob: Any, loan: Any) -> None:
    refused = [_lend(bob, loan, {"dry_run": dry}).json for dry in (True, False)]
    assert refused[0]["verdicts"] == refused[1]["verdicts"]


def test_a_dry_run_does_not_use_up_an_idempotency_key(alice: Any, loan: Any) -> None:
    key = {"Idempotency-Key": "once"}
    assert _lend(alice, loan, {"dry_run": True}, headers=key).status_code == 200
    assert _lend(alice, loan, headers=key).status_code == 200


WRONG = [
    ({"dry_run": 1}, "/dry_run"),
    ({"dry_run": "true"}, "/dry_run"),
    ({"dry_run": None}, "/dry_run"),
    ({"comment": 7}, "/comment"),
    ({"comment": "x" * 2_001}, "/comment"),
    ({"comment": "a\x1b[31mb"}, "/comment"),
    ({"override": "please"}, "/override"),
    ({"fields": {"due": "tomorrow"}}, "/fields/due"),
    ({"fields": {"pages": 3}}, "/fields/pages"),
    ({"input": {"condition": "good"}}, "/input/condition"),
]


@pytest.mark.parametrize(("body", "pointer"), WRONG)
def test_what_was_sent_wrongly_is_pointed_at(
    alice: Any, loan: Any, body: Any, pointer: str
) -> None:
    answer = _lend(alice, loan, body)
    assert (answer.status_code, answer.json["code"]) == (422, "values_refused")
    assert [one["pointer"] for one in answer.json["errors"]] == [pointer]


def test_a_field_that_the_move_does_not_ask_for_is_refused(alice: Any, loan: Any) -> None:
    answer = _lend(alice, loan, {"fields": {"weeks": 3}})
    failed = [(v["code"], v["field"]) for v in answer.json["verdicts"] if v["outcome"] == "failed"]
    assert (answer.status_code, failed) == (409, [("not_asked", "weeks")])


def test_every_move_is_explained_to_whoever_may_see_the_record(bob: Any, loan: Any) -> None:
    moves = {m["name"]: m for m in bob.get(f"/records/{loan['id']}/transitions").json["items"]}
    lend = moves["lend"]
    assert (lend["to"], lend["by"], lend["allowed"]) == ("lent", ["librarian"], False)
    assert [(one["name"], one["in"], one["kind"]) for one in lend["ask"]] == [
        ("due", "fields", "date")
    ]
    assert moves["turn_down"]["comment_required"] is True


def test_listing_and_firing_give_the_same_verdicts(bob: Any, loan: Any) -> None:
    moves = {m["name"]: m for m in bob.get(f"/records/{loan['id']}/transitions").json["items"]}
    assert moves["lend"]["verdicts"] == _lend(bob, loan).json["verdicts"]
