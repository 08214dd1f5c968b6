"""What names mean in each place an expression may stand: in guards and effects, inside `where`,
in computed fields. The types themselves are those of `conditions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from govern.spec.conditions import FUNCTION_NAMES, Scope, Type, types
from govern.spec.declared import Declared, Pack
from govern.spec.model import Field
from govern.spec.vocabulary import FieldKind

OWN = ("state", "number", "id", "parent", "requester", "opened_at", "state_since")
"""Names every record has beside its fields."""

CHILDREN, SIBLINGS, DESCENDANTS, RECORDS = "children", "siblings", "descendants", "records"
RELATIVES = (CHILDREN, SIBLINGS, DESCENDANTS, RECORDS)
ACT = ("actor", "now", "changed", "input")

RESERVED_FIELDS = (
    frozenset({*OWN, *RELATIVES, *ACT, "settings", "fired", "fired_count", "entered"})
    | {"holds", "holders", "can", "this", "has", "true", "false", "null", "in"}
    | {name.lower() for name in FUNCTION_NAMES}
)
"""What no field may be called, because expressions mean something else by it."""

_HISTORY = ("fired", "fired_count", "entered")
_PEOPLE = ("holds", "holders")
_FIXED = {
    FieldKind.TEXT: types.TEXT,
    FieldKind.LONG_TEXT: types.TEXT,
    FieldKind.INTEGER: types.NUMBER,
    FieldKind.NUMBER: types.NUMBER,
    FieldKind.PERCENT: types.NUMBER,
    FieldKind.DATE: types.DATE,
    FieldKind.DATETIME: types.MOMENT,
    FieldKind.DURATION: types.DURATION,
    FieldKind.BOOLEAN: types.BOOLEAN,
    FieldKind.PERSON: types.PERSON,
    FieldKind.PEOPLE: types.list_of(types.PERSON),
    FieldKind.ROLE: types.ROLE,
}


class Scopes:
    """The scopes of one pack."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._roles = frozenset(pack.roles)
        self._shapes = {name: self._shape(one) for name, one in pack.workflows.items()}

    def of_act(self, name: str, inputs: Mapping[str, Field] | None = None) -> Scope:
        """In guards and effects of the workflow `name`; `input` is there on a transition only."""
        own = self._pack.workflows[name]
        names = {
            **self._shapes[name],
            **self._relatives(own),
            **self._moment(own, inputs),
            "this": types.record(name),
        }
        withheld = {} if own.within else {"parent": _ALONE}
        if inputs is None:
            withheld["input"] = "what an act is given can be read on its transition only"
        return self._scope(own, names, withheld)

    def computed(self, name: str) -> Scope:
        """In computed fields: the record and its relatives, but not the moment or the person."""
        scope = self.of_act(name)
        reason = "a computed field depends on records only, not on an act"
        withheld = {**scope.withheld, **dict.fromkeys(ACT, reason)}
        names = {key: type_ for key, type_ in scope.names.items() if key not in ACT}
        return replace(scope, names=names, withheld=withheld)

    def where(
        self, name: str, others: Iterable[str], inputs: Mapping[str, Field] | None = None
    ) -> Scope:
        """Inside `where`: bare names are the other record's, `this` is the one judged."""
        own = self._pack.workflows[name]
        names = {
            **self._shared(list(others)),
            **self._moment(own, inputs),
            "this": types.record(name),
        }
        names.pop("parent", None)
        reason = "inside `where` bare names are the other record's; write `this.` for this one's"
        withheld = dict.fromkeys(("parent", *RELATIVES), reason)
        withheld |= dict.fromkeys(_HISTORY, "it is about this record, and `where` about others")
        return self._scope(own, names, withheld)

    def type_of(self, field: Field, currency: str) -> Type:
        """The type of a field's value."""
        fixed = _FIXED.get(field.kind)
        if fixed is not None:
            return fixed
        if field.kind is FieldKind.MONEY:
            return types.money(currency)
        if field.kind is FieldKind.TABLE:
            columns = {name: self.type_of(one, currency) for name, one in field.columns.items()}
            return types.list_of(types.row(columns))
        if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
            single = types.choice(field.of)
        else:
            single = types.record(*field.to) if self._pack.sound(field.to) else types.UNKNOWN
        plural = field.kind in (FieldKind.CHOICES, FieldKind.LINKS)
        return types.list_of(single) if plural else single

    def _shape(self, own: Declared) -> dict[str, Type]:
        """Everything behind the dot of a record of this type."""
        shape = {name: self.type_of(one, own.currency) for name, one in own.fields.items()}
        shape |= dict.fromkeys(own.broken, types.UNKNOWN)
        shape |= {
            "state": types.choice(own.states),
            "number": types.TEXT,
            "id": types.TEXT,
            "requester": types.PERSON,
            "opened_at": types.MOMENT,
            "state_since": types.MOMENT,
        }
        if own.within:
            sound = self._pack.sound(own.within)
            shape["parent"] = types.record(*own.within) if sound else types.UNKNOWN
        return shape

    def _shared(self, others: list[str]) -> dict[str, Type]:
        """The names that records of all these types have, of one type each."""
        shapes = [self._shapes[name] for name in others if name in self._shapes]
        if not shapes:
            return {}
        shared = {
            name: type_
            for name, type_ in shapes[0].items()
            if all(shape.get(name) == type_ for shape in shapes)
        }
        states = {state for name in others for state in self._pack.workflows[name].states}
        return {**shared, "state": types.choice(sorted(states))}

    def _relatives(self, own: Declared) -> dict[str, Type]:
        found = {
            "children": self._pack.children(own.name),
            "siblings": self._pack.siblings(own.name),
            "descendants": self._pack.descendants(own.name),
            "records": self._pack.names(),
        }
        unread = {name: types.list_of(types.UNKNOWN) for name in self._pack.unreadable}
        return {
            word: types.namespace(
                {**unread, **{name: self._every(name) for name in names}}, "record type"
            )
            for word, names in found.items()
        }

    def _every(self, name: str) -> Type:
        sound = self._pack.sound([name])
        return types.list_of(types.record(name) if sound else types.UNKNOWN)

    def _moment(self, own: Declared, inputs: Mapping[str, Field] | None) -> dict[str, Type]:
        names = {
            "actor": types.PERSON,
            "now": types.MOMENT,
            "changed": types.list_of(types.choice(sorted({*own.fields, *own.broken}))),
        }
        if inputs is not None:
            given = {name: self.type_of(one, own.currency) for name, one in inputs.items()}
            names["input"] = types.namespace(given, "input")
        return names

    def _scope(
        self, own: Declared, names: Mapping[str, Type], withheld: Mapping[str, str]
    ) -> Scope:
        return Scope(
            names,
            self._shapes,
            frozenset(own.transitions),
            frozenset(own.states),
            self._roles,
            withheld,
        )


_ALONE = "a record of this type lies within no other"
