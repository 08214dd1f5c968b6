"""What a pack of workflow files says, as frozen plain structures: nothing here reads or decides.

`reader` makes these from YAML, `checks` compares them with one another, `rules` follows them.
Every name in here was checked: a `Transition.by` holds only roles and fields that exist, every
`Expression` is typed. A definition is named by its `digest`, the SHA-256 of its canonical data,
so comments and layout do not count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from govern.spec.conditions import Expression
from govern.spec.vocabulary import (
    EffectWord,
    FieldKind,
    FinalOutcome,
    GuardWord,
    Level,
    Quantifier,
    TermKind,
)


@dataclass(frozen=True, slots=True)
class Term:
    """One answer to "who": a role, a person field, the requester, the people of past acts …

    `name` is the role (ROLE) or the transition (FIRED, LAST); `path` the dotted names of a FIELD
    term ("parent", "sponsor"); `terms` what an ALL term needs at once. `text` is as written.
    """

    kind: TermKind
    text: str
    name: str = ""
    path: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    title: str = field(default="", compare=False)  # of the role


Who = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record, or one column of a table, or one input of an act."""

    name: str
    kind: FieldKind
    title: str
    help: str = ""
    required: bool = False
    minimum: Any = None  # of the field's own value type; for texts and lists a length
    maximum: Any = None
    of: Mapping[str, str] = field(default_factory=dict)  # choice -> title, in file order
    to: tuple[str, ...] = ()  # link, links: record types
    role: str | None = None  # person, people: must hold this role on the record
    columns: Mapping[str, Field] = field(default_factory=dict)  # table
    default: Any = None  # stored form
    index: bool = False
    personal: bool = False
    computed: Expression | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """One condition of a transition. Which attributes count depends on `word`.

    CHECK: check. RULE: name, check. CHILDREN, PARENT, SIBLINGS, LINKED, RECORDS: workflow,
    where, quantifier, number, states (of ALL_IN), and `name` the link field of LINKED.
    UNIQUE: fields, workflow (among).
    """

    word: GuardWord
    text: str  # as a person would say it: the default reason is made of it
    check: Expression | None = None
    name: str = ""
    workflow: str = ""
    where: Expression | None = None
    quantifier: Quantifier | None = None
    number: int = 0
    at_least: int = 0
    states: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    when: Expression | None = None
    reason: str = ""  # the file's `else`
    code: str = ""
    level: Level = Level.MUST


@dataclass(frozen=True, slots=True)
class Setting:
    """A value an effect writes: an expression where the file says `= …`, else in stored form."""

    literal: Any = None
    expression: Expression | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """One consequence of a move. Which attributes count depends on `word`.

    SET: values. OPEN: workflow, transition (its opening, "" where there is one), values, link
    (a field of this record that is to name the new one). FIRE: on (children, parent, siblings
    or a link field), workflow, where, transition, values, inputs, each_try.
    PRINT: document.
    """

    word: EffectWord
    values: Mapping[str, Setting] = field(default_factory=dict)
    workflow: str = ""
    transition: str = ""
    link: str = ""
    on: str = ""
    where: Expression | None = None
    inputs: Mapping[str, Setting] = field(default_factory=dict)
    each_try: bool = False
    document: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """Fields nobody may write in a state: all of them, or those named."""

    all: bool = False
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class State:
    name: str
    title: str
    help: str = ""
    phase: str = ""
    final: bool = False
    outcome: FinalOutcome | None = None
    side: bool = False
    edit: Who = ()
    lock: Lock = Lock()
    hide: frozenset[str] = frozenset()
    require: tuple[str, ...] = ()
    on_enter: tuple[Effect, ...] = ()
    on_exit: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    to: str
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a transition leads; exactly one attribute is set.

    `state`: that state. `stay`: nowhere, nothing restarts. `previous`: the state a side state
    interrupted, else the state named (or "" for none). `by_source`: source to target.
    `branches`: the first whose `when` holds; none refuses.
    """

    state: str = ""
    stay: bool = False
    previous: bool = False
    otherwise: str = ""
    by_source: Mapping[str, str] = field(default_factory=dict)
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Needs:
    """What of the rest of the world a definition or a transition reads, so that it is locked and
    loaded before anything is judged. `parents` is how many levels up are read; `children`,
    `siblings`, `descendants`, `records` are record types; `links` are link fields.
    """

    parents: int = 0
    children: frozenset[str] = frozenset()
    siblings: frozenset[str] = frozenset()
    descendants: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    history: bool = False
    holders: bool = False

    def __or__(self, other: Needs) -> Needs:
        """Both together."""
        return Needs(
            max(self.parents, other.parents),
            self.children | other.children,
            self.siblings | other.siblings,
            self.descendants | other.descendants,
            self.records | other.records,
            self.links | other.links,
            self.history or other.history,
            self.holders or other.holders,
        )


@dataclass(frozen=True, slots=True)
class Transition:
    """One move. `sources` is empty for an opening and never holds "any": it is worked out.

    `ask` are fields of the record the person is prompted for, `inputs` values of this act alone.
    """

    name: str
    title: str
    target: Target
    sources: tuple[str, ...] = ()
    help: str = ""
    by: Who = ()
    not_by: Who = ()
    system: bool = False  # `by` lists system: may be fired by another record's effect
    require: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    inputs: Mapping[str, Field] = field(default_factory=dict)
    comment_required: bool = False
    guards: tuple[Guard, ...] = ()
    then: tuple[Effect, ...] = ()
    needs: Needs = Needs()

    @property
    def opens(self) -> bool:
        """True where it opens a record rather than moving one."""
        return not self.sources


@dataclass(frozen=True, slots=True)
class Document:
    """A paper this type prints: when `fired` fires or the state `entered` is entered."""

    name: str
    title: str
    template: str
    fired: str = ""
    entered: str = ""


@dataclass(frozen=True, slots=True)
class Workflow:
    """One record type with one lifecycle."""

    name: str
    title: str
    digest: str
    version: int = 1
    summary: str = ""
    prefix: str = ""  # of numbers: "CR-" and 4 digits for CR-0000
    digits: int = 1
    within: tuple[str, ...] = ()  # parent types, "none" left out
    within_required: bool = False
    currency: str = ""
    fields: Mapping[str, Field] = field(default_factory=dict)
    states: Mapping[str, State] = field(default_factory=dict)
    transitions: tuple[Transition, ...] = ()  # in file order; variants share a name, never a source
    documents: Mapping[str, Document] = field(default_factory=dict)
    needs: Needs = Needs()  # of everything in it, computed fields included

    def openings(self) -> tuple[Transition, ...]:
        """The ways to open a record, in file order."""
        return tuple(t for t in self.transitions if t.opens)

    def moves_from(self, state: str) -> tuple[Transition, ...]:
        """The transitions that leave, or stay in, `state`, in file order."""
        return tuple(t for t in self.transitions if state in t.sources)

    def named(self, name: str) -> tuple[Transition, ...]:
        """All variants of the transition `name`; empty where there is none."""
        return tuple(t for t in self.transitions if t.name == name)

    def title_field(self) -> str | None:
        """The field a record is called by: the first of kind text, in file order."""
        return next((f.name for f in self.fields.values() if f.kind is FieldKind.TEXT), None)


@dataclass(frozen=True, slots=True)
class Role:
    """What people may be granted. `granted_by` are the roles whose holders may grant it there."""

    name: str
    title: str
    help: str = ""
    granted_by: tuple[str, ...] = ()
    incompatible: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roles:
    digest: str
    roles: Mapping[str, Role] = field(default_factory=dict)


LIMIT_DIGITS = 15
"""Significant digits of a number, percent or money amount: what every JSON reader keeps exactly."""

MONEY_STEP = Decimal("0.01")
