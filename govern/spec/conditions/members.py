"""What stands behind a name and behind a dot, and what to say where nothing does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from govern.spec.conditions.problems import ProblemCode
from govern.spec.conditions.signatures import SIGNATURES
from govern.spec.conditions.tree import Path
from govern.spec.conditions.types import UNKNOWN, Kind, Type, describe, join
from govern.spec.names import did_you_mean, nearest

if TYPE_CHECKING:
    from govern.spec.conditions.checking import Checker

MOST_HINTS = 20
"""So many problems of an expression get a hint: looking for near words takes time."""

_NO_NAMES_HINTS = {
    Kind.LIST: "write .all(x, …), .exists(x, …), .filter(x, …), .map(x, …) or size(…)",
    Kind.NAMESPACE: "",
}


class Members:
    """Looks names up for a checker, which notes the problems."""

    __slots__ = ("checker",)

    def __init__(self, checker: Checker) -> None:
        self.checker = checker

    def of(self, owner: Type, name: str, at: tuple[int, int], said: str) -> Type:
        """The type of `name` behind the dot of `owner`, which is written as `said`."""
        if owner.kind is Kind.UNKNOWN:
            return UNKNOWN
        if owner.kind is Kind.RECORD:
            return self._of_record(owner, name, at, said)
        if owner.kind not in (Kind.ROW, Kind.NAMESPACE):
            message = f"{said} is {describe(owner)}, which has no `{name}`"
            hint = _NO_NAMES_HINTS.get(owner.kind, "")
            return self.checker.problem(at, ProblemCode.WRONG_TYPE, message, hint)
        found = owner.names.get(name)
        if found is None:
            return self._unknown(name, at, f"{said} has no {owner.noun} `{name}`", owner.names)
        return found

    def _of_record(self, owner: Type, name: str, at: tuple[int, int], said: str) -> Type:
        shapes = {w: self.checker.scope.shapes.get(w, {}) for w in owner.workflows}
        found = {w: shape[name] for w, shape in shapes.items() if name in shape}
        if not found:
            types = " or ".join(owner.workflows) or "a record of no type"
            names = {known for shape in shapes.values() for known in shape}
            return self._unknown(name, at, f"{said} ({types}) has no `{name}`", names)
        lacking = [w for w in owner.workflows if w not in found]
        if lacking:
            message = f"{said} may be {' or '.join(lacking)}, which has no `{name}`"
            return self._unknown(name, at, message, ())
        return self._joined(found, name, at, said)

    def _joined(self, found: dict[str, Type], name: str, at: tuple[int, int], said: str) -> Type:
        """The one type `name` has in all the record types."""
        first, *others = found
        current = found[first]
        for workflow in others:
            joined = join(current, found[workflow])
            if joined is None:
                message = (
                    f"`{name}` behind {said} is {describe(found[first])} in {first} "
                    f"but {describe(found[workflow])} in {workflow}"
                )
                return self.checker.problem(at, ProblemCode.WRONG_TYPE, message)
            current = joined
        return current

    def _unknown(
        self, name: str, at: tuple[int, int], message: str, candidates: Iterable[str]
    ) -> Type:
        hint = self.checker.hint(name, candidates)
        return self.checker.problem(at, ProblemCode.UNKNOWN_NAME, message, hint)

    def unknown_root(self, node: Path, variables: list[str]) -> Type:
        """Notes that the first name of the path means nothing in this place."""
        scope, name = self.checker.scope, node.names[0]
        at = (node.ends[0] - len(name), node.ends[0])
        if name in scope.withheld:
            message = f"`{name}` may not be used here: {scope.withheld[name]}"
            return self.checker.problem(at, ProblemCode.WITHHELD, message)
        crowded = len(self.checker.problems) >= MOST_HINTS
        hint = "" if crowded else self._root_hint(name, [*variables, *scope.names])
        return self.checker.problem(
            at, ProblemCode.UNKNOWN_NAME, f"there is no name `{name}` here", hint
        )

    def _root_hint(self, name: str, names: list[str]) -> str:
        """Whether it is a text without its quotes, a constant in capitals, or a slip."""
        scope = self.checker.scope
        choices = {value for known in scope.names.values() for value in known.choices}
        values = choices | scope.states | scope.roles | scope.transitions
        if name in values:
            return f'a text needs quotes: "{name}"'
        if name in SIGNATURES:
            return f"`{name}` is a function: write {name}(…)"
        meant = nearest(name, [*names, "true", "false", "null"])
        if meant is not None:
            return f"did you mean `{meant}`?"
        value = nearest(name, values)
        return f'did you mean "{value}"?' if value else did_you_mean(name, names)
