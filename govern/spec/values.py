"""The values fields hold and expressions compute with. No parsing here: `rules/fields` turns
what people send into these, `spec/conditions` computes with them.

| field kind                  | value                                                        |
|-----------------------------|--------------------------------------------------------------|
| text, long_text             | str                                                          |
| integer                     | int                                                          |
| number, percent             | Decimal (a percent of 12.5 is Decimal("12.5"))               |
| money                       | Money                                                        |
| date / datetime / duration  | date / datetime with tzinfo=UTC / timedelta                  |
| boolean                     | bool                                                         |
| choice / choices            | str / tuple of str                                           |
| person / people / role      | str (the person's name) / tuple of str / str                 |
| link / links                | str (the record's id) / tuple of str                         |
| table                       | tuple of dicts, column name to value                         |

Empty is None, but people, choices, links and tables are never empty values: they are ().
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol, TypeAlias, runtime_checkable


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency (ISO 4217, three capital letters)."""

    amount: Decimal
    currency: str


@runtime_checkable
class Readable(Protocol):
    """Anything an expression may look into with a dot: a record, `children`, `input`."""

    def read(self, name: str) -> Value:
        """The value under `name`; None when it is empty; KeyError when there is no such name."""


Value: TypeAlias = (
    bool
    | int
    | Decimal
    | str
    | Money
    | date
    | datetime
    | timedelta
    | tuple[Any, ...]
    | Mapping[str, Any]
    | Readable
    | None
)
