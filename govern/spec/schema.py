"""The grammar as JSON Schema 2020-12, for the completion and checks of editors.

It says what a file may look like, no more: whether names exist is said by the reader alone. A
file the reader takes is always valid here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govern.spec.grammar import CONSTRUCTS, ROLES, SCENARIO, WORKFLOW, forms as f
from govern.spec.scalars import EXPRESSION_LONGEST, NO_NAMES
from govern.spec.wording import wanted

Schema = dict[str, Any]

KINDS = {"workflow": WORKFLOW, "roles": ROLES, "scenario": SCENARIO}
"""The kinds of files, each with the construct at its top."""

NAME_PATTERN = f"^(?!(?:{'|'.join(sorted(NO_NAMES))})$){f.NAME}$"


def json_schema(kind: str = "workflow") -> Schema:
    """The schema of one kind of file: "workflow", "roles" or "scenario"."""
    root = KINDS[kind]
    found: dict[str, Schema] = {}
    _define(root.name, found)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Govern {kind} file",
        "$ref": f"#/$defs/{root.name}",
        "$defs": dict(sorted(found.items())),
    }


def _define(name: str, found: dict[str, Schema]) -> None:
    """The construct `name` and all it is made of are in `found`."""
    if name in found:
        return
    found[name] = {}
    one = CONSTRUCTS[name]
    if isinstance(one, f.Headed):
        found[name] = {
            "description": one.meaning,
            "oneOf": [_construct(head, found) for head in one.heads],
        }
    else:
        found[name] = _construct(one, found)


def _construct(construct: f.Construct, found: dict[str, Schema]) -> Schema:
    for entry in construct.entries:
        for form in f.parts_of(entry.form):
            if isinstance(form, f.Part):
                _define(form.construct, found)
    schema: Schema = {
        "description": construct.meaning,
        "type": "object",
        "properties": {
            entry.word: {"description": entry.meaning, **_form(entry.form)}
            for entry in construct.entries
        },
        "additionalProperties": False,
    }
    required = [entry.word for entry in construct.entries if entry.required]
    if required:
        schema["required"] = required
    if construct.one_of:
        schema["oneOf"] = [{"required": [word]} for word in construct.one_of]
    if construct.at_most_one:
        rivals = construct.at_most_one
        pairs = [[a, b] for index, a in enumerate(rivals) for b in rivals[index + 1 :]]
        schema["not"] = {"anyOf": [{"required": pair} for pair in pairs]}
    return schema


def _form(form: f.Form) -> Schema:
    return _FORMS[type(form)](form)


def _text(form: f.Text) -> Schema:
    pattern = f"^(?:{form.pattern})$" if form.pattern else r"\S"
    return {"type": "string", "maxLength": form.longest, "pattern": pattern}


def _list(form: f.ListOf) -> Schema:
    unique = isinstance(form.item, f.Name | f.Text | f.Path)
    return {
        "type": "array",
        "items": _form(form.item),
        "minItems": form.least,
        "maxItems": form.most,
        **({"uniqueItems": True} if unique else {}),
    }


def _map(form: f.MapOf) -> Schema:
    return {
        "type": "object",
        "propertyNames": _form(form.key),
        "additionalProperties": _form(form.value),
        "minProperties": form.least,
        "maxProperties": form.most,
    }


def _value(form: f.Value) -> Schema:
    expression = {"type": "string", "pattern": "^= "}
    if form.literal:
        return {"not": expression}
    return {"if": expression, "then": {"maxLength": EXPRESSION_LONGEST + 2}}


_FORMS: dict[type[f.Form], Callable[[Any], Schema]] = {
    f.Text: _text,
    f.Name: lambda _: {"type": "string", "pattern": NAME_PATTERN},
    f.Path: lambda _: {"type": "string", "pattern": rf"^{f.NAME}(?:\.{f.NAME}){{0,7}}$"},
    f.Flag: lambda _: {"type": "boolean"},
    f.Yes: lambda _: {"const": True},
    f.Whole: lambda form: {"type": "integer", "minimum": form.least, "maximum": form.most},
    f.Expression: lambda form: {
        "title": wanted(form),
        "type": ["string", "boolean", "number"],
        "pattern": r"\S",
        "maxLength": EXPRESSION_LONGEST,
    },
    f.Value: _value,
    f.Words: lambda form: {"enum": [word for word, _ in form.words]},
    f.ListOf: _list,
    f.MapOf: _map,
    f.Part: lambda form: {"$ref": f"#/$defs/{form.construct}"},
    f.Empty: lambda _: {"type": "null"},
    f.Either: lambda form: {"anyOf": [_form(option) for option in form.options]},
}
