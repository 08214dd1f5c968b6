"""Closures that read the world: root names, the variables of macros, names behind dots.

What is read is settled to the language: a whole number becomes a Decimal, a set of names an
ordered tuple, and a link that was loaded as a tuple of one record becomes that record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from govern.spec.conditions.frames import Empty, Frame, Run, Trouble
from govern.spec.conditions.tree import Path
from govern.spec.conditions.types import Kind, Type

Settle = Callable[[Any], Any]


def read_path(node: Path) -> Run:
    """The value under the dotted name; Empty where one before the last is empty."""
    settle = _settle_of(node.steps[0])
    run = _read_root(node.names[0], settle) if node.slot < 0 else _read_slot(node.slot, settle)
    for count in range(1, len(node.names)):
        owner = ".".join(node.names[:count])
        run = read_member(run, node.names[count], owner, node.steps[count])
    return run


def read_member(of: Run, name: str, said: str, type_: Type) -> Run:
    """What stands behind the dot of a value that is written as `said`."""
    settle = _settle_of(type_)

    def run_member(frame: Frame) -> Any:
        owner = of(frame)
        if owner is None:
            raise Empty(f"{said} is empty")
        try:
            return settle(owner[name] if type(owner) is dict else owner.read(name))
        except KeyError:
            raise Trouble(f"{said}.{name} is not known here") from None
        except AttributeError:
            return settle(_look(owner, name, said))

    return run_member


def _look(owner: Any, name: str, said: str) -> Any:
    """Into a mapping that is no dict; anything else was not loaded."""
    if isinstance(owner, Mapping) and name in owner:
        return owner[name]
    raise Trouble(f"{said}.{name} is not known here")


def _read_root(name: str, settle: Settle) -> Run:
    def run_root(frame: Frame) -> Any:
        try:
            return settle(frame.world.read(name))
        except KeyError:
            raise Trouble(f"{name} is not known here") from None

    return run_root


def _read_slot(slot: int, settle: Settle) -> Run:
    return lambda frame: settle(frame.slots[slot])


def _settle_of(type_: Type) -> Settle:
    return _SETTLES.get(type_.kind, _as_it_is)


def _as_it_is(value: Any) -> Any:
    return value


def _number(value: Any) -> Any:
    return Decimal(value) if type(value) is int else value


def _record(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return value[0] if value else None
    return value


def _list(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return tuple(sorted(value))
    return tuple(value) if isinstance(value, list) else value


_SETTLES: dict[Kind, Settle] = {
    Kind.NUMBER: _number,
    Kind.RECORD: _record,
    Kind.LIST: _list,
}
