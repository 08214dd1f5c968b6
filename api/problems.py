"""Every refusal and every defect as problem+json (RFC 9457); the only place that knows statuses.

`errors` carry what is wrong with single values, `verdicts` what the rules said. Under /api and
for the probes the answer is JSON; elsewhere the same text is a small page, for people.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from govern.errors import (
    Busy,
    DefinitionRefused,
    GovernError,
    NotSignedIn,
    Problem,
    Refused,
    Tampered,
    TooManyRequests,
    ValuesRefused,
)

from .headers import request_id
from .problem_kinds import KINDS, STATUS_KINDS, Kind
from .reference import problem_page
from .replies import json_reply

PROBLEM_JSON = "application/problem+json"
PROBES = ("/healthz", "/readyz")
MOST_ERRORS, MOST_IN_DETAIL = 100, 5  # a request wrong in every byte is not answered in full
LONGEST_POINTER = 300  # characters
DEFECT = "Something is broken here. The operator finds the reason in the log, by the instance."

log = logging.getLogger("govern.http")


@dataclass(frozen=True, slots=True)
class ParameterProblem(Problem):
    """One thing wrong with the query: `parameter` is its name, and there is no pointer."""

    parameter: str = ""


def refuse_parameter(code: str, name: str, detail: str) -> ValuesRefused:
    """The refusal of the query parameter `name`."""
    return ValuesRefused([ParameterProblem(code, detail, "", name)])


def problem(
    kind: Kind, detail: str, *, code: str = "", status: int = 0, **members: Any
) -> Response:
    """The answer for one problem; `members` (errors, verdicts) are added where not empty."""
    payload: dict[str, Any] = {
        "type": f"/problems/{kind.code}",
        "title": kind.title,
        "status": status or kind.status,
        "detail": detail,
        "code": code or kind.code,
        "instance": request_id(),
    }
    payload |= {name: value for name, value in members.items() if value}
    return json_reply(payload, payload["status"], kind=PROBLEM_JSON)


def of_refusal(error: GovernError) -> Response:
    """The problem that says what the engine refused, and why."""
    kind = _kind_of(error)
    if kind.status == 500:
        _log_defect(error)
    if kind.code == "internal_error":
        response = problem(kind, DEFECT)
    else:
        errors, verdicts = list(islice(_errors_of(error), MOST_ERRORS)), _verdicts_of(error)
        detail = " ".join(one["detail"] for one in errors[:MOST_IN_DETAIL]) or error.message
        response = problem(kind, detail, code=error.code, errors=errors, verdicts=verdicts)
    if isinstance(error, NotSignedIn):
        response.headers["WWW-Authenticate"] = _challenge()
    if isinstance(error, TooManyRequests | Busy):
        response.headers["Retry-After"] = str(max(1, error.retry_after))
    return response


def of_http(error: HTTPException) -> Response | HTTPException:
    """The problem for what the web framework refuses; redirects pass."""
    status = error.code or 500
    if status < 400:
        return error
    fallback = "unreadable" if status < 500 else "internal_error"
    kind = KINDS[STATUS_KINDS.get(status, fallback)]
    if not _is_for_programs():
        return problem_page(kind)
    detail = error.description if kind.code == "unsupported_media_type" else kind.text
    response = problem(kind, detail or kind.text)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def of_defect(error: Exception) -> Response:
    """500 for what should not have happened: all of it in the log, nothing of it in the answer."""
    _log_defect(error)
    kind = KINDS["internal_error"]
    return problem(kind, DEFECT) if _is_for_programs() else problem_page(kind)


def register(app: Flask) -> None:
    """Whatever goes wrong in `app` is answered from here."""
    app.register_error_handler(GovernError, of_refusal)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(Exception, of_defect)


def _kind_of(error: GovernError) -> Kind:
    own = KINDS.get(error.code)
    if own:
        return own
    codes = (getattr(parent, "code", "") for parent in type(error).__mro__)
    return next((KINDS[code] for code in codes if code in KINDS), KINDS["internal_error"])


def _errors_of(error: GovernError) -> Iterator[dict[str, Any]]:
    if isinstance(error, ValuesRefused):
        for one in error.problems:
            yield {"code": one.code, "detail": one.detail, **_place_of(one)}
    elif isinstance(error, DefinitionRefused):
        for finding in error.findings:
            at = finding.at
            where = {"file": at.file, "line": at.line, "column": at.column}
            yield {"code": finding.code, "detail": finding.message, **where}


def _place_of(one: Problem) -> dict[str, str]:
    if isinstance(one, ParameterProblem):
        return {"parameter": one.parameter}
    if request.method == "GET":  # it has no body: the engine points at a parameter
        return {"parameter": one.pointer.split("/")[-1]}
    return {"pointer": one.pointer[:LONGEST_POINTER]}


def _verdicts_of(error: GovernError) -> list[dict[str, Any]]:
    return [one.as_dict() for one in error.verdicts] if isinstance(error, Refused) else []


def _challenge() -> str:
    sent = "Authorization" in request.headers
    return 'Bearer realm="govern"' + (', error="invalid_token"' if sent else "")


def _is_for_programs() -> bool:
    return request.path.startswith("/api/") or request.path in ("/api", *PROBES)


def _log_defect(error: Exception) -> None:
    """One line of JSON: what came from outside is escaped in it, line breaks included."""
    line = {
        "event": "defect",
        "request": request_id(),
        "method": request.method,
        "path": request.path[:500],
        "error": "".join(traceback.format_exception(error)),
    }
    if isinstance(error, Tampered):
        line["details"] = repr(error.details)
    log.error("%s", json.dumps(line))
