"""Running one request: a look in one reading transaction, an act in one writing transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from govern import Work

from .authentication import identity, installation

T = TypeVar("T")


def look(question: Callable[[Work], T]) -> T:
    """What `question` finds, in one consistent picture."""
    with installation().look(identity()) as work:
        return question(work)


def act(command: Callable[[Work], T]) -> T:
    """What `command` returns, after its act is durable."""
    return installation().perform(identity(), command)
