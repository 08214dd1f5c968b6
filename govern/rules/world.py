"""A situation as expressions see it: the root names, and what they may ask of past and people.

Nothing is loaded here. What was not loaded is a KeyError, so that a question nobody prepared for
fails closed instead of being answered with "none".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from govern.rules.situation import PastAct, RecordView, Situation
from govern.spec.values import Readable, Value


class Names:
    """Named values behind a dot: `children`, `settings`. A name it does not have is a KeyError."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def read(self, name: str) -> Value:
        """The value under `name`; KeyError where there is none."""
        value: Value = self._values[name]
        return value


class Inputs(Names):
    """The inputs of an act: one that was not sent is empty."""

    __slots__ = ()

    def read(self, name: str) -> Value:
        """The value that was sent under `name`; None where none was."""
        value: Value = self._values.get(name)
        return value


class World:
    """The root names of expressions about the record of a situation, and their functions."""

    __slots__ = ("situation",)

    def __init__(self, situation: Situation) -> None:
        self.situation = situation

    def read(self, name: str) -> Value:
        """The value of a root name: a field, or one of the names every expression may say."""
        root = _ROOTS.get(name)
        return self.situation.record.read(name) if root is None else root(self.situation)

    def fired(self, transition: str) -> bool:
        """Whether the transition was ever fired on the record."""
        return any(act.transition == transition for act in past(self.situation))

    def fired_count(self, transition: str) -> int:
        """How often the transition was fired on the record."""
        return sum(act.transition == transition for act in past(self.situation))

    def entered(self, state: str) -> datetime | None:
        """When the state was last entered; None for never."""
        times = (act.at for act in past(self.situation) if act.target == state)
        return max(times, default=None)

    def holds(self, person: str, role: str) -> bool:
        """Whether the person holds the role on the record or above it."""
        actor = self.situation.actor
        return role in actor.roles if person == actor.name else person in self.holders(role)

    def holders(self, role: str) -> tuple[str, ...]:
        """The active people who hold the role on the record or above it."""
        if not self.situation.holders:
            raise KeyError("who holds which role was not loaded")
        return self.situation.holders.get(role, ())


def past(situation: Situation) -> tuple[PastAct, ...]:
    """The acts of the record so far. A record that was opened has at least that one; else
    KeyError, because the history was not loaded."""
    if not situation.history and situation.record.state:
        raise KeyError("the history was not loaded")
    return situation.history


class Other:
    """The names inside `where`: bare ones are the other record's, `this` is the judged record."""

    __slots__ = ("_record", "_world")

    def __init__(self, world: World, record: RecordView) -> None:
        self._world, self._record = world, record

    def read(self, name: str) -> Value:
        """The value of a root name inside `where`."""
        return self._world.read(name) if name in _SHARED else self._record.read(name)


_SHARED = frozenset({"this", "actor", "now", "changed", "input", "settings"})

_ROOTS: Mapping[str, Callable[[Situation], Value | Readable]] = {
    "this": lambda situation: situation.record,
    "actor": lambda situation: situation.actor.name,
    "now": lambda situation: situation.now,
    "changed": lambda situation: tuple(sorted(situation.changed)),
    "input": lambda situation: Inputs(situation.inputs),
    "settings": lambda situation: Names(situation.settings),
    "children": lambda situation: Names(situation.children),
    "siblings": lambda situation: Names(situation.siblings),
    "descendants": lambda situation: Names(situation.descendants),
    "records": lambda situation: Names(situation.records),
}
