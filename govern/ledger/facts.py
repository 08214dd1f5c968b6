"""What can have happened: the kinds of entries, and the sections of a body that replay follows.

| kind                                    | subject           | sections of the body               |
|-----------------------------------------|-------------------|------------------------------------|
| opened, moved, edited                   | record:ID         | changes, values, commitments       |
| document_requested, _issued, _failed    | record:ID         | documents                          |
| person_added, person_changed            | person:NAME       | changes                            |
| password_set                            | person:NAME       | changes (password: a digest only)  |
| granted, revoked                        | grant:ID          | changes                            |
| token_issued, token_revoked             | token:ID          | changes                            |
| published                               | pack:DIGEST       | changes, definitions, installation |
| refused                                 | the asker, in the second log | none                    |

Every section maps a name to `[old, new]`; `documents` and `definitions` map the id of a row to
such a mapping. `values` are the record's fields in stored form; a personal field is in
`commitments` instead, as the hash of its salted value. `installation` maps a key of the
installation to `[old, new]`. A row's present content in this shape is its *projection*.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeAlias

from govern.ledger.canonical import canonical

Columns: TypeAlias = Mapping[str, Any]
Projection: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Section to name to content; for nested sections the content is a mapping again."""


class Fact(StrEnum):
    OPENED = "opened"
    MOVED = "moved"
    EDITED = "edited"
    DOCUMENT_REQUESTED = "document_requested"
    DOCUMENT_ISSUED = "document_issued"
    DOCUMENT_FAILED = "document_failed"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    PASSWORD_SET = "password_set"
    GRANTED = "granted"
    REVOKED = "revoked"
    TOKEN_ISSUED = "token_issued"
    TOKEN_REVOKED = "token_revoked"
    PUBLISHED = "published"
    REFUSED = "refused"


PLAIN_SECTIONS = ("changes", "values", "commitments")
INSTALLATION = "installation"
NESTED_SECTIONS = ("documents", "definitions")


def same(one: Any, other: Any) -> bool:
    """True where both are the same JSON value; unlike `==`, 1 and true differ."""
    return one is other or (type(one) is type(other) and canonical(one) == canonical(other))


def changes(before: Columns, after: Columns) -> dict[str, list[Any]]:
    """What differs, name to [old, new]; a name missing on one side counts as None."""
    return {
        name: [before.get(name), after.get(name)]
        for name in sorted({*before, *after})
        if not same(before.get(name), after.get(name))
    }


def difference(before: Projection | None, after: Projection) -> dict[str, Any]:
    """The sections of the body that turns `before` (None: no row yet) into `after`.

    Sections in which nothing differs are left out, so the result may be empty.
    """
    before = before or {}
    body: dict[str, Any] = {}
    for section in (*PLAIN_SECTIONS, INSTALLATION):
        body[section] = changes(before.get(section, {}), after.get(section, {}))
    for section in NESTED_SECTIONS:
        old, new = before.get(section, {}), after.get(section, {})
        rows = {row: changes(old.get(row, {}), new.get(row, {})) for row in sorted({*old, *new})}
        body[section] = {row: changed for row, changed in rows.items() if changed}
    return {section: changed for section, changed in body.items() if changed}
