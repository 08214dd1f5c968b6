"""A record while an act works on it: what it will hold if everything is decided so.

A draft lives inside one act. Rules see it through its `situation`; nothing is stored before
`moves` stores it whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from govern.rules import effects, fields
from govern.rules.effects import Fired, Opened
from govern.rules.situation import RecordView, Situation
from govern.spec.model import Effect, Workflow
from govern.store import identifiers, records


@dataclass(slots=True)
class Draft:
    """`row` is what is stored (None while opening), `stored` what will be, by field name."""

    situation: Situation
    stored: dict[str, Any]
    row: records.Row | None = None
    parent: str | None = None
    inputs: dict[str, Any] = field(default_factory=dict)
    stays: bool = False
    opened: list[tuple[str, Opened]] = field(default_factory=list)
    fired: list[Fired] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)

    @property
    def workflow(self) -> Workflow:
        return self.situation.workflow

    @property
    def record(self) -> RecordView:
        return self.situation.record

    def write(self, values: Mapping[str, Any]) -> None:
        """The draft holds `values` (stored form), and they count as changed by this act.

        What is held already is not changed by sending it again.
        """
        new = {name: value for name, value in values.items() if self._differs(name, value)}
        if new:
            self._hold(new)
            changed = self.situation.changed | frozenset(new)
            self.situation = replace(self.situation, changed=changed)

    def _differs(self, name: str, value: Any) -> bool:
        held = self.stored.get(name)
        return value != held and not (held is None and value == [])

    def _hold(self, values: Mapping[str, Any]) -> None:
        typed = dict(self.record.values)
        for name, value in values.items():
            empty = value is None or value == []
            if empty:
                self.stored.pop(name, None)
            else:
                self.stored[name] = value
            typed[name] = fields.typed(self.workflow.fields[name], None if empty else value)
        links = {name: held for name, held in self.record.links.items() if name not in values}
        record = replace(self.record, values=typed, links=links)
        self.situation = replace(self.situation, record=record)

    def enter(self, state: str) -> None:
        """The draft is in `state` from here on."""
        self.situation = replace(self.situation, record=replace(self.record, state=state))

    def number(self, number: str) -> None:
        """The record that is being opened has its number."""
        self.situation = replace(self.situation, record=replace(self.record, number=number))

    def run(self, declared: tuple[Effect, ...]) -> None:
        """Each effect in its turn, so that a later one sees what an earlier one wrote."""
        for effect in declared:
            found = effects.consequences(self.situation, (effect,))
            self.write(found.values)
            for opening in found.opened:
                new = identifiers.new_id()
                self.opened.append((new, opening))
                if opening.link:
                    self.write({opening.link: self._linked(opening.link, new)})
            self.fired += found.fired
            self.printed += found.printed

    def compute(self) -> None:
        """The computed fields follow what was written; nobody changed them."""
        found = effects.compute(self.situation)
        if found:
            self._hold(found)

    def _linked(self, name: str, new: str) -> Any:
        several = self.workflow.fields[name].kind == "links"
        return [*self.stored.get(name, []), new] if several else new
