"""What the tables must hold if the ledger is true: recorded changes, applied one after another.

Replay judges nothing again. It follows the sections that `facts` declares, checks that each
change starts from what the changes before it left, and compares the outcome with the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from govern.ledger.facts import INSTALLATION, NESTED_SECTIONS, PLAIN_SECTIONS, Columns, same


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a table is not what the ledger says. `column` is "" for a whole row."""

    table: str
    row: str
    column: str
    why: str
    expected: Any = None
    actual: Any = None


@dataclass(slots=True)
class Replay:
    """What the entries of one subject leave behind; `take` them in order.

    `own` has the plain sections (changes for the subject's row, values, commitments), `rows` the
    nested ones, section to row id to columns. `installation` lists (key, old, new): what stood
    there before was said on another subject's chain.
    """

    subject: str
    own: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {section: {} for section in PLAIN_SECTIONS}
    )
    rows: dict[str, dict[str, dict[str, Any]]] = field(
        default_factory=lambda: {section: {} for section in NESTED_SECTIONS}
    )
    installation: list[tuple[str, Any, Any]] = field(default_factory=list)
    problems: list[Difference] = field(default_factory=list)
    seq: int = 0

    def take(self, body: Mapping[str, Any]) -> None:
        """The changes are applied; one that does not start from what is there is a problem."""
        self.seq += 1
        for section in PLAIN_SECTIONS:
            self._apply(section, body.get(section, {}), self.own[section])
        for section in NESTED_SECTIONS:
            for row, changed in _items(body.get(section, {})):
                self._apply(section, changed, self.rows[section].setdefault(row, {}))
        for key, old, new in self._pairs(INSTALLATION, body.get(INSTALLATION, {})):
            self.installation.append((key, old, new))

    def _apply(self, section: str, changed: Any, columns: dict[str, Any]) -> None:
        for name, old, new in self._pairs(section, changed):
            if not same(columns.get(name), old):
                why = "does not start from what the entries before it left"
                self._complain(f"{section}.{name}", why, columns.get(name), old)
            columns[name] = new

    def _pairs(self, section: str, changed: Any) -> Iterator[tuple[str, Any, Any]]:
        for name, pair in _items(changed):
            if isinstance(pair, list) and len(pair) == 2:
                yield name, pair[0], pair[1]
            else:
                self._complain(f"{section}.{name}", "is not [old, new]", None, pair)

    def _complain(self, column: str, why: str, expected: Any, actual: Any) -> None:
        row = f"{self.subject}/{self.seq}"
        self.problems.append(Difference("entries", row, column, why, expected, actual))


def _items(section: Any) -> Iterable[tuple[str, Any]]:
    return section.items() if isinstance(section, dict) else ()


def compare(table: str, row: str, expected: Columns, actual: Columns) -> list[Difference]:
    """Every column in which the two differ, by name; a missing column counts as None."""
    return [
        Difference(table, row, name, "differs", expected.get(name), actual.get(name))
        for name in sorted({*expected, *actual})
        if not same(expected.get(name), actual.get(name))
    ]
