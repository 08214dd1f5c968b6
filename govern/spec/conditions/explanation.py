"""Why an expression came out as it did: the parts that decided, and a sentence for people.

It is worked out only when asked for, by evaluating the parts again in the same world; how the
facts are worded is the business of `phrases`.
"""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_SENTENCE = 600


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one (sub-)expression came out so.

    `text` as written; `shown` its value for people ("14 500.00 EUR", "no", "empty"), "" where it
    could not be evaluated; `holds` True or False for a boolean, else None; `error` what went
    wrong or ""; `sentence` all of it in one sentence without a full stop; `parts` the parts that
    it is made of: the operands of && and ||, the members a macro failed at.
    """

    text: str
    shown: str
    holds: bool | None
    error: str
    sentence: str
    parts: tuple[Explanation, ...] = ()

    def __str__(self) -> str:
        return self.sentence
