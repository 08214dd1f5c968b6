"""Every construct of every kind of file and each of its words: the one table of the language.

`shapes` checks files against it, `schema` publishes it for editors, `reference` documents it.
A word that is not in here is an unknown word.
"""

from __future__ import annotations

from collections.abc import Mapping

from govern.spec.grammar import moves, plays, roles, workflows
from govern.spec.grammar.forms import Construct, Expression, Headed, Name, Text, Value, parts_of

WORKFLOW = workflows.WORKFLOW
ROLES = roles.ROLES
SCENARIO = plays.SCENARIO

CONSTRUCTS: Mapping[str, Construct | Headed] = {
    one.name: one
    for one in (
        *workflows.CONSTRUCTS,
        *moves.CONSTRUCTS,
        *roles.CONSTRUCTS,
        *plays.CONSTRUCTS,
        plays.STEP,
    )
}

RESERVED: Mapping[str, frozenset[str]] = {
    "workflow": frozenset({"none", "roles", "calendars", "policies", "settings"}),
    "state": frozenset({"any", "stay", "previous"}),
    "role": frozenset({"requester", "editors", "anyone", "system", "parent"}),
}
"""Names that mean something else where such a thing is named. Those of fields are in `scopes`."""


def constructs() -> list[Construct]:
    """All constructs, those told apart by their first word each on its own."""
    found: list[Construct] = []
    for one in CONSTRUCTS.values():
        found.extend(one.heads if isinstance(one, Headed) else [one])
    return found


def _all_words() -> frozenset[str]:
    return frozenset(word for one in constructs() for word in one.words())


def _expression_words() -> frozenset[str]:
    return frozenset(
        entry.word
        for one in constructs()
        for entry in one.entries
        if any(isinstance(form, Expression) for form in parts_of(entry.form))
    )


ALL_WORDS = _all_words()
EXPRESSION_WORDS = _expression_words() - {"rules"}
"""Words whose value is an expression; under `rules` every value is one."""

__all__ = [
    "ALL_WORDS",
    "CONSTRUCTS",
    "EXPRESSION_WORDS",
    "RESERVED",
    "ROLES",
    "SCENARIO",
    "WORKFLOW",
    "Construct",
    "Headed",
    "Name",
    "Text",
    "Value",
    "constructs",
]
