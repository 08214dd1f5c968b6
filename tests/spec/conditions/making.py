"""A small library to try expressions in: what names mean, and a world to evaluate them in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import settings

from govern.spec.conditions import (
    ConditionError,
    ConditionProblem,
    Outcome,
    Scope,
    Type,
    compile_condition as compile_text,
    types,
)
from govern.spec.values import Money

patient = settings(deadline=None)
"""A law is tried on machines that are busy with other tests too."""

OWN = {"id": types.TEXT, "number": types.TEXT, "requester": types.PERSON}
LOAN: Mapping[str, Type] = {
    **OWN,
    "state": types.choice(["open", "returned", "lost"]),
    "parent": types.record("shelf", "box"),
    "cost": types.money("EUR"),
    "days_late": types.NUMBER,
    "reader": types.PERSON,
    "book": types.record("book"),
}
SHELF = {
    **OWN,
    "owner": types.PERSON,
    "room": types.TEXT,
    "size_in_cm": types.NUMBER,
    "state": types.choice(["tidy", "full"]),
    "parent": types.record("shelf"),
}
BOX = {**OWN, "owner": types.PERSON, "room": types.NUMBER, "state": types.choice(["shut", "full"])}
BOOK = {**OWN, "title": types.TEXT, "price": types.money("EUR"), "parent": types.record("shelf")}

SCOPE = Scope(
    names={
        **LOAN,
        "this": types.record("loan"),
        "actor": types.PERSON,
        "now": types.MOMENT,
        "title": types.TEXT,
        "note": types.TEXT,
        "category": types.choice(["novel", "technical", "poetry"]),
        "genre": types.choice(["novel", "drama"]),
        "limit": types.money("EUR"),
        "dollars": types.money("USD"),
        "some_money": types.money(),
        "count_of_pages": types.NUMBER,
        "ratio": types.NUMBER,
        "due": types.DATE,
        "lent_on": types.DATE,
        "lent_at": types.MOMENT,
        "period": types.DURATION,
        "urgent": types.BOOLEAN,
        "lost_before": types.BOOLEAN,
        "duty": types.ROLE,
        "reviewers": types.list_of(types.PERSON),
        "tags": types.list_of(types.choice(["red", "blue", "green"])),
        "books": types.list_of(types.record("book")),
        "rows": types.list_of(types.row({"amount": types.NUMBER, "what": types.TEXT})),
        "children": types.namespace({"loan": types.list_of(types.record("loan"))}, "record type"),
        "input": types.namespace({"reason": types.TEXT}, "input"),
        "anything": types.UNKNOWN,
    },
    shapes={"loan": LOAN, "shelf": SHELF, "box": BOX, "book": BOOK},
    transitions=frozenset({"lend", "give_back"}),
    states=frozenset({"open", "returned", "lost"}),
    roles=frozenset({"librarian", "reader_in_chief"}),
    withheld={"changed": "nothing is changed here", "entered_twice": "it is a test"},
)


class Record:
    """A record of the world, read by name."""

    def __init__(self, number: str, **values: Any) -> None:
        self.values = {"id": f"id-of-{number}", "number": number, "requester": "bob", **values}

    def read(self, name: str) -> Any:
        return self.values[name]


SHELF_1 = Record("SHELF-1", owner="carol", room="hall", state="tidy", parent=None)
BOOK_1 = Record("BOOK-1", title="Emma", price=Money(Decimal(8), "EUR"), parent=SHELF_1)


def loan(number: int, cost: int | None, state: str = "open", **values: Any) -> Record:
    amount = None if cost is None else Money(Decimal(cost), "EUR")
    late = values.pop("days_late", 0)
    empty = {"reader": None, "book": None, "parent": None}
    return Record(f"LOAN-{number}", cost=amount, state=state, days_late=late, **(empty | values))


def euros(amount: str | int) -> Money:
    return Money(Decimal(amount), "EUR")


WORLD: Mapping[str, Any] = {
    "id": "id-of-LOAN-7",
    "number": "LOAN-7",
    "requester": "alice",
    "actor": "alice",
    "reader": "bob",
    "state": "open",
    "parent": SHELF_1,
    "this": loan(7, 14500),
    "book": BOOK_1,
    "books": (BOOK_1,),
    "cost": euros(14500),
    "limit": euros(10000),
    "dollars": Money(Decimal(5), "USD"),
    "some_money": Money(Decimal(5), "USD"),
    "now": datetime(2026, 4, 2, 10, 30, tzinfo=UTC),
    "lent_at": datetime(2026, 3, 31, 10, 30, tzinfo=UTC),
    "due": date(2026, 3, 31),
    "lent_on": date(2026, 3, 1),
    "period": timedelta(days=30),
    "title": "Emma",
    "note": None,
    "category": "novel",
    "genre": "novel",
    "count_of_pages": 474,
    "ratio": Decimal("0.5"),
    "days_late": 2,
    "urgent": True,
    "lost_before": None,
    "duty": "librarian",
    "reviewers": ("bob", "carol"),
    "tags": ("red", "blue"),
    "rows": ({"amount": 1, "what": "stamp"}, {"amount": Decimal("2.5"), "what": "post"}),
    "children": {"loan": (loan(1, 5, "returned"), loan(2, 20), loan(3, None))},
    "input": {"reason": "because"},
    "anything": 12,
}


class World:
    """The root names, and what the rules know of past and people."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def read(self, name: str) -> Any:
        return self.values[name]

    def fired(self, transition: str) -> bool:
        return transition == "lend"

    def fired_count(self, transition: str) -> int:
        return 3 if transition == "lend" else 0

    def entered(self, state: str) -> datetime | None:
        return {"open": datetime(2026, 3, 30, tzinfo=UTC)}.get(state)

    def holds(self, person: str, role: str) -> bool:
        return person in self.holders(role)

    def holders(self, role: str) -> tuple[str, ...]:
        return {"librarian": ("carol", "mallory")}[role]


class Broken:
    """A world, or a record of it, in which everything goes wrong."""

    def read(self, name: str) -> Any:
        raise RuntimeError(name)


def evaluate(text: str, expects: Type | None = None, **changed: Any) -> Outcome:
    """The outcome of the text in the small library, with some of its values changed."""
    world = World({**WORLD, **changed})
    return compile_text(text, SCOPE, expects).evaluate(world, world)


def value(text: str, **changed: Any) -> Any:
    """The value of the text, which has one."""
    outcome = evaluate(text, **changed)
    assert outcome.error is None, outcome.error
    return outcome.value


def error(text: str, **changed: Any) -> str:
    """The error of the text, which has no value."""
    outcome = evaluate(text, **changed)
    assert outcome.error is not None, outcome.value
    return outcome.error


def explain(text: str, **changed: Any) -> str:
    """The explanation of the text, spaces made plain."""
    sentence = evaluate(text, **changed).explain()
    return sentence.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")


def checks(text: str) -> bool:
    """Whether the text is an expression; else its refusal is raised."""
    return compile_text(text, SCOPE).text == text


def problems(text: str, expects: Type | None = None) -> tuple[ConditionProblem, ...]:
    """What is wrong with the text, which is refused."""
    try:
        compile_text(text, SCOPE, expects)
    except ConditionError as refused:
        return refused.problems
    raise AssertionError(f"{text} was not refused")


def problem(text: str, expects: Type | None = None) -> tuple[str, str, str]:
    """The code, the place in the text and the hint of its only problem."""
    (found,) = problems(text, expects)
    return found.code, text[found.offset : found.offset + found.length], found.hint
