"""Values that stand in the files themselves, as limits, defaults and what effects set: checked
against the field they are meant for, and put into stored form.

What people send is the business of `rules/fields`; what is accepted here is the same, except
that nothing can be asked of the database: records have no names yet when a file is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from govern.errors import GovernError
from govern.spec.model import MONEY_STEP, Field
from govern.spec.values import Money
from govern.spec.vocabulary import FieldKind as Kind

LINE_LENGTH, TEXT_LENGTH, LIST_LENGTH = 500, 20_000, 1000
FIRST_YEAR, LAST_YEAR = 1900, 9998
MONEY_LIMIT = Decimal(10) ** 13

_UNITS = {"week": 604_800, "day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
_DURATION = re.compile(r"([0-9]{1,9}) (week|day|hour|minute|second)s?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
_DECIMAL = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_PERSON = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")


class Misfit(GovernError):
    """The value does not fit; the message says what would, as the object of a sentence."""

    code = "misfit"


def stored(field: Field, value: Any, currency: str) -> Any:
    """The stored form of a value given as JSON data; Misfit where the field cannot hold it."""
    read = _READ.get(field.kind)
    if read is None:
        raise Misfit(f"nothing: a value of kind {field.kind} cannot be written in a file")
    found = read(value, field, currency)
    size = _size(field.kind, found)
    if field.minimum is not None and size < _plain_size(field.minimum):
        raise Misfit(f"at least {said(field.minimum)}")
    if field.maximum is not None and size > _plain_size(field.maximum):
        raise Misfit(f"at most {said(field.maximum)}")
    return found


def limit(field: Field, value: Any, currency: str) -> Any:
    """The typed value of a `min` or `max`: of the field's own type; of texts and lists a length."""
    most = _LENGTHS.get(field.kind)
    if most is not None:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise Misfit(f"a length from 0 to {most}")
        return value
    if field.kind not in _TYPED:
        raise Misfit(f"nothing: values of kind {field.kind} have no order")
    return _TYPED[field.kind](_READ[field.kind](value, field, currency))


def said(bound: Any) -> str:
    """A limit for people."""
    if isinstance(bound, Money):
        return f"{bound.amount} {bound.currency}"
    return f"{bound:f}" if isinstance(bound, Decimal) else str(bound)


def duration(text: str) -> timedelta | None:
    """The length of time `3 days` says; None where the text says none."""
    found = _DURATION.fullmatch(text)
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]]) if found else None


def _size(kind: Kind, value: Any) -> Any:
    if kind in _LENGTHS:
        return len(value)
    return _plain_size(_TYPED[kind](value)) if kind in _TYPED else value


def _plain_size(value: Any) -> Any:
    return value.amount if isinstance(value, Money) else value


def _text(value: Any, field: Field, _: str) -> str:
    longest = TEXT_LENGTH if field.kind is Kind.LONG_TEXT else LINE_LENGTH
    if not isinstance(value, str) or not value.strip():
        raise Misfit("text")
    if "\n" in value.strip("\n") and field.kind is Kind.TEXT:
        raise Misfit("one line of text")
    clean = unicodedata.normalize("NFC", value.strip())
    if len(clean) > longest:
        raise Misfit(f"text of at most {longest} characters")
    return clean


def _integer(value: Any, _: Field, __: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**31) <= value < 2**31:
        raise Misfit("a whole number of 32 bits")
    return value


def _number(value: Any, _: Field, __: str) -> int | float:
    exact = _decimal(value)
    if exact is None:
        raise Misfit("a number")
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    written = value if isinstance(value, str) else format(Decimal(repr(value)), "f")
    return Decimal(written) if _DECIMAL.fullmatch(written) else None


def _money(value: Any, _: Field, currency: str) -> dict[str, str]:
    if isinstance(value, Mapping):
        if set(value) != {"amount", "currency"} or value["currency"] != currency:
            raise Misfit(f"an amount in {currency}")
        value = value["amount"]
    exact = _decimal(value)
    if exact is None or exact != exact.quantize(MONEY_STEP) or abs(exact) >= MONEY_LIMIT:
        raise Misfit("an amount with at most two decimals")
    return {"amount": f"{exact:.2f}", "currency": currency}


def _is_like(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _date(value: Any, _: Field, __: str) -> str:
    try:
        day = date.fromisoformat(value) if _is_like(_DATE, value) else None
        if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR:
            return day.isoformat()
    except ValueError:
        pass
    raise Misfit("a day, as 2026-03-31")


def _moment(value: Any, _: Field, __: str) -> str:
    try:
        moment = datetime.fromisoformat(value) if _is_like(_MOMENT, value) else None
        utc = moment.astimezone(UTC) if moment else None
        if utc is not None and FIRST_YEAR <= utc.year <= LAST_YEAR:
            return utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    except (ValueError, OverflowError):
        pass
    raise Misfit("a moment with its zone, as 2026-03-31T10:00:00Z")


def _length(value: Any, _: Field, __: str) -> str:
    found = duration(value) if isinstance(value, str) else None
    if found is None or found.days > 36_525:
        raise Misfit("a length of time, as 3 days")
    seconds = found.days * 86_400 + found.seconds
    unit = next((name for name, size in _UNITS.items() if seconds % size == 0), "second")
    unit = unit if seconds else "second"
    count = seconds // _UNITS[unit]
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _boolean(value: Any, _: Field, __: str) -> bool:
    if not isinstance(value, bool):
        raise Misfit("true or false")
    return value


def _choice(value: Any, field: Field, _: str) -> str:
    if not isinstance(value, str) or value not in field.of:
        raise Misfit(" or ".join(list(field.of)[:20]) or "one of its values")
    return value


def _choices(value: Any, field: Field, currency: str) -> list[str]:
    chosen = {_choice(one, field, currency) for one in _members(value)}
    return [one for one in field.of if one in chosen]


def _person(value: Any, _: Field, __: str) -> str:
    if not isinstance(value, str) or not _PERSON.fullmatch(value):
        raise Misfit("a login name, as alice")
    return value


def _people(value: Any, field: Field, currency: str) -> list[str]:
    return list(dict.fromkeys(_person(one, field, currency) for one in _members(value)))


def _role(value: Any, _: Field, __: str) -> str:
    if not isinstance(value, str):
        raise Misfit("the name of a role")
    return value


def _members(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > LIST_LENGTH:
        raise Misfit("a list")
    return value


_READ: Mapping[Kind, Callable[[Any, Field, str], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.PERCENT: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.DATETIME: _moment,
    Kind.DURATION: _length,
    Kind.BOOLEAN: _boolean,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.PERSON: _person,
    Kind.PEOPLE: _people,
    Kind.ROLE: _role,
}
_LENGTHS: Mapping[Kind, int] = {
    Kind.TEXT: LINE_LENGTH,
    Kind.LONG_TEXT: TEXT_LENGTH,
    Kind.CHOICES: LIST_LENGTH,
    Kind.PEOPLE: LIST_LENGTH,
    Kind.LINKS: LIST_LENGTH,
    Kind.TABLE: LIST_LENGTH,
}
_TYPED: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.INTEGER: int,
    Kind.NUMBER: lambda kept: Decimal(repr(kept)),
    Kind.PERCENT: lambda kept: Decimal(repr(kept)),
    Kind.MONEY: lambda kept: Money(Decimal(kept["amount"]), kept["currency"]),
    Kind.DATE: date.fromisoformat,
    Kind.DATETIME: datetime.fromisoformat,
    Kind.DURATION: duration,
}
