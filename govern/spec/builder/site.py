"""Where one workflow is built: its own declarations, those of the others, and the report.

Every method that looks up a name gives the name back whether there is such a thing or not; where
there is none, the finding is in the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from govern.spec.codes import Code
from govern.spec.conditions import (
    ConditionError,
    Expression,
    Scope,
    Type,
    compile_condition,
)
from govern.spec.declared import Declared, Pack
from govern.spec.model import Field
from govern.spec.needs import follow
from govern.spec.nodes import ScalarNode
from govern.spec.offsets import place_in
from govern.spec.quoting import misread
from govern.spec.report import Report, sentence, shown
from govern.spec.scopes import Scopes
from govern.spec.vocabulary import FieldKind

LINKS = frozenset({FieldKind.LINK, FieldKind.LINKS})


@dataclass(slots=True)
class Site:
    """One workflow under construction. `inputs` are those of the transition being built."""

    pack: Pack
    own: Declared
    scopes: Scopes
    report: Report
    inputs: Mapping[str, Field] | None = None
    fired: set[tuple[str, str]] = field(default_factory=set)  # (workflow, transition) of effects

    def state(self, node: ScalarNode, of: Declared | None = None) -> str:
        """The state named, of this workflow or another."""
        one = of or self.own
        if node.text not in one.states and "states" not in one.damaged:
            names = one.states
            self.report.unknown(node.at, Code.UNKNOWN_STATE, "state", node.text, names, one.name)
        return node.text

    def states(self, nodes: Iterable[ScalarNode]) -> tuple[str, ...]:
        """The states named, each once."""
        return tuple(dict.fromkeys(self.state(node) for node in nodes))

    def field(self, node: ScalarNode, of: Declared | None = None) -> Field | None:
        """The field named; None where there is none, or none that can be used."""
        one = of or self.own
        known = node.text in one.fields or node.text in one.broken
        if not known and "fields" not in one.damaged:
            names = one.fields
            self.report.unknown(node.at, Code.UNKNOWN_FIELD, "field", node.text, names, one.name)
        return one.fields.get(node.text)

    def fields(self, nodes: Iterable[ScalarNode]) -> tuple[str, ...]:
        """The fields named, each once."""
        found = []
        for node in nodes:
            self.field(node)
            found.append(node.text)
        return tuple(dict.fromkeys(found))

    def written(self, node: ScalarNode, of: Declared | None = None) -> Field | None:
        """The field named, which is to be written: a computed one is a finding."""
        one = of or self.own
        if node.text in one.computed:
            text = f"The field {shown(node.text)} is computed; nothing else writes it."
            self.report.add(node.at, Code.COMPUTED_WRITTEN, text)
        return self.field(node, one)

    def workflow(self, node: ScalarNode) -> Declared | None:
        """The record type named; None where there is none, or its file could not be read."""
        if not self.pack.knows(node.text):
            names = self.pack.names()
            self.report.unknown(node.at, Code.UNKNOWN_WORKFLOW, "record type", node.text, names)
        return self.pack.workflows.get(node.text)

    def role(self, node: ScalarNode) -> str:
        """The role named."""
        check_role(node, self.pack, self.report)
        return node.text

    def transition(self, node: ScalarNode, of: Declared | None = None) -> str:
        """The transition named, of this workflow or another."""
        one = of or self.own
        if node.text not in one.transitions and "transitions" not in one.damaged:
            code, names = Code.UNKNOWN_TRANSITION, one.transitions
            self.report.unknown(node.at, code, "transition", node.text, names, one.name)
        return node.text

    def link(self, node: ScalarNode) -> Field | None:
        """The link field named; None, with a finding, where it is none."""
        found = self.field(node)
        if found is not None and found.kind not in LINKS:
            text = f"The field {shown(node.text)} is {shown(found.kind)}, not a link."
            self.report.add(node.at, Code.NOT_A_LINK, text)
            return None
        return found

    def expression(
        self,
        node: ScalarNode | None,
        expects: Type | None,
        *,
        skip: int = 0,
        scope: Scope | None = None,
        others: tuple[str, ...] | None = None,
    ) -> Expression | None:
        """The expression in a scalar behind its first `skip` characters, checked.

        `others` are the types bare names are about, where it stands inside `where`; its `scope`
        is otherwise that of an act. None, with findings, where it cannot be used.
        """
        about = (self.own.name, *(others or ()))
        if node is None or not self.pack.sound(about) or self.report.is_full(node.at.file):
            return None
        if scope is None and others is not None:
            scope = self.scopes.where(self.own.name, others, self.inputs)
        scope = scope or self.scopes.of_act(self.own.name, self.inputs)
        written = node.text[skip:]
        skip += len(written) - len(written.lstrip())
        try:
            found = compile_condition(written.strip().replace("\n", " "), scope, expects)
        except ConditionError as error:
            self._report(node, skip, error)
            return None
        return found if self._is_near(node, skip, found, others) else None

    def _report(self, node: ScalarNode, skip: int, error: ConditionError) -> None:
        if not node.style and misread(node.source, node.at, self.report) is not None:
            return
        for problem in error.problems:
            at = place_in(node, skip + problem.offset)
            self.report.add(at, problem.code, sentence(problem.message), problem.hint)

    def _is_near(
        self,
        node: ScalarNode,
        skip: int,
        expression: Expression,
        others: tuple[str, ...] | None,
    ) -> bool:
        """Whether all it reads can be loaded."""
        for path in sorted(expression.reaches):
            reach = follow(path, self.pack, self.own.name, self.inputs or {}, others)
            if reach.too_far:
                word = path[reach.too_far - 1]
                offset = max(expression.text.find(word), 0)
                self.too_far(node, path, skip + offset)
                return False
        return True

    def too_far(self, node: ScalarNode, path: tuple[str, ...], offset: int = 0) -> None:
        """The finding that a path leads too far."""
        text = f"{shown('.'.join(path))} leads further than what is loaded for a decision."
        hint = "go up through `parent`, or one step through a link field of the record itself"
        self.report.add(place_in(node, offset), Code.TOO_FAR, text, hint)


def check_role(node: ScalarNode, pack: Pack, report: Report) -> None:
    """A finding where the role named is not declared."""
    if node.text in pack.roles or not pack.roles_known:
        return
    if pack.roles_read:
        report.unknown(node.at, Code.UNKNOWN_ROLE, "role", node.text, pack.roles)
    else:
        text = f"There is no role {shown(node.text)}: the pack has no `roles.yaml`."
        report.add(node.at, Code.UNKNOWN_ROLE, text, "declare the roles in roles.yaml")
