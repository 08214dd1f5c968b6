"""Each guard word: when it passes, when it fails and why, and that what cannot be told blocks."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from govern.rules.guards import judge_guard
from govern.rules.situation import RecordView, Situation
from govern.rules.verdicts import Verdict
from govern.spec.model import Guard
from govern.spec.vocabulary import GuardWord, Level, Quantifier
from tests.rules.making import expression, fields, move, situation, view, workflow

FLOW = workflow(fields=fields(cost="number", title="text", pages="number"))


def judged(guard: Guard, place: Situation | None = None, **values: Any) -> Verdict:
    return judge_guard(guard, place or situation(FLOW, {"cost": None, **values}))


def check(text: str, **given: Any) -> Guard:
    return Guard(GuardWord.CHECK, text, check=expression(text), **given)


@pytest.mark.parametrize(("cost", "outcome"), [(11, "passed"), (10, "failed"), (None, "error")])
def test_a_check_passes_fails_or_cannot_be_told(cost: int | None, outcome: str) -> None:
    verdict = judged(check("cost > 10"), cost=cost)
    assert verdict.outcome == outcome
    assert verdict.blocks == (outcome != "passed")


def test_a_failed_check_says_what_it_found() -> None:
    verdict = judged(check("cost > 10"), cost=7)
    assert verdict.code == "check_not_met"
    assert "cost" in verdict.reason
    assert "7" in verdict.reason


def test_the_file_gives_reason_and_code() -> None:
    guard = check("cost > 10", reason="Too cheap.", code="too_cheap")
    verdict = judged(guard, cost=7)
    assert (verdict.reason, verdict.code) == ("Too cheap.", "too_cheap")


def test_an_error_says_what_is_missing_even_where_the_file_gives_a_reason() -> None:
    verdict = judged(check("cost > 10", reason="Too cheap."))
    assert verdict.reason == "Too cheap. (cost > 10 cannot be judged: cost is empty.)"


def test_a_rule_goes_by_its_name() -> None:
    guard = Guard(GuardWord.RULE, "costly", check=expression("cost > 10"), name="costly")
    assert judged(guard, cost=1).code == "costly"


@pytest.mark.parametrize(
    ("pages", "cost", "outcome"),
    [(1, 11, "not_applicable"), (1, 1, "not_applicable"), (9, 11, "passed"), (9, 1, "failed"),
     (None, 11, "error"), (None, 1, "error")],
)  # fmt: skip
def test_a_guard_applies_only_where_its_when_holds(
    pages: int | None, cost: int, outcome: str
) -> None:
    guard = check("cost > 10", when=expression("pages > 5"))
    assert judged(guard, pages=pages, cost=cost).outcome == outcome


def test_a_guard_that_does_not_apply_says_why() -> None:
    guard = check("cost > 10", when=expression("pages > 5"))
    assert judged(guard, pages=1).reason.startswith("Does not apply: pages > 5")


def test_a_should_warns_and_never_blocks() -> None:
    for cost in (1, None):
        verdict = judged(check("cost > 10", level=Level.WARN), cost=cost)
        assert verdict.warning
        assert not verdict.blocks


def loans(*states: str, kind: str = "loan") -> tuple[RecordView, ...]:
    """One loan for each state; of a lost one the cost is not known."""
    return tuple(
        view(f"LN-{number}", state, workflow=kind, values={"cost": None if state == "lost" else 1})
        for number, state in enumerate(states, 1)
    )


def children(*states: str, **given: Any) -> Verdict:
    """The verdict on children of these states: "closed" satisfies, of "lost" it cannot be told."""
    given.setdefault("where", expression('state == "closed" || (state == "lost" && cost > 5)'))
    guard = Guard(GuardWord.CHILDREN, "loans", workflow="loan", **given)
    return judged(guard, situation(FLOW, children={"loan": loans(*states)}))


def expected(quantifier: str, number: int, states: tuple[str, ...]) -> str:
    """The truth, from the definition: what comes out the same however the lost ones count."""
    yes, unknown = states.count("closed"), states.count("lost")
    holds = {
        "all": lambda found: found == len(states),
        "any": lambda found: found >= 1,
        "none": lambda found: found == 0,
        "count": lambda found: found == number,
        "at_least": lambda found: found >= number,
    }[quantifier]
    answers = {holds(found) for found in range(yes, yes + unknown + 1)}
    return "error" if len(answers) == 2 else ("passed" if answers == {True} else "failed")


CASES = [
    case for size in range(4) for case in itertools.product(("closed", "open", "lost"), repeat=size)
]


@pytest.mark.parametrize("quantifier", ["all", "any", "none", "count", "at_least"])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_quantifiers_agree_with_every_truth_table(quantifier: str, number: int) -> None:
    for states in CASES:
        verdict = children(*states, quantifier=Quantifier(quantifier), number=number)
        assert verdict.outcome == expected(quantifier, number, states), states


@pytest.mark.parametrize("floor", [0, 1, 2])
def test_all_may_have_a_floor(floor: int) -> None:
    for states in CASES:
        verdict = children(*states, quantifier=Quantifier.ALL, at_least=floor)
        both = {expected("all", 0, states), expected("at_least", floor, states)}
        assert verdict.outcome == next(o for o in ("failed", "error", "passed") if o in both), (
            states
        )


def test_none_of_so_many_asks_that_so_many_are_there() -> None:
    none_of_two = {"quantifier": Quantifier.NONE, "at_least": 2}
    assert children("open", "open", **none_of_two).outcome == "passed"
    assert children("open", **none_of_two).outcome == "failed"
    assert children("open", "closed", **none_of_two).outcome == "failed"


def test_all_in_asks_for_the_state_and_where_says_which_count() -> None:
    among = {"quantifier": Quantifier.ALL_IN, "states": ("closed", "lost"), "where": None}
    assert children("closed", "lost", **among).outcome == "passed"
    assert children("closed", "open", **among).outcome == "failed"
    costly = {**among, "where": expression("cost > 1")}
    assert children("closed", "open", **costly).outcome == "passed"


SEVEN = "LN-1 (open), LN-2 (open), LN-3 (open), LN-4 (open), LN-5 (open) and 2 more."
REASONS = [
    (("closed", "open", "open"), {}, "2 of 3 loans are not closed: LN-2 (open), LN-3 (open)."),
    (("closed", "open"), {}, "1 of 2 loans is not closed: LN-2 (open)."),
    (("open",), {}, "1 of 1 loan is not closed: LN-1 (open)."),
    (("open",) * 7, {}, "7 of 7 loans are not closed: " + SEVEN),
    ((), {"quantifier": Quantifier.ANY}, "There is no loan."),
    (("open",), {"quantifier": Quantifier.ANY}, "No loan is closed: LN-1 (open)."),
    (("closed",), {"quantifier": Quantifier.NONE}, "1 of 1 loan is closed: LN-1 (closed)."),
    (("closed",), {"quantifier": Quantifier.COUNT, "number": 2},
     "1 of 1 loan is closed; it must be exactly 2."),
    ((), {"quantifier": Quantifier.COUNT, "number": 2}, "There is no loan; it must be exactly 2."),
    (("closed", "open"), {"quantifier": Quantifier.AT_LEAST, "number": 2},
     "1 of 2 loans is closed; it must be at least 2."),
    (("closed",), {"quantifier": Quantifier.ALL, "at_least": 2},
     "1 of 1 loan is closed; it must be at least 2."),
    ((), {"quantifier": Quantifier.ALL, "at_least": 2}, "There is no loan; it must be at least 2."),
]  # fmt: skip


@pytest.mark.parametrize(("states", "given", "reason"), REASONS)
def test_the_default_reason_counts_and_names_what_is_in_the_way(
    states: tuple[str, ...], given: dict[str, Any], reason: str
) -> None:
    where = expression('state == "closed"')
    assert children(*states, where=where, **given).reason == reason


def test_a_where_of_another_kind_is_quoted() -> None:
    verdict = children("open", where=expression("cost > 5"))
    assert verdict.reason == "1 of 1 loan does not satisfy cost > 5: LN-1 (open)."


def test_a_title_is_used_where_it_is_known_and_the_roles_that_move_what_is_in_the_way() -> None:
    book = workflow("book", transitions=(move("shut", "open", to="closed"),))
    views = (view("B-1", definition=book), view("B-2", definition=book))
    guard = Guard(
        GuardWord.CHILDREN, "books", workflow="book", quantifier=Quantifier.ALL_IN,
        states=("closed",),
    )  # fmt: skip
    verdict = judged(guard, situation(FLOW, children={"book": views}))
    assert verdict.reason == "2 of 2 books are not Closed: B-1 (Open), B-2 (Open)."
    assert [term.name for term in verdict.terms] == ["librarian"]


def test_inside_where_bare_names_are_the_others_and_this_is_the_judged_one() -> None:
    guard = Guard(
        GuardWord.CHILDREN, "cheaper", workflow="loan", where=expression("cost < this.cost")
    )
    place = situation(FLOW, {"cost": 2}, children={"loan": loans("open")})
    assert judged(guard, place).outcome == "passed"


def test_what_was_not_loaded_is_an_error() -> None:
    for word in (GuardWord.CHILDREN, GuardWord.SIBLINGS, GuardWord.RECORDS):
        verdict = judged(Guard(word, "loans", workflow="loan"))
        assert verdict.outcome == "error"
        assert verdict.reason == "loans cannot be judged: loan was not loaded."


def test_a_parent_must_be_there_and_satisfy() -> None:
    guard = Guard(
        GuardWord.PARENT, "parent", quantifier=Quantifier.ALL_IN, states=("closed", "lost")
    )
    inside = situation(FLOW, record=view(parent=view("SH-1", "open")))
    assert judged(guard).reason == "It is within no other record."
    assert judged(guard, inside).reason == "SH-1 (open) is not closed or lost."
    shut = situation(FLOW, record=view(parent=view("SH-1", "lost")))
    assert judged(guard, shut).outcome == "passed"


def test_linked_records_are_those_the_field_names() -> None:
    guard = Guard(GuardWord.LINKED, "books", name="books", where=expression('state == "closed"'))
    record = view(values={"books": ("id-LN-1",)}, links={"books": loans("closed")})
    assert judged(guard, situation(FLOW, record=record)).outcome == "passed"
    unloaded = view(values={"books": ("id-LN-1",)})
    assert judged(guard, situation(FLOW, record=unloaded)).outcome == "error"
    none = view(values={"books": ()})
    assert judged(guard, situation(FLOW, record=none)).outcome == "passed"


def test_all_records_of_a_type_hold_the_draft_of_the_record_itself() -> None:
    guard = Guard(GuardWord.RECORDS, "all", workflow="loan", where=expression("cost > 10"))
    draft, stored = view("LN-1", values={"cost": 11}), view("LN-1", values={"cost": 1})
    verdict = judged(guard, situation(FLOW, record=draft, records={"loan": (stored,)}))
    assert verdict.outcome == "passed"


UNIQUE = Guard(GuardWord.UNIQUE, "title", fields=("title", "pages"))


@pytest.mark.parametrize(
    ("title", "pages", "outcome"),
    [("Emma", 5, "failed"), ("Emma", 6, "passed"), ("emma", 5, "passed"),
     (None, 5, "not_applicable"), ("Emma", None, "not_applicable")],
)  # fmt: skip
def test_no_other_record_may_have_the_same_values(
    title: str | None, pages: int | None, outcome: str
) -> None:
    other = view("LN-9", values={"title": "Emma", "pages": 5})
    record = view("LN-1", values={"title": title, "pages": pages})
    verdict = judged(UNIQUE, situation(FLOW, record=record, records={"loan": (other, record)}))
    assert verdict.outcome == outcome
    if outcome == "failed":
        assert verdict.code == "unique_not_met"
        assert verdict.reason == "LN-9 already has the same Title and Pages."
