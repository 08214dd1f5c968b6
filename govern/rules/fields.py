"""What fields hold: from sent JSON to the stored form, to typed values, and back.

Here is the engine's home of marshmallow: a set of fields becomes one schema, made once. What a
value of a kind may be is `kinds`', whether named people and records exist `references`'.

| kind                    | stored form, as JSON                                                 |
|-------------------------|----------------------------------------------------------------------|
| text, long_text, choice | text                                                                 |
| integer                 | number without a fraction, 32 bits                                   |
| number, percent         | number of at most 15 significant digits, without a fraction if whole |
| money                   | {"amount": "12000.00", "currency": "EUR"}                            |
| date, datetime          | "2026-03-31", "2026-03-31T10:00:00.000000Z"                          |
| duration                | "3 days": the largest unit that is exact                             |
| boolean                 | true or false                                                        |
| person, role, link      | the person's name, the role's name, the record's id                  |
| people, choices, links  | list of those, none twice; choices in the order of the file          |
| table                   | list of objects, a member for every column                           |

Empty is null, and [] for lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import marshmallow

from govern.errors import Problem, Tampered, ValuesRefused
from govern.rules import kinds
from govern.rules.references import Resolver, resolved
from govern.rules.sortable import search_key, search_keys
from govern.rules.texts import pointer_to
from govern.spec.model import Field
from govern.spec.values import Value

__all__ = ["Resolver", "accept", "search_key", "search_keys", "typed"]


def accept(
    workflow_fields: Mapping[str, Field],
    sent: Mapping[str, Any],
    *,
    currency: str,
    resolve: Resolver,
    pointer: str = "/fields",
) -> dict[str, Any]:
    """The stored form of every value that was sent, by field name; null clears a field.

    ValuesRefused with all problems, each pointing into the request below `pointer`. Fields that
    were not sent are not missed: whether they must be filled is judged, not read.
    """
    if not isinstance(sent, Mapping):
        raise ValuesRefused([Problem("wrong_type", "Values must be sent as an object.", pointer)])
    problems = _not_accepted(workflow_fields, sent)
    values = _load(_schema(_Same(workflow_fields), currency), sent, problems)
    for name, value in values.items():
        try:
            values[name] = resolved(value, workflow_fields[name], resolve)
        except ValuesRefused as refusal:
            problems += kinds.below(refusal, pointer_to(name))
    if problems:
        raise ValuesRefused(_limited(problems, pointer))
    return {name: kinds.keep(value, workflow_fields[name]) for name, value in values.items()}


def typed(field: Field, stored: Any) -> Value:
    """The typed value of what is stored; Tampered where it cannot have been stored by Govern."""
    try:
        return kinds.restore(stored, field)
    except (TypeError, ValueError, KeyError, AttributeError, ArithmeticError) as error:
        detail = f"What is stored for {field.name} is no {field.kind.value}."
        raise Tampered(detail, {"field": field.name}) from error


def _not_accepted(known: Mapping[str, Field], sent: Mapping[str, Any]) -> list[Problem]:
    problems = kinds.unknown_names(sent, known, "There is no field")
    for name in sent:
        if name in known and known[name].computed is not None:
            detail = f"{known[name].title} is worked out and cannot be sent."
            problems.append(Problem("computed", detail, pointer_to(name)))
    return problems


def _load(
    schema: marshmallow.Schema, sent: Mapping[str, Any], problems: list[Problem]
) -> dict[str, Any]:
    """The typed values of the fields that can be read; what is wrong is added to `problems`."""
    try:
        found: dict[str, Any] = schema.load(sent, partial=True)
    except marshmallow.ValidationError as error:
        found = {**error.valid_data} if isinstance(error.valid_data, dict) else {}
        for name, wrong in error.messages_dict.items():
            found.pop(name, None)
            problems += kinds.below(ValuesRefused(wrong), pointer_to(name))
    return found


def _limited(problems: list[Problem], pointer: str) -> list[Problem]:
    most = kinds.MOST_PROBLEMS
    told = [Problem(p.code, p.detail, pointer + p.pointer) for p in problems[:most]]
    if len(problems) > most:
        told.append(Problem("too_many", "There are more problems than these.", pointer))
    return told


def _kept(field: Field, currency: str) -> marshmallow.fields.Raw:
    """One field as marshmallow loads it: read by its kind, null too, its problems kept whole."""

    def read(sent: Any) -> Value:
        try:
            return kinds.read(sent, field, currency)
        except ValuesRefused as refusal:
            raise marshmallow.ValidationError(list(refusal.problems)) from refusal

    return marshmallow.fields.Raw(pre_load=read, allow_none=True)


class _Same:
    """A mapping of fields as a cache key: the same object is the same key, and stays alive."""

    __slots__ = ("fields",)

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self.fields = fields

    def __hash__(self) -> int:
        return id(self.fields)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.fields is self.fields


@lru_cache(maxsize=2048)
def _schema(known: _Same, currency: str) -> marshmallow.Schema:
    """The schema of these fields. Definitions never change, so it is made once for each."""
    declared: dict[str, marshmallow.fields.Field[Any]] = {
        name: _kept(field, currency)
        for name, field in known.fields.items()
        if field.computed is None
    }
    shape = marshmallow.Schema.from_dict(declared)
    return shape(unknown=marshmallow.EXCLUDE)
