"""People: adding them, changing what is shown of them, and letting them go."""

from __future__ import annotations

import re
from typing import Any

from govern.commands.authority import administer
from govern.errors import Conflict, NotFound, Problem, ValuesRefused
from govern.ledger.facts import Fact, difference
from govern.queries import shapes_access
from govern.store import people
from govern.work import Work

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
LONGEST = 200


def add_person(work: Work, name: str, *, full_name: str = "", email: str = "") -> dict[str, Any]:
    """The person is known by `name` for good: it is never changed and never given again.

    ValuesRefused for a name of another form, Conflict (name_taken) for one already taken.
    """
    administer(work, "Adding people")
    if not NAME.fullmatch(name):
        detail = "A name is small letters, digits and . _ @ -, and begins with a letter or digit."
        raise ValuesRefused([Problem("wrong_name", detail, "/name")])
    check_line(full_name, "/full_name")
    check_line(email, "/email")
    person = people.Row(name, full_name or name, email, True, None, work.moment, 1)
    if not people.insert(work.connection, person):
        raise Conflict(f"There is already a person named {name}.", code="name_taken")
    _append(work, Fact.PERSON_ADDED, None, person)
    return shapes_access.person(person)


def change_person(
    work: Work,
    name: str,
    *,
    full_name: str | None = None,
    email: str | None = None,
    active: bool | None = None,
) -> dict[str, Any]:
    """What was given is changed; who is no longer active can neither sign in nor act."""
    administer(work, "Changing people")
    before = found(work, name)
    check_line(full_name or "", "/full_name")
    check_line(email or "", "/email")
    after = before._replace(
        full_name=before.full_name if full_name is None else full_name,
        email=before.email if email is None else email,
        active=before.active if active is None else active,
    )
    if after != before:
        keep(work, Fact.PERSON_CHANGED, before, after)
    return shapes_access.person(after)


def found(work: Work, name: str) -> people.Row:
    """The person, held for this act; NotFound where there is none of this name."""
    row = people.find(work.connection, name, lock=True)
    if row is None:
        raise NotFound(f"There is no person named {name[:80]!r}.", code="unknown_person")
    return row


def keep(work: Work, fact: Fact, before: people.Row, after: people.Row) -> None:
    """The person's new row is stored, and in the ledger."""
    changed = after._replace(revision=before.revision + 1)
    if not people.update(work.connection, changed, before.revision):
        raise Conflict(f"{before.name} was changed by somebody else meanwhile.")
    _append(work, fact, before, changed)


def _append(work: Work, fact: Fact, before: people.Row | None, after: people.Row) -> None:
    sections = difference(before.projection() if before else None, after.projection())
    work.append(f"person:{after.name}", fact, **sections)


def check_line(text: str, pointer: str, most: int = LONGEST) -> None:
    """ValuesRefused where the text is longer, or more than one line that can be read."""
    if len(text) > most or not text.isprintable():
        detail = f"This takes one line of at most {most} characters."
        raise ValuesRefused([Problem("not_text", detail, pointer)])
