"""Each kind of field: how its value is read from what is sent, kept as JSON, and restored.

`read` refuses (ValuesRefused, pointers relative to the value) and gives the typed value of
`spec/values`; `keep` gives the stored form of a typed value; `restore` the typed value of a
stored form, which it trusts. Whether a named person, role or record exists is `references`'.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from govern.errors import Problem, ValuesRefused
from govern.rules import moments, quantities
from govern.rules.quantities import refused
from govern.rules.texts import LINE_LIMIT, LONG_LIMIT, clean, pointer_to, shown
from govern.spec.model import Field
from govern.spec.names import nearest
from govern.spec.values import Money, Value
from govern.spec.vocabulary import FieldKind

LIST_LIMIT = 1000
HINTED = 20
"""For so many unknown names of one request the nearest known one is looked up."""

MOST_PROBLEMS = 100
"""So many problems of one request are told; nobody reads more, and finding them costs time."""

LISTS = frozenset({FieldKind.PEOPLE, FieldKind.CHOICES, FieldKind.LINKS, FieldKind.TABLE})
"""The kinds whose value is never None: empty, they are ()."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The three ways of a value. `read` takes what was sent, the field and the currency."""

    read: Callable[[Any, Field, str], Value]
    keep: Callable[[Any], Any]
    restore: Callable[[Any], Value]


def empty(field: Field) -> Value:
    """The empty value of the field: () for lists, else None."""
    return () if field.kind in LISTS else None


def is_empty(value: Value) -> bool:
    """True for None and for a list without members."""
    return value is None or value == ()


def read(sent: Any, field: Field, currency: str) -> Value:
    """The typed value that was sent for the field, empty for null, within the field's bounds.

    ValuesRefused with every problem; a required field refuses to be empty.
    """
    if sent is None:
        value = empty(field)
    elif field.kind is FieldKind.TABLE:
        value = _read_table(sent, field, currency)
    else:
        value = KINDS[field.kind].read(sent, field, currency)
    if is_empty(value):
        if field.required:
            raise refused("required", f"{field.title} must be filled.")
    else:
        _check_bounds(value, field)
    return value


def _check_bounds(value: Value, field: Field) -> None:
    if field.minimum is None and field.maximum is None:
        return
    size = _size(value)
    below, above = _BOUND_CODES.get(field.kind, ("too_small", "too_large"))
    if field.minimum is not None and size < _size(field.minimum):
        raise refused(below, f"{field.title} must not be {_LESS[below]} {_said(field.minimum)}.")
    if field.maximum is not None and size > _size(field.maximum):
        raise refused(above, f"{field.title} must not be {_LESS[above]} {_said(field.maximum)}.")


def _size(value: Any) -> Any:
    if isinstance(value, Money):
        return value.amount
    return len(value) if isinstance(value, str | tuple) else value


def _said(bound: Any) -> str:
    if isinstance(bound, Money):
        return f"{bound.amount:f} {bound.currency}"
    if isinstance(bound, timedelta):
        return moments.keep_duration(bound)
    return f"{bound:f}" if isinstance(bound, Decimal) else str(bound)


_BOUND_CODES = {
    **dict.fromkeys((FieldKind.TEXT, FieldKind.LONG_TEXT), ("too_short", "too_long")),
    **dict.fromkeys(LISTS, ("too_few", "too_many")),
}
_LESS = {
    "too_small": "below",
    "too_large": "above",
    "too_short": "shorter than, in characters,",
    "too_long": "longer than, in characters,",
    "too_few": "fewer than",
    "too_many": "more than",
}


def _read_text(sent: Any, field: Field, _: str) -> str | None:
    return clean(sent, title=field.title, lines=False, limit=LINE_LIMIT) or None


def _read_long_text(sent: Any, field: Field, _: str) -> str | None:
    return clean(sent, title=field.title, lines=True, limit=LONG_LIMIT) or None


def _read_boolean(sent: Any, field: Field, _: str) -> bool:
    if not isinstance(sent, bool):
        raise refused("wrong_type", f"{field.title} must be true or false.")
    return sent


def _read_choice(sent: Any, field: Field, _: str) -> str | None:
    name = _name(sent, field, "one of its values")
    if name == "":
        return None
    if name not in field.of:
        meant = nearest(name, field.of)
        hint = f" Did you mean {meant}?" if meant else ""
        detail = f"{field.title} cannot be {shown(name)}.{hint}"
        raise refused("not_one_of", detail)
    return name


def _read_choices(sent: Any, field: Field, currency: str) -> tuple[str, ...]:
    chosen = set(_read_list(sent, field, lambda one: _read_choice(one, field, currency)))
    return tuple(name for name in field.of if name in chosen)


def _read_name(sent: Any, field: Field, _: str) -> str | None:
    return _name(sent, field, "a name") or None


def _read_names(sent: Any, field: Field, _: str) -> tuple[str, ...]:
    return _read_list(sent, field, lambda one: _name(one, field, "a list of names"))


def _name(sent: Any, field: Field, what: str) -> str:
    """A name somebody else gave; it is compared, and kept only where it is known."""
    if not isinstance(sent, str):
        raise refused("wrong_type", f"{field.title} must be {what}.")
    return sent


def _read_list(sent: Any, field: Field, one: Callable[[Any], Any]) -> tuple[str, ...]:
    """Every member read by `one`; refused are a member that is empty and one named twice."""
    found: dict[str, int] = {}
    for index, value in gathered(_members(sent, field), one):
        if not value:
            raise refused("required", f"{field.title} must not hold an empty entry.", f"/{index}")
        if value in found:
            raise refused("repeated", f"{field.title} names {shown(value)} twice.", f"/{index}")
        found[value] = index
    return tuple(found)


def _members(sent: Any, field: Field) -> list[Any]:
    if not isinstance(sent, list | tuple):
        raise refused("wrong_type", f"{field.title} must be a list.")
    if len(sent) > LIST_LIMIT:
        raise refused("too_many", f"{field.title} must not hold more than {LIST_LIMIT} entries.")
    return list(sent)


def gathered(members: list[Any], one: Callable[[Any], Any]) -> list[tuple[int, Any]]:
    """Each member read, with its index; the problems of all of them in one refusal."""
    found: list[tuple[int, Any]] = []
    problems: list[Problem] = []
    for index, member in enumerate(members):
        try:
            found.append((index, one(member)))
        except ValuesRefused as refusal:
            problems += below(refusal, f"/{index}")
            if len(problems) > MOST_PROBLEMS:
                break
    if problems:
        raise ValuesRefused(problems)
    return found


def below(refusal: ValuesRefused, pointer: str) -> list[Problem]:
    """Its problems, seen from one step further up."""
    return [Problem(p.code, p.detail, pointer + p.pointer) for p in refusal.problems]


def _read_row(sent: Any, field: Field, currency: str) -> Mapping[str, Value]:
    if not isinstance(sent, Mapping):
        raise refused("wrong_type", f"{field.title}: each row must be an object.")
    problems = list(unknown_names(sent, field.columns, f"{field.title}: there is no column"))
    row: dict[str, Value] = {}
    for name, column in field.columns.items():
        try:
            row[name] = read(sent.get(name), column, currency)
        except ValuesRefused as refusal:
            problems += below(refusal, pointer_to(name))
    if problems:
        raise ValuesRefused(problems)
    return row


def unknown_names(sent: Mapping[str, Any], known: Mapping[str, Any], what: str) -> list[Problem]:
    """A problem unknown_field for each sent name that is not known, hinting at the nearest."""
    problems: list[Problem] = []
    for name in sent:
        if name not in known:
            meant = nearest(str(name), known) if len(problems) < HINTED else None
            hint = f" Did you mean {meant}?" if meant else ""
            detail = f"{what} {shown(name)}.{hint}"
            problems.append(Problem("unknown_field", detail, pointer_to(name)))
            if len(problems) > MOST_PROBLEMS:
                break
    return problems


def _read_table(sent: Any, field: Field, currency: str) -> tuple[Mapping[str, Value], ...]:
    rows = gathered(_members(sent, field), lambda row: _read_row(row, field, currency))
    return tuple(row for _, row in rows)


def _as_number(sent: Any, field: Field, _: str) -> Value:
    return quantities.read_number(sent, field)


def _same(value: Any) -> Any:
    return value


def restore(kept: Any, field: Field) -> Value:
    """The typed value of a stored form, which is trusted; TypeError, ValueError … if it is none."""
    if kept is None:
        return empty(field)
    if field.kind is FieldKind.TABLE:
        columns = field.columns.values()
        return tuple({c.name: restore(row.get(c.name), c) for c in columns} for row in kept)
    return KINDS[field.kind].restore(kept)


def keep(value: Value, field: Field) -> Any:
    """The stored form of a typed value of the field: null or [] where it is empty."""
    if field.kind is FieldKind.TABLE:
        rows: Any = value or ()
        return [{c.name: keep(row.get(c.name), c) for c in field.columns.values()} for row in rows]
    if value is None:
        return [] if field.kind in LISTS else None
    return KINDS[field.kind].keep(value)


_NUMBER = Kind(_as_number, quantities.keep_number, quantities.restore_number)
_NAME = Kind(_read_name, _same, _same)
_NAMES = Kind(_read_names, list, tuple)

KINDS: Mapping[FieldKind, Kind] = {
    FieldKind.TEXT: Kind(_read_text, _same, _same),
    FieldKind.LONG_TEXT: Kind(_read_long_text, _same, _same),
    FieldKind.INTEGER: Kind(lambda sent, f, _: quantities.read_integer(sent, f), _same, _same),
    FieldKind.NUMBER: _NUMBER,
    FieldKind.PERCENT: _NUMBER,
    FieldKind.MONEY: Kind(quantities.read_money, quantities.keep_money, quantities.restore_money),
    FieldKind.DATE: Kind(
        lambda sent, f, _: moments.read_date(sent, f), moments.keep_date, date.fromisoformat
    ),
    FieldKind.DATETIME: Kind(
        lambda sent, f, _: moments.read_moment(sent, f),
        moments.keep_moment,
        datetime.fromisoformat,
    ),
    FieldKind.DURATION: Kind(
        lambda sent, f, _: moments.read_duration(sent, f),
        moments.keep_duration,
        moments.restore_duration,
    ),
    FieldKind.BOOLEAN: Kind(_read_boolean, _same, _same),
    FieldKind.CHOICE: Kind(_read_choice, _same, _same),
    FieldKind.CHOICES: Kind(_read_choices, list, tuple),
    FieldKind.PERSON: _NAME,
    FieldKind.PEOPLE: _NAMES,
    FieldKind.ROLE: _NAME,
    FieldKind.LINK: _NAME,
    FieldKind.LINKS: _NAMES,
}
"""Every kind but TABLE, whose rows are of these."""
