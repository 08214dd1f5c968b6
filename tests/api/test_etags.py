"""A change names the revision it was made against; a reading may name the one it has."""

from __future__ import annotations

from typing import Any

import pytest

CHANGE = {"fields": {"weeks": 3}}


def _change(bob: Any, loan: Any, tag: str | None) -> Any:
    headers = {} if tag is None else {"If-Match": tag}
    return bob.send("PATCH", f"/records/{loan['id']}", json=CHANGE, headers=headers)


@pytest.mark.parametrize("tag", ['"1"', "*", '"7", "1"', ' "1" '])
def test_a_change_against_the_present_revision_is_made(bob: Any, loan: Any, tag: str) -> None:
    answer = _change(bob, loan, tag)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')


@pytest.mark.parametrize("tag", ['"2"', 'W/"1"', '"01"', '""', '"one"', '"9999999999999"'])
def test_a_change_against_another_revision_is_refused(bob: Any, loan: Any, tag: str) -> None:
    answer = _change(bob, loan, tag)
    assert (answer.status_code, answer.json["code"]) == (412, "stale_revision")


@pytest.mark.parametrize("tag", ["1", '"1', "W/*", '"1" "2"', ""])
def test_a_malformed_tag_is_unreadable(bob: Any, loan: Any, tag: str) -> None:
    assert _change(bob, loan, tag).status_code == 400


def test_a_change_without_a_revision_is_refused(bob: Any, loan: Any) -> None:
    answer = _change(bob, loan, None)
    assert (answer.status_code, answer.json["code"]) == (428, "revision_required")
    assert bob.get(f"/records/{loan['id']}").json == bob.get(f"/records/{loan['number']}").json


@pytest.mark.parametrize("tag", ['"1"', '"2"', "*", None])
def test_a_record_that_one_may_not_see_is_missing_whatever_the_tag(
    mallory: Any, loan: Any, tag: str | None
) -> None:
    expected = 428 if tag is None else 404
    assert _change(mallory, loan, tag).status_code == expected


@pytest.mark.parametrize(
    ("tag", "status"), [('"1"', 304), ('W/"1"', 304), ("*", 304), ('"2"', 200)]
)
def test_a_reading_is_answered_only_where_there_is_news(
    bob: Any, loan: Any, tag: str, status: int
) -> None:
    answer = bob.get(f"/records/{loan['id']}", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.headers["ETag"]) == (status, '"1"')
    assert bool(answer.data) == (status == 200)


def test_an_act_may_name_the_revision_it_was_decided_on(alice: Any, loan: Any) -> None:
    path = f"/records/{loan['id']}/transitions/lend"
    assert alice.post(path, headers={"If-Match": '"2"'}).status_code == 412
    assert alice.post(path, headers={"If-Match": '"1"'}).status_code == 200
