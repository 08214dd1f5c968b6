"""What every answer carries, and what it does not give away."""

from __future__ import annotations

import re
from typing import Any

import pytest

PATHS = ["/healthz", "/docs", "/docs/style.css", "/problems/busy", "/openapi.json", "/nowhere"]
PATHS += ["/api/v1/records", "/api/v1/nowhere"]


@pytest.fixture
def database(sqlite: Any) -> Any:
    """One database is enough here."""
    return sqlite


@pytest.fixture
def client(library: Any) -> Any:
    return library.app.test_client()


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_keeps_the_browser_from_doing_more(client: Any, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", PATHS)
def test_no_answer_names_a_version(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["Server"] == "govern"
    assert not re.search(r"werkzeug|flask|python|waitress", answer.text, re.IGNORECASE)


def test_the_request_id_of_the_client_comes_back(client: Any) -> None:
    answer = client.get("/api/v1/records", headers={"X-Request-Id": "order-66.a_B"})
    assert answer.headers["X-Request-Id"] == answer.json["instance"] == "order-66.a_B"


@pytest.mark.parametrize("sent", ["", "a b", "x" * 65, '"', "<script>", "a,b", "../x", "é"])
def test_a_malformed_request_id_is_replaced(client: Any, sent: str) -> None:
    answer = client.get("/healthz", headers={"X-Request-Id": sent})
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-Id"])


def test_no_two_requests_have_one_id(client: Any) -> None:
    assert len({client.get("/healthz").headers["X-Request-Id"] for _ in range(20)}) == 20


def test_the_ledger_names_the_connection_and_not_what_a_header_claims(bob: Any, loan: Any) -> None:
    claims = {"X-Forwarded-For": "6.6.6.6", "Forwarded": "for=6.6.6.6", "X-Real-IP": "6.6.6.6"}
    bob.patch(f"/records/{loan['id']}", {"fields": {"weeks": 3}}, 1, headers=claims)
    entries = bob.get(f"/records/{loan['id']}/history").json["items"]
    assert {entry["source"] for entry in entries} == {"http:127.0.0.1"}


def test_nothing_is_redirected(client: Any) -> None:
    for path in ("//api//v1//records", "/api/v1/records/", "/api/v1/../v1/records", "/docs/"):
        assert client.get(path).status_code == 404
