"""The shapes of answers, for the OpenAPI document and the tests; nothing is dumped through them.

Queries and commands return these shapes ready made, and a schema walk of every answer would cost
more than the act. Tests compare real answers with the document.
"""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, fields, validate


class Shape(Schema):
    """A JSON object with these members and no others; all are there unless said otherwise."""

    class Meta:
        unknown = RAISE


def text(what: str = "", **rest: Any) -> fields.String:
    """A text that is always there."""
    return fields.String(required=True, metadata={"description": what} if what else {}, **rest)


def maybe(what: str = "", **rest: Any) -> fields.String:
    """A text or null."""
    return text(what, allow_none=True, **rest)


def moment(what: str = "", *, none: bool = False, **rest: Any) -> fields.DateTime:
    """A moment in UTC; with `none`, or null."""
    described = {"description": what} if what else {}
    return fields.DateTime(required=True, allow_none=none, metadata=described, **rest)


def flag() -> fields.Boolean:
    """True or false."""
    return fields.Boolean(required=True)


def count() -> fields.Integer:
    """A whole number."""
    return fields.Integer(required=True)


def mapping(what: str, **rest: Any) -> fields.Dict:
    """An object with members that the schema does not know."""
    described = {"description": what}
    return fields.Dict(keys=fields.String(), required=True, metadata=described, **rest)


def texts(what: str = "", **rest: Any) -> fields.List[str]:
    """A list of texts."""
    described = {"description": what} if what else {}
    return fields.List(fields.String(), required=True, metadata=described, **rest)


def many(shape: type[Schema], **rest: Any) -> fields.List[Any]:
    """A list of objects."""
    return fields.List(fields.Nested(shape), required=True, **rest)


def page(shape: type[Schema]) -> type[Shape]:
    """`{items, next}` of `shape`."""
    name = f"{shape.__name__}Page"
    following = fields.Raw(
        required=True,
        allow_none=True,
        metadata={"type": ["string", "integer"], "description": "The next page's key."},
    )
    return type(name, (Shape,), {"items": many(shape), "next": following})


class Verdict(Shape):
    rule = text("Which rule: by, require, guards/0 …")
    code = text("What it found, as a stable code.")
    outcome = text(
        validate=validate.OneOf(["passed", "failed", "not_applicable", "overridden", "error"])
    )
    reason = text()
    who = texts("The people who could mend it.")
    field = maybe("The field it is about.")
    warning = flag()


class Mistake(Shape):
    code = text()
    detail = text()
    pointer = fields.String(metadata={"description": "A JSON pointer into the body."})
    parameter = fields.String(metadata={"description": "The name of a query parameter."})
    file = fields.String()
    line = fields.Integer()
    column = fields.Integer()


class ProblemDetails(Shape):
    type = text("The address of a page that explains the problem.")
    title = text()
    status = count()
    detail = text()
    code = text()
    instance = text("The request's id, as the log has it.")
    errors = fields.List(fields.Nested(Mistake))
    verdicts = fields.List(fields.Nested(Verdict))


class Alive(Shape):
    alive = flag()


class Checks(Shape):
    database = flag()
    workflows = flag()


class Ready(Shape):
    ready = flag()
    checks = fields.Nested(Checks, required=True)
