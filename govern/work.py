"""Work: one actor, one clock, one transaction; and the situation that rules see.

Commands and queries are functions that take a `Work` first. It finds records (for the asker's
eyes only), locks what an act reads, builds the `Situation`, and appends to the ledger. It decides
nothing: that is `rules`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from govern.errors import NotFound
from govern.ledger.entries import Entry
from govern.ledger.facts import Fact
from govern.spec.model import Needs, Workflow
from govern.store import entries, grants, identifiers, records
from govern.store.session import Connection

if TYPE_CHECKING:
    from govern.definitions import Definitions
    from govern.settings import Settings
    from govern.spec.catalog import Catalog
    from govern.store.files import Files


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks, and from where. `person` is None for the system and for the operator's hand.

    `source` is "http:<address>", "operator:<system user>", "scenario" or "system".
    """

    person: str | None
    source: str
    request_id: str = ""
    by_operator: bool = False
    token: str = ""

    @property
    def subject(self) -> str:
        """Whose attempts are counted and logged together."""
        return f"person:{self.person}" if self.person else f"source:{self.source}"

    @property
    def is_trusted(self) -> bool:
        """True for the installation's own hands: its command line, and its worker."""
        return self.person is None and (self.is_operator or self.source == "system")

    @property
    def is_operator(self) -> bool:
        """True for commands given at the installation's own command line."""
        return self.source.startswith("operator:")


@dataclass(slots=True)
class Work:
    """The act, or the look, that is under way. `act` is its id; `now` stands still."""

    connection: Connection
    identity: Identity
    now: datetime
    definitions: Definitions
    settings: Settings
    files: Files
    act: str = field(default_factory=identifiers.new_id)
    dry_run: bool = False
    attempt: dict[str, Any] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    moved: set[tuple[str, str]] = field(default_factory=set)
    _roles: dict[str | None, frozenset[str]] = field(default_factory=dict)

    @property
    def moment(self) -> str:
        """`now` as it is stored."""
        return identifiers.moment(self.now)

    def catalog(self) -> Catalog:
        """The definitions in force."""
        return self.definitions.in_force(self.connection)

    def workflow(self, digest: str) -> Workflow:
        """The definition a record is pinned to."""
        return self.definitions.pinned(self.connection, digest)

    def find(self, ref: str) -> records.Row:
        """The record `ref` (number or id) names; NotFound also where the asker may not see it."""
        row = records.find(self.connection, ref)
        if row is None or not self.sees(row):
            raise NotFound(f"There is no record {ref[:80]!r} that you may see.")
        return row

    def sees(self, row: records.Row) -> bool:
        """Whether the asker may know of the record: by a role on it, above it or everywhere, or
        by taking part in it or above it."""
        person = self.identity.person
        if person is None:
            return self.identity.is_trusted
        if self.roles_on(row.id):
            return True
        return records.visible(self.connection, row.id, person, self.moment)

    def roles_on(self, record: str | None) -> frozenset[str]:
        """The roles the asker holds on the record or above it, now; with None, everywhere."""
        if self.identity.person is None:
            return frozenset()
        known = self._roles.get(record)
        if known is None:
            person = self.identity.person
            known = grants.roles_of(self.connection, person, record, self.moment)
            self._roles[record] = known
        return known

    def lock(self, row: records.Row, needs: Needs) -> records.Row:
        """The row, read again after it and the relatives that `needs` names were locked:
        the highest first, then downwards in id order (design section 10, "Locking")."""
        if records.is_alone(self.connection):
            return row
        self.lock_types(row.workflow, needs)
        above = max(needs.parents, 1 if needs.siblings else 0)
        below = needs.children | needs.descendants
        return records.lock_family(
            self.connection, row.id, above=above, below=bool(below), beside=bool(needs.siblings)
        )

    def lock_types(self, own: str, needs: Needs) -> None:
        """Where `needs` reads all records of a type, acts on the `own` type that do so too wait."""
        if needs.records:
            records.lock_types(self.connection, {own, *needs.records})

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """What is done in the block is undone where it raises; what was done before stands."""
        before = (list(self.entries), list(self.opened), set(self.moved))
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            self.entries, self.opened, self.moved = before
            raise

    def append(
        self,
        subject: str,
        fact: Fact,
        *,
        name: str = "",
        actor: str | None = None,
        **body: Any,
    ) -> Entry:
        """The entry, appended to the subject's chain in this transaction.

        `actor` defaults to the asker; empty members of `body` are left out.
        """
        said = {"source": self.identity.source, "request": self.identity.request_id, **body}
        entry = entries.append(
            self.connection,
            subject,
            fact,
            name,
            actor or self.identity.person,
            self.moment,
            self.act,
            {key: value for key, value in said.items() if value not in ("", None, {}, [])},
        )
        self.entries.append(entry)
        return entry
