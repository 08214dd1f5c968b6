"""Who asks: the bearer token of a request, and the identity it stands for.

No cookie is read, so no other site can act in anybody's name. Where a request comes from is the
connection's own address; X-Forwarded-For and its relatives are not believed.
"""

from __future__ import annotations

import re

from flask import current_app, g, request

from govern import Identity, Installation
from govern.errors import NotSignedIn

from .headers import request_id, source

BEARER = re.compile(r"Bearer +(gov_[A-Za-z0-9_-]{16,200})", re.IGNORECASE)
EXTENSION = "govern"


def installation() -> Installation:
    """The installation that the application was made for."""
    found: Installation = current_app.extensions[EXTENSION]
    return found


def sign_in_required() -> None:
    """From here on `identity()` is the holder of the request's token; else NotSignedIn."""
    sent = BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    if sent is None:
        raise NotSignedIn("Send the header Authorization: Bearer, with a token of yours.")
    g.identity = installation().identify(sent.group(1), source=source(), request_id=request_id())


def nobody() -> None:
    """From here on `identity()` is a stranger, known by the address alone."""
    g.identity = Identity(None, source(), request_id())


def identity() -> Identity:
    """Who asks; set before any view runs."""
    known: Identity = g.identity
    return known
