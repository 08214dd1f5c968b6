"""Grants: giving a person a role on a record, or everywhere, and taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from govern.commands import people
from govern.commands.authority import not_allowed
from govern.errors import Conflict, NotFound, Problem, Refused, ValuesRefused
from govern.ledger.facts import Fact, difference
from govern.queries import shapes_access
from govern.rules.authority import incompatible
from govern.rules.verdicts import Verdict, VerdictOutcome
from govern.spec.model import Role, Roles
from govern.spec.names import nearest
from govern.store import grants, identifiers, records
from govern.work import Work


def grant_role(
    work: Work,
    person: str,
    role: str,
    *,
    on: str | None = None,
    until: datetime | None = None,
) -> dict[str, Any]:
    """The person holds the role on the record and below it, or with no `on` everywhere.

    NotAllowed unless the operator asks, or somebody who holds there one of the roles that
    `roles.yaml` names under `granted_by`; Refused (incompatible_roles) where the person holds a
    role there that excludes it; Conflict (already_granted) where it is held already.
    """
    work.attempt = {"command": "grant", "person": person[:80], "role": role[:80], "on": on}
    roles = work.catalog().roles
    declared = _role(roles, role)
    record = work.find(on) if on is not None else None
    _may_grant(work, declared, record)
    if not people.found(work, person).active:
        raise NotFound(f"{person} is no longer active.", code="unknown_person")
    if until is not None and identifiers.moment(until) <= work.moment:
        raise ValuesRefused([Problem("too_early", "The grant would have ended.", "/until")])
    place = record.id if record else None
    _compatible(work, roles, declared, person, place)
    if any((one.role, one.record) == (role, place) for one in _held(work, person)):
        raise Conflict(f"{person} holds {declared.title} there already.", code="already_granted")
    row = _give(work, roles, person, role, place, until)
    return shapes_access.grant(row, record.number if record else None)


def _give(
    work: Work, roles: Roles, person: str, role: str, place: str | None, until: datetime | None
) -> grants.Row:
    row = grants.Row(
        id=identifiers.new_id(),
        person=person,
        role=role,
        record=place,
        valid_from=work.moment,
        valid_until=identifiers.moment(until) if until else None,
        granted_by=work.identity.person or work.identity.source,
        granted_at=work.moment,
    )
    grants.insert(work.connection, row)
    sections = difference(None, row.projection())
    work.append(f"grant:{row.id}", Fact.GRANTED, name=role, roles=roles.digest, **sections)
    return row


def revoke_grant(work: Work, grant: str) -> dict[str, Any]:
    """The grant no longer holds; what was done under it stands."""
    work.attempt = {"command": "revoke", "grant": grant[:80]}
    row = grants.find(work.connection, grant, lock=True)
    record = records.get(work.connection, row.record) if row and row.record else None
    if row is None or not _sees(work, row, record):
        raise NotFound(f"There is no grant {grant[:80]!r} that you may see.")
    _may_grant(work, _role(work.catalog().roles, row.role), record)
    by = work.identity.person or work.identity.source
    if not grants.revoke(work.connection, grant, at=work.moment, by=by):
        raise Conflict("The grant was revoked before.", code="already_revoked")
    after = row._replace(revoked_at=work.moment, revoked_by=by)
    sections = difference(row.projection(), after.projection())
    work.append(f"grant:{grant}", Fact.REVOKED, name=row.role, **sections)
    return shapes_access.grant(after, record.number if record else None)


def _sees(work: Work, row: grants.Row, record: records.Row | None) -> bool:
    """Of a grant on a record whoever sees the record knows; of one that holds everywhere, those
    who hold a role everywhere themselves."""
    if record is not None:
        return work.sees(record)
    own = row.person == work.identity.person
    return own or work.identity.is_trusted or bool(work.roles_on(None))


def _role(roles: Roles, name: str) -> Role:
    found = roles.roles.get(name)
    if found is None:
        close = nearest(name, roles.roles)
        hint = f" Did you mean {close}?" if close else ""
        raise NotFound(f"There is no role {name[:80]!r}.{hint}", code="unknown_role")
    return found


def _may_grant(work: Work, role: Role, record: records.Row | None) -> None:
    if work.identity.is_trusted:
        return
    held = work.roles_on(record.id if record else None)
    if held & set(role.granted_by):
        return
    who = " or ".join(role.granted_by) or "the operator"
    raise not_allowed(f"{role.title} is granted here by {who} only.")


def _compatible(work: Work, roles: Roles, role: Role, person: str, place: str | None) -> None:
    held = grants.roles_of(work.connection, person, place, work.moment)
    other = incompatible(roles, held | _held_below(work, person, place), role.name)
    if other is None:
        return
    reason = f"{person} is {roles.roles[other].title} there or below, which excludes {role.title}."
    verdict = Verdict("incompatible", "incompatible_roles", VerdictOutcome.FAILED, reason)
    raise Refused(reason, [verdict])


def _held_below(work: Work, person: str, place: str | None) -> set[str]:
    """The roles held on records below the place, where what is granted there holds as well."""
    return {
        one.role
        for one in _held(work, person)
        if one.record is not None and (place is None or _is_within(work, one.record, place))
    }


def _is_within(work: Work, record: str, place: str) -> bool:
    return any(above.id == place for above in records.ancestors(work.connection, record))


def _held(work: Work, person: str) -> list[grants.Row]:
    """The person's grants that have not ended."""
    found = grants.of_person(work.connection, person)
    return [g for g in found if g.revoked_at is None and (g.valid_until or "9") > work.moment]
