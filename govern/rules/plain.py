"""Computed values made fit to be kept: what an effect or a computed field writes.

`plain` is for a field nobody here knows (of a record that is about to be opened): it gives what
a person would send. `settled` is for a known field: rounded, checked, in stored form.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from govern.rules import kinds, moments, quantities
from govern.rules.situation import RecordView
from govern.spec.model import Field
from govern.spec.values import Money, Value
from govern.spec.vocabulary import FieldKind


def plain(value: Value) -> Any:
    """The value as JSON, as it would be sent: numbers and money rounded, a record by its id."""
    for types, write in _WRITERS:
        if isinstance(value, types):
            return write(value)
    return value


_WRITERS: tuple[tuple[type | tuple[type, ...], Any], ...] = (
    (bool, lambda value: value),
    (Decimal, lambda value: quantities.keep_number(quantities.round_number(value))),
    (Money, lambda value: quantities.keep_money(quantities.round_money(value))),
    (datetime, moments.keep_moment),
    (date, moments.keep_date),
    (timedelta, moments.keep_duration),
    (RecordView, lambda value: value.id),
    ((tuple, list), lambda value: [plain(one) for one in value]),
    (Mapping, lambda value: {name: plain(one) for name, one in value.items()}),
)


def settled(value: Value, field: Field, currency: str) -> Any:
    """The stored form of a computed value; ValuesRefused where the field cannot hold it.

    An integer field takes 2.0 and refuses 2.5. People, roles and records that an expression
    names are taken as they are.
    """
    sent = plain(value)
    if field.kind is FieldKind.DURATION and isinstance(value, timedelta):
        return sent  # a difference may be negative, which nobody could send
    return kinds.keep(kinds.read(sent, field, currency), field)
