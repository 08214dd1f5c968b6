"""Texts that sort as values do: what the index table holds of fields that are to be found by.

The order of two keys is the order of their values, in every collation a database may compare
with: numbers are written in digits and lower-case letters only, all equally wide.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from govern.rules import kinds
from govern.rules.moments import restore_duration
from govern.rules.quantities import restore_number
from govern.rules.texts import folded
from govern.spec.model import Field
from govern.spec.vocabulary import FieldKind

TEXT_LIMIT = 200
"""So many characters of a text are searched by: an index entry has a limit of its own."""

_DIGITS = 20
_MIDDLE = 500  # the power of ten that is written 500


def search_keys(field: Field, stored: Any) -> tuple[str, ...]:
    """One key for each value to be found by: none for an empty field, several for a list."""
    if stored is None or stored == []:
        return ()
    if field.kind in kinds.LISTS:
        return tuple(_key(str(one)) for one in stored)
    return (search_key(field, stored),)


def search_key(field: Field, stored: Any) -> str:
    """The key of a stored value: of a list all of them in one; "" for an empty field."""
    if stored is None or stored == []:
        return ""
    if field.kind in kinds.LISTS:
        return " ".join(search_keys(field, stored))[:TEXT_LIMIT]
    if field.kind is FieldKind.MONEY:
        return _sortable(Decimal(stored["amount"]))
    if field.kind is FieldKind.DURATION:
        return _sortable(Decimal(restore_duration(stored) // timedelta(seconds=1)))
    if field.kind in _NUMBERS:
        return _sortable(restore_number(stored))
    if field.kind is FieldKind.BOOLEAN:
        return "1" if stored else "0"
    return _key(stored)


_NUMBERS = frozenset({FieldKind.INTEGER, FieldKind.NUMBER, FieldKind.PERCENT})


def _key(text: str) -> str:
    return folded(text)[:TEXT_LIMIT]


def _sortable(number: Decimal) -> str:
    """`p`, the power of ten and the digits; negative numbers `n` and all of it nines'-complemented.

    Zero is `o`, between the two. Exact up to twenty significant digits.
    """
    if number == 0:
        return "o" + "0" * (3 + _DIGITS)
    digits = "".join(map(str, number.as_tuple().digits))
    written = f"{number.adjusted() + _MIDDLE:03d}{digits:0<{_DIGITS}.{_DIGITS}}"
    if number > 0:
        return "p" + written
    return "n" + written.translate(_COMPLEMENT)


_COMPLEMENT = str.maketrans("0123456789", "9876543210")
