"""What an evaluation carries along, its budget, and the ways it may end without a value.

A frame belongs to one evaluation in one thread. The exceptions never leave the package.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govern.spec.conditions.functions import Functions
from govern.spec.values import Readable

STEPS = 10_000
"""What one evaluation may cost: a member visited by a macro is a step, more for a long body."""

LONGEST_VALUE = 100_000
"""Characters of a text an expression may make."""

LONGEST_LIST = 10_000
"""Members of a list an expression may make."""


class Trouble(Exception):
    """There is no value, and why in a few words. A deciding other side of && or || absorbs it."""


class Empty(Trouble):
    """… because something is empty; where a value is compared with null, that is an answer."""


class Exhausted(Exception):
    """The evaluation is above its budget. Nothing absorbs it."""


class Frame:
    """One evaluation: the world, the functions, the macros' variables and the steps left."""

    __slots__ = ("functions", "left", "slots", "world")

    def __init__(self, world: Readable, functions: Functions, slots: int, steps: int) -> None:
        self.world = world
        self.functions = functions
        self.slots: list[Any] = [None] * slots
        self.left = steps

    def spend(self, steps: int) -> None:
        """Takes `steps` from the budget; Exhausted where there are not so many left."""
        self.left -= steps
        if self.left < 0:
            raise Exhausted


Run = Callable[[Frame], Any]
"""A compiled node: its value in a frame; raises Trouble, Empty or Exhausted."""

Truth = Callable[[Frame], bool]
"""A compiled node that is True or False where it has a value."""
