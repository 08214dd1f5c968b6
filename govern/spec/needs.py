"""What of the rest of the world a transition or a definition reads, found in its expressions,
guards, terms and effects; and whether a path leads further than that can be loaded.

Loaded is the record with its parents, its relatives by type, and the records its own link
fields name, each of those alone. A path that goes on from there could not be answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from govern.spec.conditions import Expression
from govern.spec.declared import Pack
from govern.spec.model import Effect, Field, Guard, Needs, Setting, State, Transition, Who
from govern.spec.scopes import CHILDREN, DESCENDANTS, RECORDS, RELATIVES, SIBLINGS
from govern.spec.vocabulary import EffectWord, FieldKind, GuardWord, TermKind

_LINKS = frozenset({FieldKind.LINK, FieldKind.LINKS})
_PAST = frozenset({TermKind.EDITORS, TermKind.FIRED, TermKind.LAST})
_HISTORY = frozenset({"fired", "fired_count", "entered"})
_HOLDERS = frozenset({"holds", "holders"})


@dataclass(frozen=True, slots=True)
class Reach:
    """What a path needs. `too_far` counts the names up to the one that leads too far; 0: none."""

    needs: Needs
    too_far: int = 0


def follow(
    path: tuple[str, ...],
    pack: Pack,
    own: str,
    inputs: Mapping[str, Field],
    others: Iterable[str] | None = None,
) -> Reach:
    """What the path needs that an expression or term of the workflow `own` reads.

    `others` are the types bare names are about inside `where`; elsewhere it is None.
    """
    return _Walk(pack, own, inputs, others).along(path)


class _Walk:
    """One walk along a path. `mode` is where it stands: "own", "above" or "other" record."""

    def __init__(
        self,
        pack: Pack,
        own: str,
        inputs: Mapping[str, Field],
        others: Iterable[str] | None,
    ) -> None:
        self._pack, self._own, self._inputs = pack, own, inputs
        self._types = {own} if others is None else set(others)
        self._mode = "own" if others is None else "other"
        self._parents = 0
        self._relatives = Needs()
        self._links: frozenset[str] = frozenset()

    def along(self, path: tuple[str, ...]) -> Reach:
        """Follows every name of the path."""
        too_far = 0
        index = 0
        while index < len(path) and not too_far:
            taken = self._step(path, index)
            too_far = 0 if taken else index + 1
            index += taken
        needs = Needs(parents=self._parents, links=self._links)
        return Reach(needs | self._relatives, too_far)

    def _step(self, path: tuple[str, ...], index: int) -> int:
        """How many names were taken; 0 where the one at `index` leads too far."""
        name, is_last = path[index], index + 1 == len(path)
        if index == 0 and name == "this":
            self._types, self._mode = {self._own}, "own"
            return 1
        if self._mode == "own" and name in RELATIVES:
            return self._relative(name, path[index + 1 : index + 2])
        if index == 0 and name == "input":
            return self._input(path)
        if name == "parent":
            return self._parent()
        return self._field(name, path[index + 1 :], is_last=is_last)

    def _relative(self, word: str, names: tuple[str, ...]) -> int:
        self._relatives = relatives(word, *names)
        self._types, self._mode = set(names), "other"
        return 1 + len(names)

    def _input(self, path: tuple[str, ...]) -> int:
        field = self._inputs.get(path[1]) if len(path) > 1 else None
        return 0 if field and _goes_on(field, path[2:]) else len(path)

    def _parent(self) -> int:
        if self._mode == "other":
            return 0
        self._types = {
            above
            for name in self._types
            if name in self._pack.workflows
            for above in self._pack.workflows[name].within
        }
        self._mode = "above"
        self._parents += 1
        return 1

    def _field(self, name: str, rest: tuple[str, ...], *, is_last: bool) -> int:
        known = (self._pack.workflows[one] for one in self._types if one in self._pack.workflows)
        field = next((one.fields[name] for one in known if name in one.fields), None)
        if field is None or is_last:
            return 1 + len(rest)
        if field.kind not in _LINKS:
            return 0 if _goes_on(field, rest) else 1 + len(rest)
        if self._mode != "own":
            return 0
        self._links |= {name}
        self._types, self._mode = set(field.to), "other"
        return 1


def _goes_on(field: Field, rest: tuple[str, ...]) -> bool:
    """Whether the path goes on through a link field, or through a column that is one."""
    if field.kind is FieldKind.TABLE and rest and rest[0] in field.columns:
        return _goes_on(field.columns[rest[0]], rest[1:])
    return field.kind in _LINKS and bool(rest)


def relatives(word: str, *types: str) -> Needs:
    """Records of these types, found as children, siblings, descendants or all there are."""
    names = frozenset(types)
    if word == CHILDREN:
        return Needs(children=names)
    if word == SIBLINGS:
        return Needs(siblings=names)
    return Needs(descendants=names) if word == DESCENDANTS else Needs(records=names)


def together(needs: Iterable[Needs]) -> Needs:
    """All of them."""
    return reduce(Needs.__or__, needs, Needs())


@dataclass(frozen=True, slots=True)
class Reader:
    """Finds the needs of the parts of the workflow `own`."""

    pack: Pack
    own: str
    inputs: Mapping[str, Field]

    def expression(
        self, expression: Expression | None, others: Iterable[str] | None = None
    ) -> Needs:
        """What an expression needs; `others` as in `follow`."""
        if expression is None:
            return Needs()
        paths = (follow(p, self.pack, self.own, self.inputs, others) for p in expression.reaches)
        calls = Needs(
            history=bool(expression.calls & _HISTORY), holders=bool(expression.calls & _HOLDERS)
        )
        return together([calls, *(reach.needs for reach in paths)])

    def who(self, who: Who) -> Needs:
        """What it takes to tell whom the terms mean."""
        found = Needs(history=any(term.kind in _PAST for term in who))
        for term in who:
            found |= self.who(term.terms)
            if len(term.path) > 1:
                found |= follow(term.path, self.pack, self.own, {}).needs
        return found

    def guard(self, guard: Guard) -> Needs:
        """What it takes to judge a guard."""
        others = self._others(guard)
        parts = [
            self.expression(guard.when),
            self.expression(guard.check),
            self.expression(guard.where, others),
        ]
        if guard.word in (GuardWord.CHILDREN, GuardWord.SIBLINGS, GuardWord.RECORDS):
            parts.append(relatives(guard.word, guard.workflow))
        elif guard.word is GuardWord.PARENT:
            parts.append(Needs(parents=1))
        elif guard.word is GuardWord.LINKED:
            parts.append(Needs(links=frozenset({guard.name})))
        elif guard.word is GuardWord.UNIQUE:
            parts.append(relatives(RECORDS, guard.workflow))
        return together(parts)

    def _others(self, guard: Guard) -> list[str]:
        own = self.pack.workflows[self.own]
        if guard.word is GuardWord.PARENT:
            return list(own.within)
        if guard.word is GuardWord.LINKED:
            field = own.fields.get(guard.name)
            return list(field.to) if field else []
        return [guard.workflow]

    def effect(self, effect: Effect) -> Needs:
        """What it takes to work out an effect."""
        parts = [self.expression(one.expression) for one in _settings(effect)]
        if effect.word is EffectWord.FIRE:
            parts.append(self._fire(effect))
        return together(parts)

    def _fire(self, effect: Effect) -> Needs:
        own = self.pack.workflows[self.own]
        if effect.on in (CHILDREN, SIBLINGS):
            where = self.expression(effect.where, [effect.workflow])
            return where | relatives(effect.on, effect.workflow)
        if effect.on == "parent":
            return Needs(parents=1)
        linked = effect.on in own.fields
        return Needs(links=frozenset({effect.on})) if linked else Needs()

    def effects(self, effects: Iterable[Effect]) -> Needs:
        """What it takes to work out all of them."""
        return together(self.effect(effect) for effect in effects)

    def state(self, state: State) -> Needs:
        """What it takes to enter and leave a state, and to say who may edit there."""
        return self.who(state.edit) | self.effects(state.on_enter) | self.effects(state.on_exit)

    def transition(self, move: Transition, states: Mapping[str, Needs]) -> Needs:
        """What it takes to judge a transition and to carry it out; `states` says what it takes
        to enter and leave each state that takes anything."""
        target = move.target
        ends = {*move.sources, target.state, target.otherwise, *target.by_source.values()}
        ends.update(branch.to for branch in target.branches)
        parts = [
            self.who(move.by),
            self.who(move.not_by),
            self.effects(move.then),
            *(self.expression(branch.when) for branch in target.branches),
            *(self.guard(guard) for guard in move.guards),
            *(needs for name, needs in states.items() if target.previous or name in ends),
        ]
        return together(parts)


def _settings(effect: Effect) -> Iterator[Setting]:
    yield from effect.values.values()
    yield from effect.inputs.values()
