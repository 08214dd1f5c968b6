"""Who may administer: what is done at the installation's own command line, and by its own hand.

Over HTTP only grants can be given, by those whom `roles.yaml` names (`granted_by`), and tokens
for oneself. An administrator administers; he is not exempt from a single rule.
"""

from __future__ import annotations

from govern.errors import NotAllowed
from govern.rules.verdicts import Verdict, VerdictOutcome
from govern.work import Work


def administer(work: Work, what: str) -> None:
    """NotAllowed, saying `what` is an operator's business, unless the operator asks."""
    if work.identity.is_trusted:
        return
    raise not_allowed(f"{what} is done at the command line of the installation.")


def not_allowed(reason: str) -> NotAllowed:
    """The refusal of who is not among those who may, to be raised by the caller."""
    return NotAllowed(reason, [Verdict("by", "not_among_by", VerdictOutcome.FAILED, reason)])
