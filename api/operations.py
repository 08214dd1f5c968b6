"""For those who run the service: does the process live, can it serve."""

from __future__ import annotations

from flask import Response

from .authentication import installation
from .replies import JSON, json_reply
from .routes import Noun
from .schemas_answers import Alive, Ready

NOT_READY = {"description": "Not yet, or no longer.", "content": {JSON: {"schema": Ready}}}

noun = Noun("operations", "Probes for those who run the service.", prefix="")


@noun.get("/healthz", Alive, public=True)
def alive() -> Response:
    """The process lives."""
    return json_reply({"alive": True})


@noun.get(
    "/readyz",
    Ready,
    public=True,
    also={503: NOT_READY},
)
def ready() -> Response:
    """The database answers and workflows are in force."""
    found = installation().readiness()
    return json_reply(found, 200 if found["ready"] else 503)
