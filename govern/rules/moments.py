"""Days, moments and lengths of time between what is sent, what is kept and what is computed with.

Kept are `2026-03-31`, `2026-03-31T10:00:00.000000Z` (always UTC, always as wide, so that the text
sorts as time does) and `3 days` (the largest unit that is exact). Years run from 1900 to 9998.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from govern.rules.quantities import refused
from govern.spec.model import Field

FIRST_YEAR, LAST_YEAR = 1900, 9998
LONGEST = timedelta(days=36_525)

Day = TypeVar("Day", bound=date)

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
    r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])"
)
_DURATION = re.compile(r"(-?[0-9]{1,12}) (week|day|hour|minute|second)s?")
_SECONDS = {"week": 604_800, "day": 86_400, "hour": 3_600, "minute": 60, "second": 1}


def read_date(sent: Any, field: Field) -> date:
    """The day that was sent as YYYY-MM-DD."""
    if isinstance(sent, str) and _DATE.fullmatch(sent):
        try:
            return _in_range(date.fromisoformat(sent))
        except ValueError:
            pass
    detail = f"{field.title} must be a day from {FIRST_YEAR} to {LAST_YEAR}, as 2026-03-31."
    raise refused("not_a_date", detail)


def read_moment(sent: Any, field: Field) -> datetime:
    """The moment that was sent, with its zone, as RFC 3339 says; in UTC."""
    if isinstance(sent, str) and _MOMENT.fullmatch(sent):
        try:
            return _in_range(datetime.fromisoformat(sent).astimezone(UTC))
        except (ValueError, OverflowError):
            pass
    detail = f"{field.title} must be a moment with its zone, as 2026-03-31T10:00:00Z."
    raise refused("not_a_moment", detail)


def read_duration(sent: Any, field: Field) -> timedelta:
    """The length of time that was sent, as `3 days`; at most a hundred years, never negative."""
    found = _DURATION.fullmatch(sent) if isinstance(sent, str) else None
    if found is None or found[1].startswith("-"):
        raise refused("not_a_duration", f"{field.title} must be a length of time, as 3 days.")
    seconds = int(found[1]) * _SECONDS[found[2]]
    if seconds > LONGEST.total_seconds():
        raise refused("too_large", f"{field.title} must not be longer than a hundred years.")
    return timedelta(seconds=seconds)


def _in_range(day: Day) -> Day:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(day)
    return day


def keep_date(day: date) -> str:
    """The day as text that sorts as days do."""
    return day.isoformat()


def keep_moment(moment: datetime) -> str:
    """The moment in UTC as text of fixed width, which sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def keep_duration(length: timedelta) -> str:
    """The length in the largest unit in which it is whole; parts of a second are cut off."""
    seconds = length.days * 86_400 + length.seconds
    unit = next(name for name, size in _SECONDS.items() if seconds % size == 0)
    if seconds == 0:
        unit = "second"
    number = seconds // _SECONDS[unit]
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def restore_duration(kept: str) -> timedelta:
    """The length that `keep_duration` kept; ValueError for anything else."""
    found = _DURATION.fullmatch(kept)
    if found is None:
        raise ValueError(kept)
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2]])
