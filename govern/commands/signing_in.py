"""Passwords and signing in. A password is kept as an argon2 hash, of which the ledger holds a
digest; what signing in gives is a token of a few hours."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from govern.commands import people
from govern.commands.authority import administer
from govern.commands.tokens import make_token
from govern.errors import NotSignedIn, Problem, TooManyRequests, ValuesRefused
from govern.installation import Installation
from govern.ledger.facts import Fact
from govern.queries import shapes_access
from govern.store import identifiers, people as stored_people, refusals
from govern.store.tokens import Kind
from govern.work import Identity, Work

SHORTEST, LONGEST = 10, 256
_hasher = PasswordHasher()
# who is unknown takes as long to be refused as who mistypes
_NOBODY = _hasher.hash(secrets.token_hex(16))


def set_password(work: Work, name: str, password: str) -> None:
    """The person signs in with `password` from now on."""
    administer(work, "Setting passwords")
    if not SHORTEST <= len(password) <= LONGEST or not password.isprintable():
        detail = f"A password has {SHORTEST} to {LONGEST} printable characters."
        raise ValuesRefused([Problem("wrong_password_form", detail, "/password")])
    before = people.found(work, name)
    after = before._replace(password_hash=_hasher.hash(password))
    people.keep(work, Fact.PASSWORD_SET, before, after)


def sign_in(
    installation: Installation, identity: Identity, name: str, password: str
) -> dict[str, Any]:
    """`{token, expires_at, person}` for an active person whose password this is.

    NotSignedIn otherwise, whatever the reason; TooManyRequests after too many failures from one
    source within a minute. The slow comparison is made between two transactions: nobody who wants
    to write waits for it.
    """
    with installation.look(identity) as work:
        _slow_down(work)
        known = stored_people.find(work.connection, name) if people.NAME.fullmatch(name) else None
    held = known.password_hash if known is not None and known.active else None
    right = _verify(held, password)
    return installation.perform(identity, lambda work: _admit(work, name, held if right else None))


def _admit(work: Work, name: str, held: str | None) -> dict[str, Any]:
    """A session for the person whose password was right, if it still is the same one."""
    work.attempt = {"command": "sign_in", "name": name[:80]}
    person = stored_people.find(work.connection, name) if held is not None else None
    if person is None or not person.active or person.password_hash != held:
        _slow_down(work)
        raise NotSignedIn("The name or the password is wrong.", code="wrong_credentials")
    expires = work.now + timedelta(hours=work.settings.limits.sign_in_hours)
    made = make_token(work, person.name, Kind.SIGN_IN, "signed in", expires, actor=person.name)
    return {
        "token": made["token"],
        "expires_at": made["expires_at"],
        "person": shapes_access.person(person),
    }


def _slow_down(work: Work) -> None:
    since = identifiers.moment(work.now - timedelta(minutes=1))
    failures = refusals.count_since(work.connection, work.identity.subject, since)
    limits = work.settings.limits
    # no more failures are written down than `refusals_per_minute`, so no more can be counted
    if failures >= min(limits.sign_in_failures_per_minute, limits.refusals_per_minute):
        raise TooManyRequests("Too many attempts to sign in. Wait a minute.", retry_after=60)


def _verify(stored: str | None, password: str) -> bool:
    try:
        _hasher.verify(stored or _NOBODY, password[:LONGEST])
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
    return stored is not None and len(password) <= LONGEST
