"""What the steps of a scenario refer to: people and records of the scenario itself, and names of
the workflows it plays in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from govern.spec.builder import words
from govern.spec.catalog import Catalog
from govern.spec.codes import Code
from govern.spec.model import Workflow
from govern.spec.names import did_you_mean
from govern.spec.nodes import MapNode, ScalarNode
from govern.spec.report import Report, shown

_NUMBER = re.compile(r"[A-Z][A-Z0-9-]*-[0-9]+")
"""What a record is numbered: how those are named that an effect opens."""


def check_play(node: MapNode, catalog: Catalog | None, report: Report) -> None:
    """Findings for every name in the scenario that means nothing."""
    play = _Play(node, catalog, report)
    for name, one in words.part(node, "people").items():
        part = one if isinstance(one, MapNode) else words.part(node, "people")
        play.roles(words.names(part, "roles" if isinstance(one, MapNode) else name))
    for step in (*words.many(node, "steps"), *words.many(node, "next")):
        if isinstance(step, MapNode):
            play.step(step)


class _Play:
    def __init__(self, node: MapNode, catalog: Catalog | None, report: Report) -> None:
        self._people = {name for name, _ in words.part(node, "people").items()}
        self._records: dict[str, Workflow | None] = {}
        self._catalog = catalog
        self._report = report

    def step(self, node: MapNode) -> None:
        """Looks up everything a step names, and notes the record it opens."""
        persons = ("by", *(["to"] if node.get("grant") else ["from"]))
        for named in (words.scalar(node, word) for word in persons):
            self._person(named)
        for word in ("on", "within", "edit", "expect"):
            self._record(words.scalar(node, word))
        for word in ("grant", "revoke"):
            self.roles(words.names(node, word))
        opened = words.scalar(node, "open")
        if opened is not None:
            self._open(node, opened)
        else:
            self._look(node, self._workflow_of(node))

    def roles(self, nodes: Iterable[ScalarNode]) -> None:
        """A finding for each role the catalog does not have."""
        if self._catalog is not None:
            self._known(nodes, Code.UNKNOWN_ROLE, "role", self._catalog.roles.roles)

    def _person(self, node: ScalarNode | None) -> None:
        if node is not None and node.text not in self._people:
            text = f"There is nobody called {shown(node.text)} under `people`."
            hint = did_you_mean(node.text, self._people)
            self._report.add(node.at, Code.UNKNOWN_PERSON, text, hint)

    def _record(self, node: ScalarNode | None) -> None:
        if node is None or node.text in self._records or _NUMBER.fullmatch(node.text):
            return
        text = f"No step before this one opens a record called {shown(node.text)}."
        hint = did_you_mean(node.text, self._records)
        self._report.add(node.at, Code.UNKNOWN_RECORD, text, hint)

    def _open(self, node: MapNode, opened: ScalarNode) -> None:
        workflow = None
        if self._catalog is not None:
            self._known([opened], Code.UNKNOWN_WORKFLOW, "record type", self._catalog.workflows)
            workflow = self._catalog.workflows.get(opened.text)
        label = words.scalar(node, "as")
        if label is not None and node.get("refused") is None:
            if label.text in self._records:
                text = f"A step before this one calls its record {shown(label.text)} already."
                self._report.add(label.at, Code.TWICE, text)
            self._records[label.text] = workflow
        self._look(node, workflow)

    def _workflow_of(self, node: MapNode) -> Workflow | None:
        """The type of the record a step is about, where it is known."""
        label = next((words.text(node, w) for w in ("on", "edit", "expect") if node.get(w)), "")
        if label in self._records or self._catalog is None:
            return self._records.get(label)
        prefix = label.rstrip("0123456789")
        types = self._catalog.workflows.values()
        return next((one for one in types if one.prefix == prefix), None)

    def _look(self, node: MapNode, workflow: Workflow | None) -> None:
        """Everything that is named of the workflow is there."""
        if workflow is None:
            return
        moves = {move.name for move in workflow.transitions}
        named = [*words.names(node, "fire"), *words.names(node, "allowed")]
        named += [key for key, _ in words.part(node, "blocked").entries]
        self._known(named, Code.UNKNOWN_TRANSITION, "transition", moves)
        openings = {move.name for move in workflow.openings()}
        self._known(words.names(node, "via"), Code.UNKNOWN_TRANSITION, "opening", openings)
        self._known(words.names(node, "state"), Code.UNKNOWN_STATE, "state", workflow.states)
        fields = [key for key, _ in words.part(node, "fields").entries]
        self._known(fields, Code.UNKNOWN_FIELD, "field", workflow.fields)
        papers = words.names(node, "documents")
        self._known(papers, Code.UNKNOWN_DOCUMENT, "document", workflow.documents)

    def _known(
        self, nodes: Iterable[ScalarNode], code: Code, what: str, names: Iterable[str]
    ) -> None:
        known = set(names)
        for node in nodes:
            if node.text not in known:
                self._report.unknown(node.at, code, what, node.text, known)
