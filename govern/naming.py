"""What sent values may name in this installation: people, roles, records, as the asker sees them.

`rules/fields` asks through here; it knows what a name looks like, not who there is.
"""

from __future__ import annotations

from dataclasses import dataclass

from govern.errors import NotFound
from govern.store import grants, people
from govern.work import Work


@dataclass(frozen=True, slots=True)
class Named:
    """What a sent value may name, as the asker of `work` may see it; `place` is where roles are
    looked up: the record, or what it is opened within."""

    work: Work
    place: str | None

    def person(self, name: str) -> bool:
        """Whether there is an active person of this name."""
        return name in people.active(self.work.connection, [name])

    def record(self, ref: str) -> tuple[str, str] | None:
        """The id and type of the record, None where the asker may not see one."""
        try:
            row = self.work.find(ref)
        except NotFound:
            return None
        return row.id, row.workflow

    def holds(self, person: str, role: str) -> bool:
        """Whether the person holds the role there."""
        return role in grants.roles_of(self.work.connection, person, self.place, self.work.moment)

    def role(self, name: str) -> bool:
        """Whether there is a role of this name."""
        return name in self.work.catalog().roles.roles
