"""Holds every answer that a test gets against the OpenAPI document: status, media type, body."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from flask import Flask
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

_read: dict[str, Any] = {}  # the document is the same for every application


def check(app: Flask, method: str, path: str, answer: TestResponse) -> None:
    """AssertionError where the answer is none that the document announces for the operation."""
    operation = _find(app, path.partition("?")[0]).get(method.lower())
    if operation is None:
        return
    announced = operation["responses"].get(str(answer.status_code))
    assert announced is not None, f"{method} {path}: {answer.status_code} is not documented"
    if "$ref" in announced:
        announced = _read["document"]["components"]["responses"][announced["$ref"].split("/")[-1]]
    contents = announced.get("content", {})
    assert answer.mimetype in contents or not answer.data, f"{method} {path}: {answer.mimetype}"
    schema = contents.get(answer.mimetype, {}).get("schema", {})
    if "$ref" in schema:
        _validator(schema["$ref"]).validate(answer.json)


def _find(app: Flask, path: str) -> dict[str, Any]:
    """What the document says of the address, the most particular one first."""
    if not _read:
        _read["document"] = app.test_client().get("/openapi.json").json
    document = _read["document"]
    found = [p for p in document["paths"] if _pattern(p, document).fullmatch("/api/v1" + path)]
    return document["paths"][max(found, key=len)] if found else {}


@cache
def _compiled(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _pattern(path: str, document: dict[str, Any]) -> re.Pattern[str]:
    patterns = {
        one["name"]: one["schema"]["pattern"].strip("^$")
        for one in document["paths"][path].get("parameters", [])
        if one["in"] == "path"
    }
    parts = re.split(r"\{(\w+)\}", path)
    marked = [f"(?:{patterns[p]})" if n % 2 else re.escape(p) for n, p in enumerate(parts)]
    return _compiled("".join(marked))


@cache
def _validator(reference: str) -> Draft202012Validator:
    """The validator of one schema of the document."""
    components = _read["document"]["components"]
    return Draft202012Validator({"components": components, "$ref": reference})
