"""The people, roles and records that sent values name: are there such, and are they fitting?

The caller has looked up what is named and answers through a `Resolver`; nothing is asked of a
database here. A record may be named by its number or its id; kept is the id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from govern.errors import ValuesRefused
from govern.rules import kinds
from govern.rules.quantities import refused
from govern.rules.texts import pointer_to, shown
from govern.spec.model import Field
from govern.spec.values import Value
from govern.spec.vocabulary import FieldKind

LONGEST_NAME = 120


class Resolver(Protocol):
    """What the caller knows about the names in the values that were sent."""

    def person(self, name: str) -> bool:
        """Whether there is an active person of this name."""

    def role(self, name: str) -> bool:
        """Whether there is a role of this name."""

    def record(self, ref: str) -> tuple[str, str] | None:
        """Id and type of the record with this number or id; None where the asker sees none."""

    def holds(self, person: str, role: str) -> bool:
        """Whether the person holds the role on the record, or where it is about to be opened."""


def resolved(value: Value, field: Field, resolve: Resolver) -> Value:
    """The value with every record named by its id; ValuesRefused where a name means nothing."""
    known = _KNOWN.get(field.kind)
    if known is None or kinds.is_empty(value):
        return value
    return known(value, field, resolve)


def _person(value: Any, field: Field, resolve: Resolver) -> str:
    name = str(value)
    if not (_sayable(name) and resolve.person(name)):
        detail = f"{field.title}: there is no active person {shown(name)}."
        raise refused("unknown_person", detail)
    if field.role and not resolve.holds(name, field.role):
        detail = f"{field.title}: {name} does not hold the role {field.role} here."
        raise refused("lacks_role", detail)
    return name


def _role(value: Any, field: Field, resolve: Resolver) -> str:
    name = str(value)
    if not (_sayable(name) and resolve.role(name)):
        raise refused("unknown_role", f"{field.title}: there is no role {shown(name)}.")
    return name


def _record(value: Any, field: Field, resolve: Resolver) -> str:
    ref = str(value)
    found = resolve.record(ref) if _sayable(ref) else None
    if found is None:
        detail = f"{field.title}: there is no record {shown(ref)} that you may see."
        raise refused("unknown_record", detail)
    id_, workflow = found
    if field.to and workflow not in field.to:
        detail = f"{field.title}: {shown(ref)} is not of type {' or '.join(field.to)}."
        raise refused("wrong_record_type", detail)
    return id_


def _each(one: Callable[[Any, Field, Resolver], str]) -> Callable[..., tuple[str, ...]]:
    def every(value: Any, field: Field, resolve: Resolver) -> tuple[str, ...]:
        found = kinds.gathered(list(value), lambda member: one(member, field, resolve))
        names = [name for _, name in found]
        twice = next((i for i, name in enumerate(names) if name in names[:i]), None)
        if twice is not None:  # once by its number, once by its id
            detail = f"{field.title} names {shown(value[twice])} twice."
            raise refused("repeated", detail, f"/{twice}")
        return tuple(names)

    return every


def _table(value: Any, field: Field, resolve: Resolver) -> Value:
    rows = kinds.gathered(list(value), lambda row: _row(row, field, resolve))
    return tuple(row for _, row in rows)


def _row(row: Mapping[str, Value], field: Field, resolve: Resolver) -> Mapping[str, Value]:
    found, problems = {}, []
    for name, value in row.items():
        try:
            found[name] = resolved(value, field.columns[name], resolve)
        except ValuesRefused as refusal:
            problems += kinds.below(refusal, pointer_to(name))
    if problems:
        raise ValuesRefused(problems)
    return found


def _sayable(name: str) -> bool:
    """Whether a store may be asked for the name: no odd characters, not endless."""
    return len(name) <= LONGEST_NAME and name.isprintable()


_KNOWN: Mapping[FieldKind, Callable[[Any, Field, Resolver], Value]] = {
    FieldKind.PERSON: _person,
    FieldKind.PEOPLE: _each(_person),
    FieldKind.ROLE: _role,
    FieldKind.LINK: _record,
    FieldKind.LINKS: _each(_record),
    FieldKind.TABLE: _table,
}
