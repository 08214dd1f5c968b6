"""Small words that several commands use."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def count(number: int, one: str, many: str = "") -> str:
    """`1 record`, `2 records`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def columns(rows: Sequence[tuple[str, ...]]) -> str:
    """The rows as text, their columns aligned and two spaces apart."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def quiet() -> bool:
    """Whether nobody watches: progress is shown on a terminal only, and on the error stream."""
    return not sys.stderr.isatty()
