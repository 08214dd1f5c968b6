"""Who is known, which roles there are, who holds which, and one's own tokens."""

from __future__ import annotations

from typing import Any

from govern.errors import NotFound
from govern.queries import shapes_access
from govern.store import grants, people, records, tokens
from govern.work import Work


def list_people(work: Work) -> list[dict[str, Any]]:
    """Everybody, by name, those no longer active included."""
    return [shapes_access.person(one) for one in people.everyone(work.connection)]


def show_person(work: Work, name: str) -> dict[str, Any]:
    """One person, with the roles held everywhere."""
    found = people.find(work.connection, name) if len(name) <= 64 else None
    if found is None:
        raise NotFound(f"There is no person named {name[:80]!r}.", code="unknown_person")
    roles = grants.roles_of(work.connection, found.name, None, work.moment)
    return {**shapes_access.person(found), "roles": sorted(roles)}


def list_roles(work: Work) -> list[dict[str, Any]]:
    """The roles in force, in file order."""
    return [
        {
            "name": role.name,
            "title": role.title,
            "help": role.help,
            "granted_by": list(role.granted_by),
            "incompatible": list(role.incompatible),
        }
        for role in work.catalog().roles.roles.values()
    ]


def list_grants(
    work: Work, *, person: str | None = None, on: str | None = None
) -> list[dict[str, Any]]:
    """Grants in force, revoked ones included: on a record the asker may see, or of a person.

    With neither, one's own. Of other people only those grants are shown that hold everywhere or
    on records the asker may see.
    """
    if on is not None:
        row = work.find(on)
        found = grants.on_record(work.connection, row.id)
        return [shapes_access.grant(g, row.number) for g in found if person in (None, g.person)]
    return [
        shapes_access.grant(g, number)
        for g in grants.of_person(work.connection, person or work.identity.person or "")
        for number in _seen(work, g.record)
    ]


def _seen(work: Work, record: str | None) -> list[str | None]:
    """The record's number as a list of one, [None] for everywhere, [] where it is not seen."""
    if record is None:
        return [None]
    row = records.get(work.connection, record)
    return [row.number] if row is not None and work.sees(row) else []


def list_tokens(work: Work) -> list[dict[str, Any]]:
    """One's own tokens, revoked ones included."""
    own = work.identity.person or ""
    return [shapes_access.token(one) for one in tokens.of_person(work.connection, own)]
