"""The verdicts of a judgement: what was asked, how it came out, why, and who could change it.

Refusal is data: listing, firing, printing and simulating all carry these, all of them, never the
first failure alone and never a bare boolean.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from govern.spec.model import Who


class VerdictOutcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"
    OVERRIDDEN = "overridden"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's answer. `rule` names the rule ("by", "require", "guards/0"), `code` is stable.

    `reason` is one sentence. `field` names the field it is about, or "". `terms` say by
    definition who could resolve it; `who` the people that are, filled in by
    `authority.name_people`.
    `warning` marks a "should": it never holds the move back.
    """

    rule: str
    code: str
    outcome: VerdictOutcome
    reason: str = ""
    field: str = ""
    who: tuple[str, ...] = ()
    terms: Who = ()
    warning: bool = False

    @property
    def blocks(self) -> bool:
        """True where the move is held back by it; an expression that cannot be evaluated blocks."""
        return not self.warning and self.outcome in (VerdictOutcome.FAILED, VerdictOutcome.ERROR)

    def named(self, who: tuple[str, ...]) -> Verdict:
        """The same verdict, naming these people."""
        return replace(self, who=who)

    def as_dict(self) -> dict[str, Any]:
        """The shape that goes over HTTP and into the second log."""
        return {
            "rule": self.rule,
            "code": self.code,
            "outcome": self.outcome.value,
            "reason": self.reason,
            "who": list(self.who),
            "field": self.field or None,
            "warning": self.warning,
        }
