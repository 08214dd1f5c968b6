"""What macros do with the members of a list at run time.

`all` and `exists` stop at the member that decides; an error at another one is absorbed, as with
&& and ||. The other three need every member, so any error is theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from govern.spec.conditions.frames import Frame, Run, Trouble, Truth


def _all(frame: Frame, values: Sequence[Any], slot: int, body: Run) -> bool:
    return _decide_members(frame, values, slot, body, False)


def _exists(frame: Frame, values: Sequence[Any], slot: int, body: Run) -> bool:
    return _decide_members(frame, values, slot, body, True)


def _decide_members(
    frame: Frame, values: Sequence[Any], slot: int, body: Truth, deciding: bool
) -> bool:
    trouble: Trouble | None = None
    for value in values:
        frame.slots[slot] = value
        try:
            if body(frame) is deciding:
                return deciding
        except Trouble as found:
            trouble = trouble or found
    if trouble is not None:
        raise trouble
    return not deciding


def _exists_one(frame: Frame, values: Sequence[Any], slot: int, body: Truth) -> bool:
    return len(_filter(frame, values, slot, body)) == 1


def _filter(frame: Frame, values: Sequence[Any], slot: int, body: Truth) -> tuple[Any, ...]:
    kept = []
    for value in values:
        frame.slots[slot] = value
        if body(frame):
            kept.append(value)
    return tuple(kept)


def _map(frame: Frame, values: Sequence[Any], slot: int, body: Run) -> tuple[Any, ...]:
    made = []
    for value in values:
        frame.slots[slot] = value
        made.append(body(frame))
    return tuple(made)


MACRO_RUNS: dict[str, Callable[[Frame, Sequence[Any], int, Run], Any]] = {
    "all": _all,
    "exists": _exists,
    "exists_one": _exists_one,
    "filter": _filter,
    "map": _map,
}
