"""One noun's routes: what each takes, answers and refuses, in one line that is also its
documentation.

Whatever is declared here is done here, in this order: the token is asked for (unless the route
is open to strangers), the query is read, the body is read. So no view can forget it, and the
OpenAPI document cannot say anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Response, request
from flask_smorest import Blueprint
from werkzeug.routing import BaseConverter

from .authentication import installation, nobody, sign_in_required
from .bodies import read_body
from .parameters import read_query
from .replies import JSON
from .schemas import Envelope, load
from .schemas_answers import Shape

View = Callable[..., Response]
PREFIX = "/api/v1"
BYTES = {"type": "string", "format": "binary"}

ALWAYS = (400, 414, 422, 500, 503)
WITH_TOKEN = (401,)
WITH_BODY = (413, 415)
WRITING = (403, 404, 409, 429)


class RefConverter(BaseConverter):
    """What names one thing in an address: a number, an id, a person's or a workflow's name."""

    regex = r"[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,127}"


class KeyConverter(BaseConverter):
    """The id of something that has no number."""

    regex = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@dataclass(frozen=True)
class Declaration:
    """What one route takes, answers and refuses.

    `takes` is its body, `query` its parameters, `headers` are request headers by their name in
    `openapi`; `status`, `answers`, `media` and `returns` (headers) its good answer, `also` other
    good ones by status. `refuses` are statuses beyond those that follow from the rest. A `public`
    route is open to strangers.
    """

    method: str
    rule: str
    answers: type[Shape] | None
    takes: Envelope | None = None
    query: Envelope | None = None
    status: int = 200
    refuses: tuple[int, ...] = ()
    media: str = JSON
    headers: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    also: Mapping[int, Any] = field(default_factory=dict)
    public: bool = False

    def errors(self) -> list[int]:
        """Every status of a problem that the route may answer with."""
        codes = {*ALWAYS, *self.refuses, *(() if self.public else WITH_TOKEN)}
        codes |= set(WITH_BODY) if self.takes else set()
        codes |= set(WRITING) if self.method != "GET" and not self.public else set()
        codes |= {404} if "<" in self.rule else set()
        return sorted(codes)

    def described(self) -> dict[str, Any]:
        """The operation as OpenAPI says it, less its good answer."""
        asked = [{"in": "query", "schema": self.query}] if self.query else []
        errors = {str(code): HTTPStatus(code).name for code in self.errors()}
        said: dict[str, Any] = {
            "responses": errors | {str(code): what for code, what in self.also.items()},
            "parameters": [*self.headers, *asked],
            "security": [] if self.public else [{"token": []}],
        }
        if self.takes is not None:
            content = {JSON: {"schema": self.takes}}
            said["requestBody"] = {"required": True, "content": content}
        return said

    def read(self, arguments: dict[str, Any]) -> None:
        """`arguments` hold the query as `asked` and the body as `sent`, where there are any.

        The asker is known afterwards; whatever is wrong with the request is raised.
        """
        if self.public:
            nobody()
        else:
            sign_in_required()
        asked = read_query(request, self.query)
        if self.query is not None:
            arguments["asked"] = asked
        if self.takes is not None:
            depth = installation().settings.limits.body_depth
            arguments["sent"] = load(self.takes, read_body(request, max_depth=depth))


class Noun:
    """The routes of one noun, collected in one `blueprint`."""

    def __init__(self, name: str, description: str, prefix: str = PREFIX) -> None:
        self.blueprint = Blueprint(name, __name__, url_prefix=prefix, description=description)

    def get(self, rule: str, answers: type[Shape] | None, **said: Any) -> Callable[[View], View]:
        """A view that only looks; `asked` holds its query where `query` declares one."""
        return self._route(Declaration("GET", rule, answers, **said))

    def post(self, rule: str, answers: type[Shape] | None, **said: Any) -> Callable[[View], View]:
        """A view that acts; `sent` holds its body where `takes` declares one."""
        return self._route(Declaration("POST", rule, answers, **said))

    def patch(self, rule: str, answers: type[Shape] | None, **said: Any) -> Callable[[View], View]:
        """A view that changes what is there; `sent` holds its body."""
        return self._route(Declaration("PATCH", rule, answers, **said))

    def delete(self, rule: str, **said: Any) -> Callable[[View], View]:
        """A view that ends something and answers 204."""
        return self._route(Declaration("DELETE", rule, None, status=204, **said))

    def _route(self, said: Declaration) -> Callable[[View], View]:
        body = said.answers or (None if said.media == JSON else BYTES)
        returns = {name: name for name in said.returns}
        good = self.blueprint.response(said.status, body, content_type=said.media, headers=returns)
        told = self.blueprint.doc(**said.described())
        route = self.blueprint.route(said.rule, methods=[said.method])

        def decorate(view: View) -> View:
            @wraps(view)
            def prepared(**arguments: Any) -> Response:
                said.read(arguments)
                return view(**arguments)

            route(told(good(prepared)))
            return view

        return decorate
