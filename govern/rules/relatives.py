"""Guards about other records: which are meant, how many satisfy, and how that is said.

Logic with three values: a record of which it cannot be told whether it satisfies `where` makes
the guard an error only where the answer hangs on it. One that satisfies is enough for `any`,
one that does not is enough against `all`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from govern.rules.situation import RecordView, Situation
from govern.rules.verdicts import VerdictOutcome
from govern.rules.world import Other, World
from govern.spec.conditions import Expression
from govern.spec.model import Guard
from govern.spec.vocabulary import GuardWord, Quantifier

PASSED, FAILED = VerdictOutcome.PASSED, VerdictOutcome.FAILED
ERROR = VerdictOutcome.ERROR
MOST_NAMED = 5


@dataclass(slots=True)
class Tally:
    """The records a guard is about, by whether they satisfy it; `errors` of those it is unknown."""

    satisfied: list[RecordView] = field(default_factory=list)
    failing: list[RecordView] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many records there are."""
        return len(self.satisfied) + len(self.failing) + len(self.errors)


def tally(guard: Guard, world: World) -> Tally:
    """The records the guard is about, counted. KeyError where they were not loaded."""
    counted = Tally()
    for view in _views(guard, world.situation):
        error, considered, satisfied = _asked(guard, world, view)
        if error:
            counted.errors.append(f"{view.number}: {error}")
        elif considered:
            (counted.satisfied if satisfied else counted.failing).append(view)
    return counted


def _asked(guard: Guard, world: World, view: RecordView) -> tuple[str, bool, bool]:
    """An error or "", whether the record counts at all, whether it satisfies.

    Beside `all_in` a `where` says which records count; alone it is what is to be satisfied.
    """
    holds = True
    if guard.where is not None:
        outcome = guard.where.evaluate(Other(world, view), world)
        if outcome.error:
            return outcome.error, False, False
        holds = outcome.holds
    if guard.quantifier is Quantifier.ALL_IN:
        return "", holds, view.state in guard.states
    return "", True, holds


def _views(guard: Guard, situation: Situation) -> tuple[RecordView, ...]:
    own = situation.record
    if guard.word is GuardWord.PARENT:
        return (own.parent,) if own.parent is not None else ()
    if guard.word is GuardWord.LINKED:
        return _linked(guard, own)
    views = _SOURCES[guard.word](situation)[guard.workflow]
    if guard.word is not GuardWord.RECORDS:
        return views
    return tuple(own if view.id == own.id else view for view in views)  # the draft, not the stored


def _linked(guard: Guard, own: RecordView) -> tuple[RecordView, ...]:
    if own.values.get(guard.name) and guard.name not in own.links:
        raise KeyError(guard.name)
    views = own.links.get(guard.name, ())
    return tuple(v for v in views if not guard.workflow or v.workflow == guard.workflow)


_SOURCES: Mapping[GuardWord, Callable[[Situation], Mapping[str, tuple[RecordView, ...]]]] = {
    GuardWord.CHILDREN: lambda situation: situation.children,
    GuardWord.SIBLINGS: lambda situation: situation.siblings,
    GuardWord.RECORDS: lambda situation: situation.records,
}


def decided(guard: Guard, counted: Tally) -> VerdictOutcome:
    """What the numbers say. A parent that must satisfy something must exist."""
    if guard.word is GuardWord.PARENT and not counted.size:
        return FAILED
    outcomes = (_quantified(guard, counted), _floored(guard, counted))
    return next((bad for bad in (FAILED, ERROR) if bad in outcomes), PASSED)


def _quantified(guard: Guard, counted: Tally) -> VerdictOutcome:
    least, most = len(counted.satisfied), len(counted.satisfied) + len(counted.errors)
    wanted = guard.number
    if guard.quantifier is Quantifier.ANY:
        return _between(least >= 1, most < 1)
    if guard.quantifier is Quantifier.NONE:
        return _between(most == 0, least > 0)
    if guard.quantifier is Quantifier.COUNT:
        return _between(least == most == wanted, not least <= wanted <= most)
    if guard.quantifier is Quantifier.AT_LEAST:
        return _between(least >= wanted, most < wanted)
    return _between(not counted.failing and not counted.errors, bool(counted.failing))


def _floored(guard: Guard, counted: Tally) -> VerdictOutcome:
    """`at_least` beside another word: so many must satisfy, or beside `none`, be there."""
    least, most = len(counted.satisfied), len(counted.satisfied) + len(counted.errors)
    if guard.quantifier is Quantifier.NONE:
        least = most = counted.size
    return _between(least >= guard.at_least, most < guard.at_least)


def _between(passed: bool, failed: bool) -> VerdictOutcome:
    if passed:
        return PASSED
    return FAILED if failed else ERROR


def reason(guard: Guard, counted: Tally) -> str:
    """Why the guard is not met, in one sentence that names the records in the way."""
    if guard.word is GuardWord.PARENT:
        return _of_parent(guard, counted)
    if guard.quantifier is Quantifier.NONE and counted.satisfied:
        return _numbers(guard, counted, counted.satisfied, negated=False)
    if guard.quantifier in _EVERY and counted.failing:
        return _numbers(guard, counted, counted.failing, negated=True)
    if guard.quantifier is Quantifier.ANY or not counted.size:
        return _absent(guard, counted)
    told = _numbers(guard, counted, counted.satisfied, negated=False, named=False)
    return f"{told[:-1]}{_wanted(guard)}."


_EVERY = (None, Quantifier.ALL, Quantifier.ALL_IN)


def _of_parent(guard: Guard, counted: Tally) -> str:
    if not counted.size:
        return "It is within no other record."
    views = counted.failing or counted.satisfied
    claim = _claim(guard, counted, plural=False, negated=bool(counted.failing))
    return f"{_list(views)} {claim}."


def _numbers(
    guard: Guard,
    counted: Tally,
    views: list[RecordView],
    *,
    negated: bool,
    named: bool = True,
) -> str:
    """ "2 of 3 loans are not closed: LN-0002 (open), LN-0003 (open)." """
    noun = _noun(guard, counted, plural=counted.size != 1)
    what = _claim(guard, counted, plural=len(views) != 1, negated=negated)
    names = f": {_list(views)}" if named and views else ""
    return f"{len(views)} of {counted.size} {noun} {what}{names}."


def _absent(guard: Guard, counted: Tally) -> str:
    noun = _noun(guard, counted, plural=False)
    if counted.size:
        claim = _claim(guard, counted, plural=False, negated=False)
        return f"No {noun} {claim}: {_list(counted.failing)}."
    return f"There is no {noun}{_wanted(guard)}."


def _wanted(guard: Guard) -> str:
    """How many there must be, where the guard says a number."""
    number = guard.number or guard.at_least
    word = "exactly" if guard.quantifier is Quantifier.COUNT else "at least"
    return f"; it must be {word} {number}" if number else ""


def _claim(guard: Guard, counted: Tally, *, plural: bool, negated: bool) -> str:
    """What is said of the records: "are not closed", "does not satisfy cost > 10"."""
    states = guard.states or _states_in(guard.where)
    if states:
        verb = ("are" if plural else "is") + (" not" if negated else "")
        return f"{verb} {' or '.join(_titled(name, counted) for name in states)}"
    if guard.where is None:
        return "are there" if plural else "is there"
    verb = (
        ("do not satisfy" if plural else "does not satisfy")
        if negated
        else ("satisfy" if plural else "satisfies")
    )
    return f"{verb} {guard.where.text}"


_ONE_STATE = re.compile(r"state == (?:\"(\w+)\"|'(\w+)')")


def _states_in(where: Expression | None) -> tuple[str, ...]:
    """The state a `where` compares with, if that is all it does."""
    found = _ONE_STATE.fullmatch(where.text.strip()) if where is not None else None
    return (found[1] or found[2],) if found else ()


def _titled(state: str, counted: Tally) -> str:
    for view in (*counted.failing, *counted.satisfied):
        if view.definition is not None and state in view.definition.states:
            return view.definition.states[state].title
    return state.replace("_", " ")


def _noun(guard: Guard, counted: Tally, *, plural: bool) -> str:
    views = (*counted.failing, *counted.satisfied)
    known = next((v.definition for v in views if v.definition is not None), None)
    name = guard.workflow or guard.name
    title = known.title if known and guard.workflow else name.replace("_", " ")
    noun = title[:1].lower() + title[1:] if title[1:2].islower() else title
    return _plural(noun) if plural else noun


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _list(views: list[RecordView]) -> str:
    named = [f"{v.number} ({_titled(v.state, Tally(failing=[v]))})" for v in views[:MOST_NAMED]]
    more = len(views) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")
