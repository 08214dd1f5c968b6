"""What the names of an expression mean: the border to workflow declarations.

`spec/scopes` builds a `Scope` for each place an expression may stand in; nothing in here knows a
workflow. A scope built for tests is three lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from govern.spec.conditions.types import Type


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression in one place may say.

    `names`: the root names (the record's fields, `state`, `parent`, `actor` …) and their types.
    `shapes`: workflow name -> what stands behind the dot of such a record, *everything* of it:
    its fields and `state`, `number`, `id`, `parent` …; it may be filled after the scope is made,
    and types in it may name any workflow, also its own. `transitions`, `states`, `roles`: what
    fired(), entered(), holds() and holders() may name. `withheld`: names and functions that exist
    but may not be used in this place, each with the reason as one clause without a full stop
    ("a computed field may not depend on the moment").
    """

    names: Mapping[str, Type] = field(default_factory=dict)
    shapes: Mapping[str, Mapping[str, Type]] = field(default_factory=dict)
    transitions: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    withheld: Mapping[str, str] = field(default_factory=dict)
