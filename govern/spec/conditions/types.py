"""The types of expressions: how to name them, when two are one, how to say them to people.

What a name means in a workflow is said by a `Scope`; what operators do with types is in
`operators`. A record type is only the names of its workflows: its shape is looked up in the
scope, so a workflow may be within itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LIST_DEPTH = 4
"""How deep lists may nest: a list of lists of lists of lists of numbers, no deeper."""


class Kind(StrEnum):
    """What sort of value a type is of."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    MONEY = "money"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"
    DURATION = "duration"
    PERSON = "person"
    ROLE = "role"
    NULL = "null"
    LIST = "list"
    ROW = "row"
    RECORD = "record"
    NAMESPACE = "namespace"
    UNKNOWN = "unknown"  # what an expression with a problem is of: it goes with everything


@dataclass(frozen=True, slots=True)
class Type:
    """One type. Make it with the constants and functions below, never by hand.

    `choices`: the values of a CHOICE. `currency`: of MONEY, "" where it is not known before run
    time. `of`: the members of a LIST. `workflows`: of a RECORD, any of which it may be. `names`:
    the columns of a ROW, what stands behind the dot of a NAMESPACE. `noun`: what such a name is
    called in messages.
    """

    kind: Kind
    choices: tuple[str, ...] = ()
    currency: str = ""
    of: Type | None = None
    workflows: tuple[str, ...] = ()
    names: Mapping[str, Type] = field(default_factory=dict, hash=False)
    noun: str = field(default="name", compare=False)

    @property
    def member(self) -> Type:
        """The type of a list's members; UNKNOWN for anything else."""
        return self.of or UNKNOWN


TEXT = Type(Kind.TEXT)
NUMBER = Type(Kind.NUMBER)
BOOLEAN = Type(Kind.BOOLEAN)
DATE = Type(Kind.DATE)
MOMENT = Type(Kind.MOMENT)
DURATION = Type(Kind.DURATION)
PERSON = Type(Kind.PERSON)
ROLE = Type(Kind.ROLE)
NULL = Type(Kind.NULL)
UNKNOWN = Type(Kind.UNKNOWN)


def money(currency: str = "") -> Type:
    """An amount of money; without `currency` it is compared at run time."""
    return Type(Kind.MONEY, currency=currency)


def choice(values: Iterable[str]) -> Type:
    """A text whose possible values are known: a literal that is none of them is a problem."""
    return Type(Kind.CHOICE, choices=tuple(values))


def list_of(member: Type) -> Type:
    """A list: people, choices, links, the records under `children.NAME`. Never empty as a value."""
    return Type(Kind.LIST, of=member)


def row(columns: Mapping[str, Type]) -> Type:
    """One row of a table."""
    return Type(Kind.ROW, names=dict(columns), noun="column")


def record(*workflows: str) -> Type:
    """A record of one of these workflows; `Scope.shapes` says what each has behind the dot."""
    return Type(Kind.RECORD, workflows=tuple(sorted(set(workflows))))


def namespace(names: Mapping[str, Type], noun: str = "name") -> Type:
    """A name that is only there for what stands behind its dot: `children`, `input`."""
    return Type(Kind.NAMESPACE, names=dict(names), noun=noun)


_SINGULAR = {
    Kind.TEXT: "a text",
    Kind.CHOICE: "a choice",
    Kind.NUMBER: "a number",
    Kind.MONEY: "an amount of money",
    Kind.BOOLEAN: "true or false",
    Kind.DATE: "a date",
    Kind.MOMENT: "a moment",
    Kind.DURATION: "a duration",
    Kind.PERSON: "a person",
    Kind.ROLE: "a role",
    Kind.NULL: "null",
    Kind.LIST: "a list",
    Kind.ROW: "a table row",
    Kind.RECORD: "a record",
    Kind.NAMESPACE: "a group of names",
    Kind.UNKNOWN: "anything",
}
_PLURAL = {
    Kind.BOOLEAN: "booleans",
    Kind.MONEY: "amounts of money",
    Kind.NULL: "nulls",
    Kind.UNKNOWN: "anything",
    Kind.NAMESPACE: "groups of names",
}


def describe(type_: Type) -> str:
    """A type for people, with its article: "a number", "a list of people"."""
    kind = type_.kind
    if kind is Kind.LIST and type_.member.kind is not Kind.UNKNOWN:
        return f"a list of {_plural(type_.member)}"
    if kind is Kind.RECORD and type_.workflows:
        return f"a record ({' or '.join(type_.workflows)})"
    if kind is Kind.MONEY and type_.currency:
        return f"an amount of money in {type_.currency}"
    return _SINGULAR[kind]


def _plural(member: Type) -> str:
    if member.kind is Kind.PERSON:
        return "people"
    return _PLURAL.get(member.kind, _SINGULAR[member.kind].removeprefix("a ") + "s")


def join(one: Type, other: Type) -> Type | None:
    """The type of a value that may be of either, or None where there is no such type.

    Choices join to a choice of the values of both, records to a record of any of the workflows,
    money of two currencies to money of a currency that is not known before run time.
    """
    if one == other or other.kind is Kind.UNKNOWN:
        return one
    if one.kind is Kind.UNKNOWN:
        return other
    kinds = {one.kind, other.kind}
    if Kind.NULL in kinds:
        filled = other if one.kind is Kind.NULL else one
        return None if filled.kind in (Kind.LIST, Kind.NAMESPACE) else filled
    if kinds == {Kind.TEXT, Kind.CHOICE}:
        return TEXT
    return _join_alike(one, other) if len(kinds) == 1 else None


def _join_alike(one: Type, other: Type) -> Type | None:
    """The join of two different types of one kind."""
    if one.kind is Kind.CHOICE:
        return choice(dict.fromkeys(one.choices + other.choices))
    if one.kind is Kind.MONEY:
        return money()
    if one.kind is Kind.RECORD:
        return record(*one.workflows, *other.workflows)
    if one.kind is Kind.LIST:
        member = join(one.member, other.member)
        return None if member is None else list_of(member)
    return None
