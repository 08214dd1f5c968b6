"""The OpenAPI 3.1 document: what flask-smorest collects, with our problems and headers in it."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_smorest import Api
from werkzeug.exceptions import HTTPException

from .problems import PROBLEM_JSON, of_http
from .replies import JSON
from .routes import KeyConverter, RefConverter
from .schemas_answers import ProblemDetails

TITLE = "Govern"
VERSION = "1"
DESCRIPTION = """\
One set of routes for every record type. Errors are `application/problem+json` with a `type` that
is a page under `/problems`. Every POST takes an `Idempotency-Key`; the `ETag` of a record is its
revision.
"""

TAG = {"type": "string"}

REQUEST_HEADERS: dict[str, dict[str, Any]] = {
    "IF_MATCH_REQUIRED": {
        "name": "If-Match",
        "required": True,
        "description": "The ETag the change was made against.",
        "schema": TAG,
    },
    "IF_MATCH_OPTIONAL": {
        "name": "If-Match",
        "description": "Act only while the record has this ETag.",
        "schema": TAG,
    },
    "IF_NONE_MATCH_TAG": {
        "name": "If-None-Match",
        "description": "Answer 304 while this ETag is the present one.",
        "schema": TAG,
    },
    "IDEMPOTENCY_KEY": {
        "name": "Idempotency-Key",
        "description": "Repeating the request with the same key repeats the answer, not the act.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    },
}

ANSWER_HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {"description": "The revision, in quotes.", "schema": TAG},
    "Location": {"description": "Where what was made is.", "schema": TAG},
    "Link": {"description": 'The next page, rel="next".', "schema": TAG},
    "Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}},
    "Content-Disposition": {"description": "The file's name.", "schema": TAG},
}


class Described(Api):  # type: ignore[misc]  # it ships no types
    """The document, and the errors of all routes as problems."""

    ERROR_SCHEMA = ProblemDetails
    DEFAULT_RESPONSE_CONTENT_TYPE = JSON
    DEFAULT_ERROR_RESPONSE_NAME = None  # every status is documented by its route

    def handle_http_exception(self, error: HTTPException) -> Any:
        """smorest asks its own handler for the whole application: ours answers."""
        return of_http(error)

    def _register_responses(self) -> None:
        # smorest documents errors with the content type of answers; ours have their own.
        kept = self.DEFAULT_RESPONSE_CONTENT_TYPE
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM_JSON
        try:
            super()._register_responses()
        finally:
            self.DEFAULT_RESPONSE_CONTENT_TYPE = kept


def describe(app: Flask) -> Described:
    """The document of `app`, still empty: register each noun's blueprint in it."""
    app.config |= {"API_TITLE": TITLE, "API_VERSION": VERSION, "OPENAPI_VERSION": "3.1.0"}
    app.url_map.converters |= {"ref": RefConverter, "key": KeyConverter}
    api = Described(app, spec_kwargs={"info": {"description": DESCRIPTION}})
    for converter in (RefConverter, KeyConverter):
        api.register_converter(converter, _as_schema)
    components = api.spec.components
    components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    for name, header in REQUEST_HEADERS.items():
        components.parameter(name, "header", header, lazy=True)
    for name, header in ANSWER_HEADERS.items():
        components.header(name, header, lazy=True)
    return api


def _as_schema(converter: RefConverter | KeyConverter) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{converter.regex}$"}
