"""The audit: every chain is verified, and every table compared with what the ledger says.

One pass over the ledger by subject, beside it one over each table in the same order, in bounded
memory and in one reading transaction. Nothing is judged again. What only somebody who knows the
definitions can say, whom a record names and by which keys it is found, is asked of `derive`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from govern.errors import Tampered
from govern.ledger.chain import Break, Chain
from govern.ledger.entries import Entry
from govern.ledger.replay import Difference, Replay
from govern.store import entries, refusals
from govern.store.audit.cells import shown
from govern.store.audit.subjects import Derive, Subjects
from govern.store.files import Files

__all__ = ["Audit", "Derive", "audit"]


@dataclass(frozen=True, slots=True)
class Audit:
    """What was read, and everything that is not what was recorded."""

    entries: int
    subjects: int
    refusals: int
    breaks: tuple[Break, ...]
    differences: tuple[Difference, ...]

    @property
    def sound(self) -> bool:
        """True where nothing was found."""
        return not self.breaks and not self.differences


def audit(
    connection: Connection, derive: Derive | None = None, files: Files | None = None
) -> Audit:
    """Everything that is wrong with the ledger, the second log, and the tables.

    `connection` comes from `reading(engine, patient=True)`. Without `derive` participants and
    keys are not compared, without `files` nothing on the disk is. `Tampered` where something
    cannot even be read.
    """
    subjects = Subjects(connection, derive, files)
    with _whatever_is_there(connection):
        ledger = _Pass(subjects)
        for entry in entries.everything(connection):
            ledger.take(entry)
        ledger.end()
        differences = [*ledger.differences, *subjects.rest()]
        second = _Pass(None)
        for entry in refusals.everything(connection):
            second.take(entry)
    return Audit(
        entries=ledger.entries,
        subjects=ledger.subjects,
        refusals=second.entries,
        breaks=(*ledger.breaks, *second.breaks),
        differences=tuple(differences),
    )


@contextmanager
def _whatever_is_there(connection: Connection) -> Iterator[None]:
    """SQLite may hold text that is not UTF-8, if somebody put it there: that is a finding and not
    a failure, so it is read as it is."""
    sqlite = connection.dialect.name == "sqlite"
    driver = connection.connection.driver_connection if sqlite else None
    if driver is not None:
        driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    except SQLAlchemyError as error:
        raise Tampered("The tables cannot be read.", {"database": str(error)}) from error
    finally:
        if driver is not None:
            driver.text_factory = str


@dataclass(slots=True)
class _Pass:
    """One log, read in order. With `tables` each subject's rows are compared as it ends."""

    tables: Subjects | None
    entries: int = 0
    subjects: int = 0
    breaks: list[Break] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    _chain: Chain | None = None
    _replay: Replay | None = None

    def take(self, entry: Entry) -> None:
        """The next entry by subject and number."""
        self.entries += 1
        if self._chain is None or self._chain.subject != entry.subject:
            self.end()
            self._chain = Chain(entry.subject, "entries" if self.tables else "refusals")
            self._replay = Replay(shown(entry.subject))
            self.subjects += 1
        body, found = self._chain.take(entry)
        if found:
            self.breaks.append(Break(shown(found.subject), found.seq, shown(found.why), found.log))
        if body is not None and self._replay:
            self._replay.take(body)

    def end(self) -> None:
        """The last subject has no more entries."""
        if self._chain and self._replay and self.tables:
            self.differences += self._replay.problems
            self.differences += self.tables.compare(self._replay, sound=not self._chain.broken)
