"""Records over HTTP: opened, found, read and edited by those who may, and unknown to others."""

from __future__ import annotations

from typing import Any

import pytest


def _book(alice: Any, name: str, **fields: Any) -> Any:
    body = {"type": "book", "transition": "buy", "fields": {"name": name, **fields}}
    return alice.post("/records", body)


def test_a_record_is_opened_and_says_where_it_is(bob: Any) -> None:
    answer = bob.post("/records", {"type": "loan", "fields": {"purpose": "A talk"}})
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    there = bob.client.get(
        answer.headers["Location"], headers={"Authorization": f"Bearer {bob.token}"}
    )
    assert there.json.items() <= answer.json.items()
    assert there.json["fields"]["purpose"] == "A talk"


def test_the_receipt_of_an_act_is_its_entry_in_the_history(bob: Any, loan: Any) -> None:
    (entry,) = bob.get(f"/records/{loan['number']}/history").json["items"]
    receipt = loan["receipt"]
    assert receipt["subject"] == f"record:{loan['id']}"
    assert receipt.items() - {("subject", receipt["subject"])} <= entry.items()


def test_opening_is_refused_to_who_is_not_among_those_who_may(bob: Any) -> None:
    answer = _book(bob, "Maps")
    assert (answer.status_code, answer.json["code"]) == (403, "not_allowed")
    failed = [one for one in answer.json["verdicts"] if one["outcome"] == "failed"]
    assert [(one["code"], one["who"]) for one in failed] == [("not_among_by", ["alice"])]


def test_a_stranger_opens_nothing(stranger: Any, mallory: Any) -> None:
    body = {"type": "loan", "fields": {"purpose": "A talk"}}
    assert stranger.post("/records", body).status_code == 401
    assert mallory.post("/records", body).status_code == 403


def test_a_record_can_be_opened_within_another(alice: Any, bob: Any) -> None:
    book = _book(alice, "Maps").json
    body = {"type": "loan", "within": book["number"], "fields": {"purpose": "A talk"}}
    assert bob.post("/records", body).json["within"] == book["number"]


WRONG = [
    ({"type": "loan", "fields": {}}, "/fields/purpose"),
    ({"type": "loan", "fields": {"purpose": "x", "pages": 1}}, "/fields/pages"),
    ({"type": "loan", "fields": {"purpose": "x", "weeks": 10}}, "/fields/weeks"),
    ({"type": "loan", "fields": {"purpose": "x"}, "within": "BK-999"}, "/within"),
    ({"type": "book", "fields": {"name": "x"}}, "/transition"),
    ({"type": "book", "fields": {"name": "x"}, "transition": "steal"}, "/transition"),
    ({"type": "loan", "fields": []}, "/fields"),
    ({"type": "loan", "fields": None}, "/fields"),
    ({"type": 7}, "/type"),
    ({"type": ""}, "/type"),
    ({"type": "a\nb"}, "/type"),
    ({}, "/type"),
    ({"type": "loan", "colour": "red"}, "/colour"),
    ({"type": "loan", "a/b~c": "red"}, "/a~1b~0c"),
]


@pytest.mark.parametrize(("body", "pointer"), WRONG)
def test_what_was_sent_wrongly_is_pointed_at(alice: Any, body: Any, pointer: str) -> None:
    answer = alice.post("/records", body)
    assert (answer.status_code, answer.json["code"]) == (422, "values_refused")
    assert pointer in [one["pointer"] for one in answer.json["errors"]]


def test_a_type_that_nobody_declared_is_not_found(bob: Any) -> None:
    answer = bob.post("/records", {"type": "boat"})
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_type")


def test_a_record_is_found_by_its_number_and_by_its_id(bob: Any, loan: Any) -> None:
    by_number = bob.get(f"/records/{loan['number']}")
    assert by_number.json == bob.get(f"/records/{loan['id']}").json
    assert by_number.headers["ETag"] == '"1"'


def test_what_the_state_hides_is_left_out(alice: Any, loan: Any) -> None:
    assert "secret" not in loan["fields"]
    lent = alice.post(f"/records/{loan['id']}/transitions/lend").json["record"]
    assert lent["fields"]["secret"] is None


HIDDEN = [
    ("GET", "/records/{}", {}),
    ("GET", "/records/{}/history", {}),
    ("GET", "/records/{}/transitions", {}),
    ("GET", "/records/{}/documents", {}),
    ("GET", "/workflows/loan/diagram.svg?record={}", {}),
    ("GET", "/records?within={}", {}),
    ("GET", "/grants?on={}", {}),
    ("PATCH", "/records/{}", {"json": {"fields": {}}, "headers": {"If-Match": '"1"'}}),
    ("POST", "/records/{}/transitions/lend", {"json": {}}),
    ("POST", "/records/{}/transitions/nothing", {"json": {}}),
    ("POST", "/records/{}/transitions/lend", {"json": {"fields": {"nothing": 1}}}),
]


@pytest.mark.parametrize(("method", "path", "said"), HIDDEN)
def test_to_a_stranger_what_exists_is_as_missing_as_what_does_not(
    mallory: Any, loan: Any, method: str, path: str, said: Any
) -> None:
    hidden, missing = (
        mallory.send(method, path.format(number), **said) for number in (loan["number"], "LN-0009")
    )
    assert hidden.status_code == missing.status_code == 404
    assert _without_names(hidden.json) == _without_names(missing.json)


def _without_names(problem: dict[str, Any]) -> dict[str, Any]:
    detail = problem["detail"].replace("LN-0001", "LN-0009")
    return {**problem, "detail": detail, "instance": ""}


def test_an_edit_is_stored_and_is_in_the_history(bob: Any, loan: Any) -> None:
    change = {"fields": {"weeks": 3, "note": "Two maps\nof one town"}, "comment": "Longer"}
    answer = bob.patch(f"/records/{loan['id']}", change, 1)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert answer.json["fields"]["weeks"] == 3
    last = bob.get(f"/records/{loan['id']}/history").json["items"][-1]
    assert (last["changes"]["weeks"], last["reason"]) == ([2, 3], "Longer")


def test_an_edit_that_changes_nothing_has_no_receipt(bob: Any, loan: Any) -> None:
    answer = bob.patch(f"/records/{loan['id']}", {"fields": {"weeks": 2}}, 1)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')
    assert answer.json["receipt"] is None


def test_null_clears_a_field_but_not_a_required_one(bob: Any, loan: Any) -> None:
    path = f"/records/{loan['id']}"
    assert bob.patch(path, {"fields": {"weeks": None}}, 1).json["fields"]["weeks"] is None
    answer = bob.patch(path, {"fields": {"purpose": None}}, 2)
    assert [one["pointer"] for one in answer.json["errors"]] == ["/fields/purpose"]


def test_an_edit_is_refused_to_who_may_not_edit_here(alice: Any, bob: Any, loan: Any) -> None:
    path, change = f"/records/{loan['id']}", {"fields": {"weeks": 3}}
    answer = alice.patch(path, change, 1)
    assert (answer.status_code, answer.json["code"]) == (403, "not_allowed")
    alice.post(f"{path}/transitions/lend")
    assert bob.patch(path, change, 2).status_code == 403


def test_an_edit_of_somebody_elses_record_is_not_found(mallory: Any, loan: Any) -> None:
    change = {"fields": {"weeks": 3}}
    assert mallory.patch(f"/records/{loan['id']}", change, 1).status_code == 404


def test_a_stranger_is_shown_an_empty_list(mallory: Any, loan: Any) -> None:
    assert mallory.get("/records").json == {"items": [], "next": None}


SEARCHES = [
    ("type=book", ["Atlas", "Ballads", "Cookery"]),
    ("type=loan", []),
    ("type=book&q=ball", ["Ballads"]),
    ("type=book&where=copies>1", ["Ballads", "Cookery"]),
    ("type=book&where=copies>1&where=copies<3", ["Ballads"]),
    ("type=book&where=name%3DAtlas", ["Atlas"]),
    ("state=gone", []),
]


@pytest.mark.parametrize(("query", "names"), SEARCHES)
def test_records_are_found(alice: Any, query: str, names: list[str]) -> None:
    for copies, name in enumerate(("Atlas", "Ballads", "Cookery"), 1):
        _book(alice, name, copies=copies)
    found = alice.get(f"/records?{query}&sort=title").json["items"]
    assert [one["title"] for one in found] == names


def test_pages_follow_one_another_by_their_links(alice: Any) -> None:
    for number in range(7):
        _book(alice, f"Volume {number}")
    path, seen = "/records?type=book&limit=3&sort=-number&where=name>A", []
    while path:
        answer = alice.get(path)
        seen.append([one["number"] for one in answer.json["items"]])
        links = answer.headers.get("Link", "<>").partition(">")
        path = links[0].removeprefix("</api/v1").removeprefix("<")
        assert bool(path) == (answer.json["next"] is not None)
    assert seen == [["BK-007", "BK-006", "BK-005"], ["BK-004", "BK-003", "BK-002"], ["BK-001"]]


QUERIES = [
    ("limit=0", "limit"),
    ("limit=201", "limit"),
    ("limit=-1", "limit"),
    ("limit=1.0", "limit"),
    ("limit=%D9%A1", "limit"),
    ("limit=99999999999999999999", "limit"),
    ("limit=", "limit"),
    ("type=", "type"),
    ("q=%00", "q"),
    ("cursor=nonsense", "cursor"),
    ("sort=colour", "type"),
    ("type=book&sort=shelf", "sort"),
    ("type=book&where=shelf=1", "where"),
    ("type=book&where=nonsense", "where"),
    ("offset=3", "offset"),
]


@pytest.mark.parametrize(("query", "parameter"), QUERIES)
def test_a_parameter_that_cannot_be_asked_is_named(bob: Any, query: str, parameter: str) -> None:
    answer = bob.get(f"/records?{query}")
    assert (answer.status_code, answer.json["code"]) == (422, "values_refused")
    assert [one["parameter"] for one in answer.json["errors"]] == [parameter]


def test_a_page_is_no_longer_than_the_installation_allows(library: Any, bob: Any) -> None:
    from dataclasses import replace

    settings = library.installation.settings
    limits = replace(settings.limits, page_size=5)
    library.installation.settings = replace(settings, limits=limits)
    assert bob.get("/records?limit=5").status_code == 200
    assert bob.get("/records?limit=6").json["errors"][0]["parameter"] == "limit"


def test_the_history_is_read_in_pages(bob: Any, loan: Any) -> None:
    path = f"/records/{loan['id']}"
    for weeks in (3, 4, 5):
        bob.patch(path, {"fields": {"weeks": weeks}}, weeks - 2)
    first = bob.get(f"{path}/history?limit=3")
    assert ([e["seq"] for e in first.json["items"]], first.json["next"]) == ([1, 2, 3], 3)
    assert "after=3" in first.headers["Link"]
    second = bob.get(f"{path}/history?limit=3&after=3").json
    assert ([e["seq"] for e in second["items"]], second["next"]) == ([4], None)
    assert second["items"][0]["prev"] == first.json["items"][-1]["hash"]
