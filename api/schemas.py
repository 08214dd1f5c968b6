"""The envelopes that requests come in: which keys a body has, which parameters a query has.

An envelope knows nothing of a record's fields: those pass through to the engine, which answers
with pointers of its own. Every schema is made once, when the module is imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from govern.errors import Problem, ValuesRefused

from .problems import ParameterProblem

UNKNOWN: Final = "This is not known here."
NO_MOMENT: Final = "Give a moment of 1900 to 9998 with its zone, as 2026-03-31T10:00:00Z."
ONE_LINE: Final = r"^[^\u0000-\u001f\u007f-\u009f]*$"
MANY_LINES: Final = r"^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]*$"
MAX_COMMENT = 2_000
MAX_PAGE = 200
MAX_INTEGER = 2**31 - 1

_CODES = {
    UNKNOWN: "unknown_key",
    fields.Field.default_error_messages["required"]: "required",
    fields.Field.default_error_messages["null"]: "null_not_taken",
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_WHOLE = re.compile(r"0|[1-9]\d{0,9}", re.ASCII)


class Text(fields.String):
    """A text without control characters; line breaks and tabs only where `lines` is set."""

    def __init__(self, *, least: int = 0, most: int = 100, lines: bool = False, **rest: Any):
        described = {**rest.pop("metadata", {}), "pattern": MANY_LINES if lines else ONE_LINE}
        super().__init__(validate=validate.Length(least, most), metadata=described, **rest)
        self.taken = re.compile(described["pattern"], re.ASCII)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not self.taken.fullmatch(text):
            raise ValidationError("Control characters are not taken.")
        return text


class Flag(fields.Boolean):
    """true or false, and nothing that could be taken for it."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Moment(fields.DateTime):
    """A moment with its zone, as 2026-03-31T10:00:00Z, between the years 1900 and 9998."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or not _MOMENT.fullmatch(value):
            raise ValidationError(NO_MOMENT)
        try:
            moment = datetime.fromisoformat(value.upper()).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise ValidationError(NO_MOMENT) from error
        if not 1900 <= moment.year <= 9998:
            raise ValidationError(NO_MOMENT)
        return moment


class WholeNumber(fields.Integer):
    """A number in a query, in ASCII digits, without sign, blanks or leading noughts."""

    def __init__(self, *, least: int = 0, most: int = MAX_INTEGER, **rest: Any):
        super().__init__(validate=validate.Range(least, most), **rest)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or not _WHOLE.fullmatch(value):
            raise self.make_error("invalid", input=value)
        return int(value)


class Envelope(Schema):
    """Keys that are not declared are refused."""

    error_messages: dict[str, str] = {"unknown": UNKNOWN}  # noqa: RUF012  the library's own form

    class Meta:
        unknown = RAISE


def _values(what: str, key: str = "fields", **rest: Any) -> fields.Dict:
    described = {"description": what}
    return fields.Dict(keys=fields.String(), metadata=described, data_key=key, **rest)


def _comment() -> Text:
    what = "Why; kept with the act."
    return Text(most=MAX_COMMENT, lines=True, load_default="", metadata={"description": what})


class Opening(Envelope):
    type = Text(required=True, least=1, metadata={"description": "The workflow's name."})
    within = Text(
        least=1,
        allow_none=True,
        load_default=None,
        metadata={"description": "The record it is opened within: a number or an id."},
    )
    values = _values("Field values by name.", load_default=dict)
    transition = Text(
        least=1,
        allow_none=True,
        load_default=None,
        metadata={"description": "Which opening, where there is more than one."},
    )
    inputs = _values("Values of this act alone that it asks for.", "input", load_default=dict)
    comment = _comment()


class Edit(Envelope):
    values = _values("New values by name; null clears.", required=True)
    comment = _comment()


class Firing(Envelope):
    values = _values("Values of fields that the transition asks for.", load_default=dict)
    inputs = _values(
        "Values of this act alone that the transition asks for.", "input", load_default=dict
    )
    comment = _comment()
    dry_run = Flag(
        load_default=False,
        metadata={"description": "Judge and work out everything, then change nothing."},
    )


class Granting(Envelope):
    person = Text(required=True, least=1, metadata={"description": "The person's name."})
    role = Text(required=True, least=1)
    on = Text(
        least=1,
        allow_none=True,
        load_default=None,
        metadata={"description": "The record it holds on and below; everywhere where absent."},
    )
    until = Moment(
        allow_none=True, load_default=None, metadata={"description": "When it ends by itself."}
    )


class TokenWish(Envelope):
    label = Text(required=True, least=1, metadata={"description": "What it is for."})
    expires_at = Moment(allow_none=True, load_default=None)


class SignIn(Envelope):
    name = Text(required=True, least=1)
    password = fields.String(required=True, validate=validate.Length(1, 1_024))


def _limit() -> WholeNumber:
    return WholeNumber(
        least=1, most=MAX_PAGE, load_default=50, metadata={"description": "Items of one page."}
    )


def _said(what: str, most: int = 100) -> Text:
    return Text(least=1, most=most, metadata={"description": what})


class Search(Envelope):
    type = _said("Records of this workflow only.")
    within = _said("Records within this one, at any depth: a number or an id.")
    state = _said("Records in this state only.")
    q = _said("Words to look for in numbers and titles.", 200)
    where = fields.List(
        _said("", 500),
        metadata={
            "description": "A condition on an indexed field of one type: `cost>1000`, "
            "`owner=alice` or `due<2026-03-01`; may be repeated."
        },
    )
    sort = _said("What to order by; a leading minus turns the order round.")
    cursor = _said("`next` of the page before.", 500)
    limit = _limit()


class HistorySpan(Envelope):
    after = WholeNumber(load_default=0, metadata={"description": "Entries after this number."})
    limit = _limit()


class DiagramWish(Envelope):
    record = _said("Show where this record is: a number or an id.")


class GrantSearch(Envelope):
    person = _said("What this person holds.")
    on = _said("What is granted on this record: a number or an id.")


def repeatable(schema: Schema) -> frozenset[str]:
    """The parameters that may be given more than once."""
    return frozenset(n for n, field in schema.fields.items() if isinstance(field, fields.List))


def load(schema: Schema, sent: Mapping[str, Any]) -> dict[str, Any]:
    """`sent` as `schema` says, with its defaults; ValuesRefused, with pointers into the body."""
    loaded, found = _loaded(schema, sent)
    if found:
        raise ValuesRefused([Problem(*_said_of(text), place) for place, text in found])
    return loaded


def load_query(schema: Schema, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The same for a query; the refusals name the parameter."""
    loaded, found = _loaded(schema, asked)
    if found:
        raise ValuesRefused(
            [ParameterProblem(*_said_of(text), "", place.split("/")[1]) for place, text in found]
        )
    return loaded


def _loaded(
    schema: Schema, sent: Mapping[str, Any]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    try:
        return schema.load(sent), []
    except ValidationError as error:
        messages: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
        return {}, list(_leaves(messages, ""))


def _said_of(text: str) -> tuple[str, str]:
    return _CODES.get(text, "invalid"), text


def _leaves(messages: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every message with the JSON pointer of what it is about."""
    if isinstance(messages, Mapping):
        for key, below in messages.items():
            escaped = str(key).replace("~", "~0").replace("/", "~1")
            yield from _leaves(below, f"{place}/{escaped}")
    else:
        yield from ((place, str(text)) for text in messages)
