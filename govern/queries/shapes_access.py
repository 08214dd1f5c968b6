"""The published shapes of access: people, grants and tokens."""

from __future__ import annotations

from typing import Any

from govern.store import grants, people, tokens


def person(person: people.Row) -> dict[str, Any]:
    """A person in the published shape: nothing of the password."""
    return {
        "name": person.name,
        "full_name": person.full_name,
        "email": person.email,
        "active": bool(person.active),
    }


def grant(row: grants.Row, number: str | None) -> dict[str, Any]:
    """A grant in the published shape; `on` is the record's number, null for everywhere."""
    return {
        "id": row.id,
        "person": row.person,
        "role": row.role,
        "on": number,
        "from": row.valid_from,
        "until": row.valid_until,
        "granted_by": row.granted_by,
        "granted_at": row.granted_at,
        "revoked_at": row.revoked_at,
        "revoked_by": row.revoked_by,
    }


def token(row: tokens.Row) -> dict[str, Any]:
    """A token in the published shape: never the token itself."""
    return {
        "id": row.id,
        "person": row.person,
        "label": row.label,
        "kind": row.kind,
        "by_operator": bool(row.by_operator),
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "revoked_at": row.revoked_at,
    }
