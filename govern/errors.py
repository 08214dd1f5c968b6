"""The family of refusals: everything the engine may say instead of doing what was asked.

    GovernError
    ├── DefinitionRefused      a pack of workflow files says what it may not (findings)
    ├── Unreadable             the request cannot be understood at all
    ├── TooLarge               the request is above a stated limit
    ├── NotSignedIn            nobody is known to be asking
    ├── NotFound               no such thing, or not for the asker to know of
    ├── ValuesRefused          values that their fields may not hold (one problem each)
    ├── Refused                the rules say no (verdicts, all of them)
    │   └── NotAllowed         … because the person is not among those who may
    ├── RevisionRequired       the change must name the revision it was made against
    ├── StaleRevision          somebody changed the record first
    ├── Conflict               the act collides with one already made or under way
    ├── TooManyRequests        too many attempts from one source (retry_after seconds)
    ├── Busy                   the store could not take the act in time (retry_after seconds)
    ├── PrintFailed            a document could not be printed; nothing was issued
    └── Tampered               what is stored is not what was recorded

No class knows HTTP or a terminal: `api/problems` and `cli` translate. A `code` is stable and
documented; a message is one sentence a person can act on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govern.rules.verdicts import Verdict
    from govern.spec.diagnostics import Finding


class GovernError(Exception):
    """A refusal with a stable `code` and a `message` for the person who asked."""

    code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what was sent: `pointer` is an RFC 6901 JSON pointer into it."""

    code: str
    detail: str
    pointer: str


class DefinitionRefused(GovernError):
    """The pack of workflow files was refused; `findings` lists every reason with its position."""

    code = "definition_refused"

    def __init__(self, findings: Sequence[Finding]) -> None:
        count = len(findings)
        super().__init__(f"The workflow files were refused: {count} finding{'s' * (count != 1)}.")
        self.findings = tuple(findings)


class Unreadable(GovernError):
    """The request cannot be understood: broken JSON, duplicate keys, a wrong shape."""

    code = "unreadable"


class TooLarge(GovernError):
    """The request is above a limit that `govern doctor` lists."""

    code = "too_large"


class NotSignedIn(GovernError):
    """No token, or one that is unknown, expired or revoked."""

    code = "not_signed_in"


class NotFound(GovernError):
    """No such thing, or not for the asker to know of: the two are told apart by nobody."""

    code = "not_found"


class ValuesRefused(GovernError):
    """Values their fields may not hold; `problems` has one entry each."""

    code = "values_refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.detail for problem in problems))
        self.problems = tuple(problems)


class Refused(GovernError):
    """The rules refuse the act; `verdicts` holds every verdict, those that passed included."""

    code = "refused"

    def __init__(
        self, message: str, verdicts: Sequence[Verdict], *, code: str | None = None
    ) -> None:
        super().__init__(message, code=code)
        self.verdicts = tuple(verdicts)


class NotAllowed(Refused):
    """The person is not among those who may do this."""

    code = "not_allowed"


class RevisionRequired(GovernError):
    """The change does not say which revision it was made against."""

    code = "revision_required"


class StaleRevision(GovernError):
    """The record has changed since the revision the request names."""

    code = "stale_revision"


class Conflict(GovernError):
    """The act collides with one already made or still under way."""

    code = "conflict"


class TooManyRequests(GovernError):
    """Too many attempts from one source; try again after `retry_after` seconds."""

    code = "too_many_requests"

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Busy(GovernError):
    """The store could not take the act in time; nothing was changed. Try again later."""

    code = "busy"

    def __init__(self, message: str, *, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class PrintFailed(GovernError):
    """A document could not be printed and nothing was issued; the message says why."""

    code = "print_failed"


class Tampered(GovernError):
    """What is stored is not what was recorded; `details` name the first bad entry or row."""

    code = "tampered"

    def __init__(self, message: str, details: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.details = details or {}
