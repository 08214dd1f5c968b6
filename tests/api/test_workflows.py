"""Workflows over HTTP: what is in force, its picture, the schema of its fields."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest


@pytest.fixture
def database(sqlite: Any) -> Any:
    """One database is enough here."""
    return sqlite


def test_every_workflow_in_force_is_listed(mallory: Any) -> None:
    found = mallory.get("/workflows").json
    assert ([one["name"] for one in found["items"]], found["next"]) == (["book", "loan"], None)


def test_a_workflow_is_shown_with_its_parts(bob: Any) -> None:
    shown = bob.get("/workflows/loan").json
    assert [one["name"] for one in shown["states"]] == ["asked", "lent", "returned", "turned_down"]
    assert shown["fields"][0]["name"] == "purpose"
    assert shown["transitions"]


def test_the_schema_takes_what_opening_takes(bob: Any) -> None:
    schema = bob.get("/workflows/loan/schema.json").json
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({"purpose": "A talk", "weeks": 2, "due": "2026-04-01"}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"purpose": "A talk", "pages": 2}, schema)


@pytest.mark.parametrize("path", ["", "/schema.json", "/diagram.svg"])
def test_a_workflow_that_is_not_there_is_not_found(bob: Any, path: str) -> None:
    answer = bob.get(f"/workflows/boat{path}")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_type")


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Says whether a picture can be drawn on this machine."""
    import shutil

    if shutil.which("dot") is None:
        pytest.skip("no dot")


def test_a_workflow_is_drawn(drawing: Any, bob: Any, loan: Any) -> None:
    for query in ("", f"?record={loan['number']}"):
        answer = bob.get(f"/workflows/loan/diagram.svg{query}")
        assert (answer.status_code, answer.content_type) == (200, "image/svg+xml")
        assert ElementTree.fromstring(answer.data).tag.endswith("svg")


def test_where_nothing_can_draw_the_table_is_named(
    bob: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    answer = bob.get("/workflows/loan/diagram.svg")
    assert (answer.status_code, answer.json["code"]) == (503, "no_drawing")
    assert "/api/v1/workflows/loan" in answer.json["detail"]
