"""The JSON Schema of a record's fields: what each kind of value looks like when it is sent.

A schema says what a value must look like, not whom it may name nor what the rules will say.
"""

from __future__ import annotations

from typing import Any

from govern.spec.model import Field, Workflow
from govern.spec.vocabulary import FieldKind

_NUMBER = {"type": ["number", "string"]}
_SHAPES: dict[str, dict[str, Any]] = {
    FieldKind.TEXT: {"type": "string"},
    FieldKind.LONG_TEXT: {"type": "string"},
    FieldKind.INTEGER: {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    FieldKind.NUMBER: _NUMBER,
    FieldKind.PERCENT: _NUMBER,
    FieldKind.DATE: {"type": "string", "format": "date"},
    FieldKind.DATETIME: {"type": "string", "format": "date-time"},
    FieldKind.DURATION: {"type": "string", "examples": ["2 weeks", "3 days", "4 hours"]},
    FieldKind.BOOLEAN: {"type": "boolean"},
    FieldKind.PERSON: {"type": "string", "description": "The name of a person."},
    FieldKind.PEOPLE: {"type": "array", "items": {"type": "string"}},
    FieldKind.ROLE: {"type": "string", "description": "The name of a role."},
    FieldKind.LINK: {"type": "string", "description": "The number or id of a record."},
    FieldKind.LINKS: {"type": "array", "items": {"type": "string"}},
}


def schema_of_fields(workflow: Workflow) -> dict[str, Any]:
    """An object schema of all fields that can be sent, required ones named."""
    sent = [field for field in workflow.fields.values() if field.computed is None]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": workflow.title,
        "type": "object",
        "properties": {field.name: _property(field, workflow.currency) for field in sent},
        "required": [field.name for field in sent if field.required],
        "additionalProperties": False,
    }


def _property(field: Field, currency: str) -> dict[str, Any]:
    shape = {"title": field.title, **_shape(field, currency)}
    if field.help:
        shape["description"] = field.help
    return shape


def _shape(field: Field, currency: str) -> dict[str, Any]:
    match field.kind:
        case FieldKind.MONEY:
            parts = {"amount": _NUMBER, "currency": {"const": currency}}
            whole = {"type": "object", "properties": parts, "required": ["amount", "currency"]}
            return {"anyOf": [_NUMBER, whole]}
        case FieldKind.CHOICE:
            return {"enum": list(field.of)}
        case FieldKind.CHOICES:
            return {"type": "array", "items": {"enum": list(field.of)}, "uniqueItems": True}
        case FieldKind.TABLE:
            columns = {c.name: _property(c, currency) for c in field.columns.values()}
            row = {"type": "object", "properties": columns, "additionalProperties": False}
            return {"type": "array", "items": row}
    return dict(_SHAPES[field.kind])
