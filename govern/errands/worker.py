"""The worker: takes errands that are due, one at a time, under a lease, and carries them out.

Runs as a thread of the serving process or as `govern worker` on another host. What a worker that
was killed had in hand is taken up by the next one when the lease runs out; what kills whoever
takes it is given up like anything else that fails too often.
"""

from __future__ import annotations

import logging
import os
import secrets
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from govern.commands.once import forget_old
from govern.commands.papers import PRINT
from govern.errands import issuing
from govern.errands.issuing import SYSTEM
from govern.errors import GovernError
from govern.installation import Installation
from govern.store import errands
from govern.work import Work

log = logging.getLogger("govern.errands")

IDLE_SECONDS = 0.5
TIDY = timedelta(hours=1)
LAST_WORDS = "Whatever tried it was ended before it was done."


class Hand(NamedTuple):
    """How one kind of errand is done, and what is done instead when it has failed too often.

    Both take the installation and the errand's payload, and bear to be called again.
    """

    do: Callable[[Installation, dict[str, Any]], None]
    give_up: Callable[[Installation, dict[str, Any], str], None]


HANDS: Mapping[str, Hand] = {PRINT: Hand(issuing.issue, issuing.give_up)}


class Worker:
    """One worker. `name` tells it apart from others in the leases it holds, which last `lease`;
    an errand is given up after so many `attempts`. It takes the kinds it has `hands` for."""

    def __init__(
        self,
        installation: Installation,
        name: str = "",
        *,
        lease: timedelta = errands.LEASE,
        attempts: int = errands.MAX_ATTEMPTS,
        hands: Mapping[str, Hand] = HANDS,
    ) -> None:
        self.installation = installation
        self.name = name or f"{os.uname().nodename}:{os.getpid()}:{secrets.token_hex(4)}"
        self.lease = lease
        self.attempts = attempts
        self.hands = hands
        self._tidied: datetime | None = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def once(self) -> bool:
        """Carries out one errand that is due; False where there was none."""
        self._tidy()
        if not self._is_due():
            return False
        claimed = self.installation.perform(SYSTEM, self._claim)
        for errand in claimed:
            self._carry_out(errand)
        return bool(claimed)

    def _tidy(self) -> None:
        """Once an hour what is kept for a day only is thrown away."""
        now = self.installation.now()
        if self._tidied is None or now - self._tidied >= TIDY:
            self._tidied = now
            self.installation.perform(SYSTEM, forget_old)

    def _is_due(self) -> bool:
        """Asked first, so that an idle worker writes nothing and is in nobody's way."""
        with self.installation.look(SYSTEM) as work:
            due = errands.next_due(work.connection)
            return due is not None and due <= work.moment

    def _claim(self, work: Work) -> list[errands.Row]:
        # once more than is tried: what ended every worker that took it is given up here too
        return errands.claim(
            work.connection,
            self.name,
            work.moment,
            lease=self.lease,
            kinds=list(self.hands),
            most=self.attempts + 1,
        )

    def _carry_out(self, errand: errands.Row) -> None:
        reason = self._try(errand) if errand.attempts <= self.attempts else LAST_WORDS
        if reason is None:
            # hands are idempotent: where the lease was lost, another worker does nothing twice
            self.installation.perform(
                SYSTEM, lambda work: errands.finish(work.connection, errand.id, self.name)
            )
            return
        log.warning("errand %s (%s): %s", errand.id, errand.kind, reason)
        if errand.attempts >= self.attempts:
            self.hands[errand.kind].give_up(self.installation, errand.content(), reason)
        self.installation.perform(SYSTEM, lambda work: self._put_back(work, errand, reason))

    def _try(self, errand: errands.Row) -> str | None:
        """Why it could not be done; None where it is."""
        try:
            self.hands[errand.kind].do(self.installation, errand.content())
        except GovernError as failure:
            return failure.message
        except Exception as error:  # whatever it was must not stop the errands behind it
            log.exception("errand %s (%s) met a defect", errand.id, errand.kind)
            return f"An unexpected error: {type(error).__name__}."
        return None

    def _put_back(self, work: Work, errand: errands.Row, reason: str) -> None:
        errands.fail(work.connection, errand, self.name, reason, work.moment, most=self.attempts)

    def drain(self) -> int:
        """Carries out everything that is due now; how many errands that were."""
        count = 0
        while self.once():
            count += 1
        return count

    def start(self) -> None:
        """The worker runs in a thread of its own until `stop`."""
        self._thread = threading.Thread(target=self.run, name="govern-errands", daemon=True)
        self._thread.start()

    def stop(self, seconds: float = 40) -> None:
        """No errand is begun any more; waits so long for the one in hand: printing has a limit
        of 30 s."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(seconds)

    def run(self) -> None:
        """Carries out errands until `stop` is called."""
        while not self._stop.is_set():
            try:
                if self.once():
                    continue
            except Exception:  # a worker outlives what it cannot do; the lease runs out
                log.exception("the worker met an error and goes on")
            self._stop.wait(IDLE_SECONDS)
