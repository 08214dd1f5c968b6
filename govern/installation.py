"""One running installation: its database, files, definitions and clock, and the doors into it.

`perform` is the door for everything that changes something, `look` for everything that only
looks. Both hand a `Work` to the caller. What the rules refuse is written to the second log here,
after the act was rolled back, so that no command can forget it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from govern.definitions import Definitions
from govern.errors import Busy, GovernError, NotSignedIn, Refused, Unreadable
from govern.settings import Settings, load_settings
from govern.store import (
    definitions as stored_definitions,
    identifiers,
    migrate,
    refusals,
    session,
    tokens,
)
from govern.store.files import Files
from govern.work import Identity, Work

T = TypeVar("T")
Clock = Callable[[], datetime]
TRIES = 8


def system_clock() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


class Installation:
    """Long-lived and shared by all threads of a process."""

    def __init__(
        self, settings: Settings, engine: session.Engine, clock: Clock = system_clock
    ) -> None:
        self.settings = settings
        self.engine = engine
        self.clock = clock
        self.definitions = Definitions()
        self.files = Files(settings.data / "files", limit=settings.limits.upload_bytes)

    def now(self) -> datetime:
        """What the installation's clock says, in UTC."""
        return self.clock().astimezone(UTC)

    def identify(self, token: str, *, source: str, request_id: str = "") -> Identity:
        """Who holds `token`; NotSignedIn where it is unknown, expired or revoked, or its
        holder is no longer active."""
        with session.reading(self.engine) as connection:
            found = tokens.holder(connection, tokens.digest(token), identifiers.moment(self.now()))
        if found is None:
            raise NotSignedIn("The token is unknown, expired or revoked. Sign in again.")
        return Identity(found.person, source, request_id, found.by_operator, found.id)

    @contextmanager
    def look(self, identity: Identity) -> Iterator[Work]:
        """A `Work` in one reading transaction: a consistent picture, nothing can change."""
        with session.reading(self.engine) as connection:
            yield self._work(connection, identity)

    @contextmanager
    def act(self, identity: Identity) -> Iterator[Work]:
        """A `Work` in one writing transaction, durable when this returns.

        Any exception undoes all of it. Where the rules refused, the attempt is in the second log
        when the exception leaves here, unless it was a dry run.
        """
        work: Work | None = None
        try:
            with session.writing(self.engine) as connection:
                work = self._work(connection, identity)
                yield work
                if work.dry_run:
                    raise _RollBack
        except _RollBack:
            return
        except GovernError as refusal:
            if work is not None and not work.dry_run:
                self._remember(work, refusal)
            raise

    def perform(self, identity: Identity, do: Callable[[Work], T]) -> T:
        """What `do` returns, done in one act; repeated where the database asks for it.

        Busy after eight tries; nothing is half done at any time.
        """
        for attempt in range(TRIES):
            try:
                return self._once(identity, do)
            except Exception as error:
                if not session.is_retryable(error):
                    raise
                time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311  not a secret
        raise Busy("The record is being changed by too many at once. Try again.")

    def _once(self, identity: Identity, do: Callable[[Work], T]) -> T:
        with self.act(identity) as work:
            return do(work)

    def readiness(self) -> dict[str, object]:
        """Whether requests can be served: `ready`, and each check by name."""
        checks = {"database": False, "workflows": False}
        try:
            with session.reading(self.engine) as connection:
                checks["database"] = True
                checks["workflows"] = stored_definitions.in_force(connection) is not None
        except GovernError:
            pass
        return {"ready": all(checks.values()), "checks": checks}

    def close(self) -> None:
        """All connections are closed."""
        self.engine.dispose()

    def _work(self, connection: session.Connection, identity: Identity) -> Work:
        return Work(connection, identity, self.now(), self.definitions, self.settings, self.files)

    def _remember(self, work: Work, refusal: GovernError) -> None:
        if not work.attempt or not isinstance(refusal, Refused | NotSignedIn):
            return
        verdicts = refusal.verdicts if isinstance(refusal, Refused) else ()
        codes = [verdict.code for verdict in verdicts if verdict.blocks]
        with session.writing(self.engine) as connection:
            refusals.add(
                connection,
                source=work.identity.subject,
                at=work.moment,
                act=work.act,
                actor=work.identity.person,
                attempt={**work.attempt, "code": refusal.code, "codes": codes},
                per_minute=self.settings.limits.refusals_per_minute,
            )


class _RollBack(Exception):
    """A dry run has been worked out and is undone."""


def open_installation(
    home: Path, *, database_url: str | None = None, clock: Clock = system_clock
) -> Installation:
    """The installation in `home`, its directories made and its tables brought up to date.

    Unreadable where the settings cannot be read or the directories not be made.
    """
    settings = load_settings(home)
    if database_url is not None:
        settings = Settings(settings.home, settings.organisation, database_url, settings.limits)
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unreadable(f"{settings.data} cannot be made: {error.strerror}.") from error
    engine = session.open_engine(settings.database)
    migrate.upgrade(engine)
    return Installation(settings, engine, clock)
