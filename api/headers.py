"""What every request and every answer carries beside its content: the request's id, and the
headers that keep a browser from doing more with an answer than is meant.
"""

from __future__ import annotations

import re
import uuid

from flask import Flask, Response, g, request

WELL_FORMED_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

NOTHING_ALLOWED = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)
PAGES_ALLOWED = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)

_ALWAYS = {
    "Server": "govern",  # else the server fills in its own name and version
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def request_id() -> str:
    """The id of the request under way: the client's where it is well formed, else a new one."""
    if "request_id" not in g:
        sent = request.headers.get("X-Request-Id", "")
        g.request_id = sent if WELL_FORMED_ID.fullmatch(sent) else uuid.uuid4().hex
    known: str = g.request_id
    return known


def source() -> str:
    """Where the request comes from: the peer of the connection, whatever headers may claim."""
    return f"http:{request.remote_addr or 'unknown'}"


def register(app: Flask) -> None:
    """Every answer of `app` carries the request's id and the protective headers."""
    app.after_request(_complete)


def _complete(response: Response) -> Response:
    headers = response.headers
    headers.update(_ALWAYS)
    headers["X-Request-Id"] = request_id()
    headers.setdefault("Cache-Control", "no-store")
    headers.setdefault("Content-Security-Policy", NOTHING_ALLOWED)
    if request.path.startswith("/api/"):
        headers.setdefault("Vary", "Authorization")
    return response
