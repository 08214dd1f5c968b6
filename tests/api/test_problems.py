"""Everything that goes wrong is one documented problem, and says nothing of the inside."""

from __future__ import annotations

import ast
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.problem_kinds import KINDS, STATUS_KINDS
from govern import errors

ROOT = Path(__file__).parents[2]
SECTION = re.compile(
    r"^## (\S+)\n\n\*\*(\d+) (.+?)\.\*\*\n(.+?)(?=\n## |\Z)", re.MULTILINE | re.DOTALL
)

# Raised where no request can reach, or caught before one is answered.
ELSEWHERE = {"cli", "documents", "errands"}
NEVER_ANSWERED = {
    "error",
    "print_failed",
    "bad_cursor",  # the four of a search name their parameter instead
    "bad_query",
    "bad_sort",
    "type_required",
    "bad_salt",
    "key_reused",  # answered as idempotency_mismatch
    "newer_schema",
    "not_a_moment",
    "not_canonical",
    "zone_missing",
}


@pytest.fixture
def database(sqlite: Any) -> Any:
    """One database is enough here."""
    return sqlite


def test_the_documentation_has_every_kind_with_its_status_title_and_text() -> None:
    page = (ROOT / "docs/problems.md").read_text(encoding="utf-8")
    said = [(c, int(s), t, " ".join(x.split())) for c, s, t, x in SECTION.findall(page)]
    assert said == [(k.code, k.status, k.title, k.text) for k in KINDS.values()]


def _family() -> dict[str, type[errors.GovernError]]:
    members = vars(errors).items()
    return {n: c for n, c in members if isinstance(c, type) and issubclass(c, errors.GovernError)}


def _codes_raised() -> Iterator[str]:
    """Every code that a refusal is given where it is made, less what answers no request."""
    files = [*(ROOT / "govern").rglob("*.py"), *(ROOT / "api").rglob("*.py")]
    for path in (one for one in files if not ELSEWHERE & set(one.relative_to(ROOT).parts)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _family():
                for keyword in node.keywords:
                    if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                        yield str(keyword.value.value)


def test_every_code_that_can_be_answered_is_documented() -> None:
    codes = {error.code for error in _family().values()} | set(_codes_raised())
    assert sorted(codes - set(KINDS) - NEVER_ANSWERED) == []


def test_no_kind_is_documented_that_nothing_answers() -> None:
    codes = {error.code for error in _family().values()} | set(_codes_raised())
    codes |= set(STATUS_KINDS.values()) | {"internal_error", "idempotency_mismatch"}
    assert sorted(set(KINDS) - codes) == []


@pytest.mark.parametrize("code", KINDS)
def test_the_type_of_a_problem_is_a_page(library: Any, code: str) -> None:
    answer = library.app.test_client().get(f"/problems/{code}")
    assert answer.status_code == 200
    assert f"<h1>{KINDS[code].title}</h1>" in answer.text.replace("&#x27;", "'")


def test_the_page_of_an_unknown_problem_is_not_there(library: Any) -> None:
    assert library.app.test_client().get("/problems/<b>").status_code == 404


WRONG = [
    ("GET", "/nowhere", {}, 404, "not_found"),
    ("PUT", "/records", {}, 405, "method_not_allowed"),
    ("TRACE", "/records", {}, 405, "method_not_allowed"),
    ("GET", "/records?x=" + "y" * 9_000, {}, 414, "address_too_long"),
    ("POST", "/records", {"data": b"x" * 1_100_000}, 413, "too_large"),
    ("POST", "/records", {"data": b"x", "content_type": "text/plain"}, 415, None),
    ("GET", "/records?colour=red", {}, 422, "values_refused"),
    ("GET", "/records?limit=1&limit=2", {}, 400, "unreadable"),
]


@pytest.mark.parametrize(("method", "path", "said", "status", "code"), WRONG)
def test_what_the_framework_refuses_is_a_problem_too(
    bob: Any, method: str, path: str, said: dict[str, Any], status: int, code: str | None
) -> None:
    answer = bob.send(method, path, **said)
    assert answer.status_code == answer.json["status"] == status
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == code or code is None
    assert answer.json["type"] == f"/problems/{answer.json['code']}"


def test_a_wrong_method_is_told_which_are_right(bob: Any) -> None:
    assert "POST" in bob.send("PUT", "/records").headers["Allow"]


def test_outside_the_interface_a_wrong_address_is_a_page(library: Any) -> None:
    answer = library.app.test_client().get("/nowhere")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_a_request_wrong_in_every_key_is_answered_in_short(bob: Any) -> None:
    body = {f"{'k' * 400}{n}": n for n in range(1_000)}
    answer = bob.post("/records", body)
    assert len(answer.json["errors"]) == 100
    assert len(answer.data) < 50_000


@pytest.fixture
def broken(library: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The library with a defect in it."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the secret is 42\nand this is a second line\x1b[31m")

    monkeypatch.setattr("api.records.find_record", fail)
    return library.caller("bob")


def test_a_defect_tells_the_client_nothing_but_where_to_ask(broken: Any) -> None:
    answer = broken.get("/records/LN-0001", headers={"X-Request-Id": "r1"})
    assert (answer.status_code, answer.json["code"]) == (500, "internal_error")
    assert answer.json["instance"] == "r1"
    assert "42" not in answer.text
    assert "Traceback" not in answer.text


def test_a_defect_is_one_line_in_the_log(broken: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "govern.http"):
        broken.get("/records/LN-0001", headers={"X-Request-Id": "r1"})
    (record,) = caplog.records
    line = json.loads(record.getMessage())
    assert (line["request"], line["path"]) == ("r1", "/api/v1/records/LN-0001")
    assert "ZeroDivisionError" in line["error"]
    assert not re.search(r"[\x00-\x1f\x7f]", record.getMessage())
