"""What a table only repeats, or must add up to, without a chain of its own.

The lineage follows from the parents, the numbers of records have no gaps, and the pack in force
is where the publications lead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, literal_column, select

from govern.ledger.facts import same
from govern.ledger.replay import Difference, Replay
from govern.store.definitions import IN_FORCE
from govern.store.tables import counters, installation, lineage, records

DEEPEST = 1000
"""Levels after which a circle of parents is no longer followed."""

MOST = 10_000
"""Rows of the lineage that are named one by one."""

_self = select(
    records.c.id.label("record"), records.c.id.label("ancestor"), literal_column("0").label("depth")
).cte("expected", recursive=True)
_EXPECTED = _self.union_all(
    select(records.c.id, _self.c.ancestor, _self.c.depth + literal_column("1"))
    .join(_self, records.c.parent == _self.c.record)
    .where(_self.c.depth < DEEPEST)
)
_wanted = select(_EXPECTED.c.record, _EXPECTED.c.ancestor, _EXPECTED.c.depth)
_stored = select(lineage.c.record, lineage.c.ancestor, lineage.c.depth)
_GONE = _wanted.except_(_stored).limit(MOST)
_EXTRA = _stored.except_(_wanted).limit(MOST)


def lineage_differences(connection: Connection) -> Iterator[Difference]:
    """Every row of `lineage` that does not follow from the parents, or is missing."""
    for found, why in ((_GONE, "is missing"), (_EXTRA, "does not follow from the parents")):
        for record, ancestor, depth in connection.execute(found):
            yield Difference("lineage", f"{record}/{ancestor}", "", why, actual=depth)


_GIVEN = select(counters.c.name, counters.c.value).where(counters.c.name.like("number:%"))


class Numbers:
    """The numbers of all records. Each type counts from 1 without a gap, and records are never
    taken away: so a record that vanished with its whole chain has left its number."""

    def __init__(self, connection: Connection) -> None:
        given = connection.execute(_GIVEN)
        self._given = {str(name).removeprefix("number:"): value for name, value in given}
        self._count: Counter[str] = Counter()
        self._last: Counter[str] = Counter()
        self._strange: list[Difference] = []

    def take(self, record: str, number: str) -> None:
        """The record has this number."""
        for prefix in self._given:
            counted = number.removeprefix(prefix)
            if number.startswith(prefix) and counted.isascii() and counted.isdigit():
                self._count[prefix] += 1
                self._last[prefix] = max(self._last[prefix], int(counted[:18]))
                return
        why = "the number was not given by a counter"
        self._strange.append(Difference("records", record, "number", why, actual=number))

    def differences(self) -> Iterator[Difference]:
        """Every counter of numbers that is not exactly used up, and every other number."""
        yield from self._strange
        for prefix, value in sorted(self._given.items()):
            held = self._count[prefix]
            if not held == self._last[prefix] == value:
                why = "numbers are missing, or were not given"
                yield Difference("counters", f"number:{prefix}", "value", why, held, value)


class InForce:
    """What the publications say of the installation. They lie on many chains, so their order is
    not known; but each ends what another began, and what none ended is in force."""

    def __init__(self) -> None:
        self._begun: dict[str, Counter[Any]] = {}
        self._sound = True

    def take(self, replay: Replay, *, sound: bool) -> None:
        """Another subject's entries were read."""
        self._sound = self._sound and (sound or not replay.subject.startswith("pack:"))
        for key, old, new in replay.installation:
            begun = self._begun.setdefault(key, Counter())
            begun[str(new)] += 1
            if old is not None:
                begun[str(old)] -= 1

    def differences(self, connection: Connection) -> Iterator[Difference]:
        """Every key of the installation that does not have the value published last."""
        if not self._sound:
            return
        found = connection.execute(select(installation.c.key, installation.c.value))
        held = {key: value for key, value in found}  # noqa: C416  a result is no mapping
        for key in sorted({*self._begun, *({IN_FORCE} & held.keys())}):
            left = [value for value, count in self._begun.get(key, Counter()).items() if count]
            expected = left[0] if len(left) == 1 else None
            if not same(expected, held.get(key)):
                why = "is not what was published last"
                yield Difference("installation", key, "value", why, expected, held.get(key))
