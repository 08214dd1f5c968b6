"""How values are written in expressions and shown to people.

Thousands are grouped with a thin space that does not break, amounts carry their currency code,
times are ISO, a boolean is yes or no. Nothing here depends on a locale.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from govern.spec.conditions.types import UNKNOWN, Kind, Type
from govern.spec.values import Money

THIN = "\N{NARROW NO-BREAK SPACE}"
"""Between groups of three digits."""

FIXED = "\N{NO-BREAK SPACE}"
"""Between an amount and its currency."""

_MOST_DECIMALS = 6
_MOST_MEMBERS = 5
_LONGEST = 60
_UNITS = (
    ("week", timedelta(weeks=1)),
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
    ("second", timedelta(seconds=1)),
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})"
)
_DURATION = re.compile(r"([0-9]{1,6}) (week|day|hour|minute|second)s?")


def parse_date(text: str) -> date | None:
    """The day written as 2026-03-31; None where it is none."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def parse_moment(text: str) -> datetime | None:
    """The moment written as 2026-03-31T10:00:00Z, in UTC; None where it is none or has no zone."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if _MOMENT.fullmatch(text) else None
    except (ValueError, OverflowError):
        return None


def parse_duration(text: str) -> timedelta | None:
    """The duration written as "3 days" (weeks, days, hours, minutes, seconds); None for others."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    return int(match.group(1)) * dict(_UNITS)[match.group(2)]


def show_duration(value: timedelta) -> str:
    """In the largest unit that is exact: "2 weeks", "36 hours", "1 day"."""
    sign, size = ("-", -value) if value < timedelta(0) else ("", value)
    if not size:
        return "0 days"
    for unit, length in _UNITS:
        if size % length == timedelta(0):
            count = size // length
            return f"{sign}{count} {unit}{'s' * (count != 1)}"
    return f"{sign}{size.total_seconds()} seconds"


def show_number(value: Decimal, decimals: int = 0) -> str:
    """In full, thousands grouped, at most six decimals and at least `decimals`."""
    if not value.is_finite() or value.adjusted() > _LONGEST:
        return str(value)
    whole, _, fraction = f"{value.copy_abs():.{_MOST_DECIMALS}f}".partition(".")
    sign = "-" if value < 0 and (whole + fraction).strip("0") else ""
    fraction = fraction.rstrip("0").ljust(decimals, "0")
    grouped = f"{int(whole):,}".replace(",", THIN)
    return f"{sign}{grouped}.{fraction}" if fraction else f"{sign}{grouped}"


def show(value: Any, type_: Type = UNKNOWN) -> str:
    """A value for people. `type_` tells a text, which is quoted, from a name, which is not."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal | int):
        return show_number(Decimal(value))
    if isinstance(value, Money):
        return f"{show_number(value.amount, 2)}{FIXED}{value.currency}".rstrip(FIXED)
    if isinstance(value, str):
        return _cut(value) if type_.kind in _NAMES else f'"{_cut(value)}"'
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC" if value.tzinfo else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return show_duration(value)
    return "empty" if value is None else _show_made(value, type_)


_NAMES = frozenset({Kind.CHOICE, Kind.PERSON, Kind.ROLE, Kind.RECORD})


def _show_made(value: Any, type_: Type) -> str:
    """A list, a record or a row."""
    if isinstance(value, tuple | list | frozenset):
        return show_list(value, type_.member) if value else "none"
    if isinstance(value, Mapping):
        return "a row"
    return show_record(value)


def show_list(values: Collection[Any], member: Type, last: str = ", ") -> str:
    """The first members, and how many more there are; `last` joins the last of a full list."""
    shown = [show(value, member) for value in islice(values, _MOST_MEMBERS)]
    if len(values) > _MOST_MEMBERS:
        return ", ".join(shown) + f" and {len(values) - _MOST_MEMBERS} more"
    return last.join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def show_record(value: Any) -> str:
    """The number of a record, as people know it."""
    try:
        number = value.read("number")
    except Exception:  # noqa: BLE001 - a record that cannot be read is still called something
        return "a record"
    return _cut(str(number))


def _cut(text: str) -> str:
    """The text on one line, cut where it is long."""
    line = " ".join(text[: 4 * _LONGEST].split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
