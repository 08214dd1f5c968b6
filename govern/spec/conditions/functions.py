"""What the rules answer for expressions; what each function takes and gives is in `signatures`."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Functions(Protocol):
    """What the rules answer about a record's past and its people. KeyError: it is not known."""

    def fired(self, transition: str) -> bool:
        """Whether the transition was ever fired on the record."""

    def fired_count(self, transition: str) -> int:
        """How often the transition was fired on the record."""

    def entered(self, state: str) -> datetime | None:
        """When the state was last entered; None for never."""

    def holds(self, person: str, role: str) -> bool:
        """Whether the person holds the role on the record or above it."""

    def holders(self, role: str) -> tuple[str, ...]:
        """Who holds the role on the record or above it."""
