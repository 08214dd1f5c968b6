"""Tokens: how programs, and people who signed in, are known. The token itself is shown once."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from govern.commands import people
from govern.commands.authority import not_allowed
from govern.errors import NotFound, Problem, ValuesRefused
from govern.ledger.facts import Fact, difference
from govern.queries import shapes_access
from govern.store import identifiers, tokens
from govern.store.tokens import Kind
from govern.work import Work

PREFIX = "gov_"


def issue_token(
    work: Work, person: str, *, label: str = "", expires_at: datetime | None = None
) -> dict[str, Any]:
    """`{id, token, person, label, expires_at}`; the operator issues for anybody, others for
    themselves only. A token the operator issued is marked, and never counts as a signature."""
    work.attempt = {"command": "issue_token", "person": person[:80]}
    _own(work, person)
    if not people.found(work, person).active:
        raise NotFound(f"{person} is no longer active.", code="unknown_person")
    people.check_line(label, "/label", most=100)
    if expires_at is not None and identifiers.moment(expires_at) <= work.moment:
        raise ValuesRefused([Problem("too_early", "The token would be expired.", "/expires_at")])
    return make_token(work, person, Kind.TOKEN, label, expires_at)


def make_token(
    work: Work,
    person: str,
    kind: Kind,
    label: str,
    expires_at: datetime | None,
    actor: str | None = None,
) -> dict[str, Any]:
    """A new token of 256 random bits; only its SHA-256 is stored."""
    secret = PREFIX + secrets.token_urlsafe(32)
    row = tokens.Row(
        id=identifiers.new_id(),
        person=person,
        digest=tokens.digest(secret),
        label=label,
        kind=kind.value,
        by_operator=work.identity.is_operator,
        created_at=work.moment,
        expires_at=identifiers.moment(expires_at) if expires_at else None,
    )
    tokens.insert(work.connection, row)
    sections = difference(None, row.projection())
    work.append(f"token:{row.id}", Fact.TOKEN_ISSUED, name=person, actor=actor, **sections)
    return {**shapes_access.token(row), "token": secret}


def revoke_token(work: Work, token: str) -> None:
    """The token opens nothing any more; one's own, or anybody's for the operator."""
    row = tokens.find(work.connection, token, lock=True)
    if row is None or not (work.identity.is_operator or row.person == work.identity.person):
        raise NotFound(f"There is no token {token[:80]!r} of yours.", code="unknown_token")
    if not tokens.revoke(work.connection, token, at=work.moment):
        return
    sections = difference(row.projection(), row._replace(revoked_at=work.moment).projection())
    work.append(f"token:{token}", Fact.TOKEN_REVOKED, name=row.person, **sections)


def _own(work: Work, person: str) -> None:
    if work.identity.is_operator or work.identity.person == person:
        return
    raise not_allowed("A token is issued to oneself, or at the command line of the installation.")
