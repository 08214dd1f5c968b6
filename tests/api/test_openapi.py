"""The OpenAPI document says what is served, all of it and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

ROOT = Path(__file__).parents[2]
CONVERTED = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
METHODS = ("get", "post", "patch", "delete", "put")

DESIGNED = """
    POST /records                       GET /records
    GET /records/{}                     PATCH /records/{}
    GET /records/{}/transitions         POST /records/{}/transitions/{}
    GET /records/{}/history             GET /records/{}/documents
    GET /documents/{}                   GET /documents/{}.pdf
    GET /workflows                      GET /workflows/{}
    GET /workflows/{}/diagram.svg       GET /workflows/{}/schema.json
    GET /people                         GET /roles
    GET /grants    POST /grants         DELETE /grants/{}
    GET /tokens    POST /tokens         DELETE /tokens/{}
    POST /sign-in  DELETE /sign-in      GET /me
"""


@pytest.fixture
def database(sqlite: Any) -> Any:
    """One database is enough here."""
    return sqlite


@pytest.fixture
def document(library: Any) -> dict[str, Any]:
    """The document as it is served."""
    read: dict[str, Any] = library.app.test_client().get("/openapi.json").json
    return read


def _operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every operation by its method and path, as GET /api/v1/records/{ref}."""
    return {
        f"{method.upper()} {path}": methods[method]
        for path, methods in document["paths"].items()
        for method in METHODS
        if method in methods
    }


def _in_braces(name: re.Match[str]) -> str:
    return "{" + name.group(1) + "}"


def test_it_is_a_valid_document_of_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_every_route_that_was_designed_is_there(document: dict[str, Any]) -> None:
    there = {re.sub(r"\{\w+\}", "{}", name) for name in _operations(document)}
    designed = re.findall(r"([A-Z]+) (/\S+)", DESIGNED)
    assert {f"{method} /api/v1{path}" for method, path in designed} - there == set()
    assert {"GET /healthz", "GET /readyz"} <= there


def test_every_route_that_is_served_is_documented(library: Any, document: dict[str, Any]) -> None:
    served = {
        f"{method} {CONVERTED.sub(_in_braces, rule.rule)}"
        for rule in library.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    pages = {f"GET {p}" for p in ("/docs", "/docs/style.css", "/openapi.json", "/problems")}
    assert served - pages - {"GET /problems/{code}"} == set(_operations(document))


def test_every_route_is_on_the_page_of_documentation(document: dict[str, Any]) -> None:
    page = (ROOT / "docs/http.md").read_text(encoding="utf-8")
    shown = {name.replace("{ref}", "REF") for name in _operations(document)}
    shown = {re.sub(r"\{(\w+)\}", lambda m: m.group(1).upper(), name) for name in shown}
    assert sorted(name for name in shown if f"`{name}`" not in page) == []


def test_every_route_but_the_open_ones_asks_for_a_token(
    library: Any, document: dict[str, Any]
) -> None:
    client = library.app.test_client()
    id_ = "01a205f2-0000-7000-8000-000000000000"
    answers = {
        name: client.open(re.sub(r"\{\w+\}", id_, path), method=method).status_code
        for name in _operations(document)
        for method, path in [name.split(" ")]
    }
    open_to_all = {name for name, status in answers.items() if status != 401}
    assert open_to_all == {"POST /api/v1/sign-in", "GET /healthz", "GET /readyz"}
    undeclared = {n for n, o in _operations(document).items() if o["security"] == []}
    assert undeclared == open_to_all


def test_every_error_is_declared_as_a_problem(document: dict[str, Any]) -> None:
    declared = document["components"]["responses"]
    assert {tuple(one["content"]) for one in declared.values()} == {("application/problem+json",)}
    for name, operation in _operations(document).items():
        errors = {s: r for s, r in operation["responses"].items() if s >= "400"}
        errors.pop("503" if name == "GET /readyz" else "", None)
        assert all("$ref" in error for error in errors.values()), name
        assert {"400", "422", "500"} <= set(errors)


def test_every_post_but_signing_in_takes_an_idempotency_key(document: dict[str, Any]) -> None:
    key = {"$ref": "#/components/parameters/IDEMPOTENCY_KEY"}
    posts = {n: o for n, o in _operations(document).items() if n.startswith("POST")}
    without = {name for name, one in posts.items() if key not in one.get("parameters", [])}
    assert without == {"POST /api/v1/sign-in"}


def test_every_operation_says_what_it_does(document: dict[str, Any]) -> None:
    assert all(operation["summary"] for operation in _operations(document).values())


def test_the_document_can_be_browsed(library: Any, document: dict[str, Any]) -> None:
    page = library.app.test_client().get("/docs")
    assert page.mimetype == "text/html"
    for name in _operations(document):
        assert f"<code>{name}</code>" in page.text


def test_the_pages_load_nothing_from_elsewhere(library: Any) -> None:
    client = library.app.test_client()
    for path in ("/docs", "/problems", "/problems/refused"):
        text = client.get(path).text
        loaded = re.findall(r"(?:src|href)=\"([^\"]+)\"", text)
        assert all(link.startswith("/") and client.get(link).status_code == 200 for link in loaded)
        assert not re.search(r"<script|<style| style=| on\w+=|@import|url\(", text)
