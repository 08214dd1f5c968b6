"""What a transition reads of the rest of the world is known before anything is judged."""

from __future__ import annotations

import pytest

from govern.spec.model import Needs
from tests.spec.marking import built, effect, guard, loan

NOTHING = Needs()
BOOK_LINK = Needs(links=frozenset({"book"}))


def needs(text: str, name: str = "check") -> Needs:
    """What the transition of a loan needs."""
    return built(text).named(name)[0].needs


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("fee > 1 && owner == actor && state_since < now", NOTHING),
        ("book == null", NOTHING),
        ("parent == null", Needs(parents=1)),
        ("parent.price == null", Needs(parents=1)),
        ("parent.parent.owner == actor", Needs(parents=2)),
        ("this.parent.parent.state == 'here'", Needs(parents=2)),
        ("book.owner == actor", Needs(links=frozenset({"book"}))),
        ("size(siblings.loan) > 1", Needs(siblings=frozenset({"loan"}))),
        ("siblings.loan.all(one, one.fee > 1)", Needs(siblings=frozenset({"loan"}))),
        ("size(records.book) > 1", Needs(records=frozenset({"book"}))),
        ("fired('start')", Needs(history=True)),
        ("fired_count('start') > 1", Needs(history=True)),
        ("entered('open') == null", Needs(history=True)),
        ("holds(owner, 'reader')", Needs(holders=True)),
        ("size(holders('reader')) > 1", Needs(holders=True)),
    ],
)
def test_an_expression_needs_what_it_reads(check: str, expected: Needs) -> None:
    assert needs(guard(f'{{check: "{check}"}}')) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("{siblings: {workflow: loan, any: true}}", Needs(siblings=frozenset({"loan"}))),
        ("{records: {workflow: book, any: true}}", Needs(records=frozenset({"book"}))),
        ("{parent: {all_in: here}}", Needs(parents=1)),
        ("{linked: {field: book, any: true}}", Needs(links=frozenset({"book"}))),
        ("{unique: {fields: fee}}", Needs(records=frozenset({"loan"}))),
        ("{unique: {fields: owner, among: book}}", Needs(records=frozenset({"book"}))),
        (
            "{records: {workflow: book, where: owner == this.parent.owner, any: true}}",
            Needs(parents=1, records=frozenset({"book"})),
        ),
        ("{parent: {where: price > 1}}", Needs(parents=1)),
        ("{parent: {where: next == this.book}}", Needs(parents=1)),
        ("{check: fee > 1, when: parent.owner == actor}", Needs(parents=1)),
    ],
)
def test_a_guard_needs_the_records_it_is_about(words: str, expected: Needs) -> None:
    assert needs(guard(words)) == expected


def test_a_rule_is_needed_where_it_is_named() -> None:
    assert needs(guard("{rule: x}") + "rules: {x: parent.price > 1}\n") == Needs(parents=1)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("[reader, owner, requester]", NOTHING),
        ("editors", Needs(history=True)),
        ("{fired: start}", Needs(history=True)),
        ("{last: start}", Needs(history=True)),
        ("[{all: [reader, {last: start}]}]", Needs(history=True)),
        ("parent.parent.owner", Needs(parents=2)),
        ("book.owner", Needs(links=frozenset({"book"}))),
    ],
)
@pytest.mark.parametrize("word", ["by", "not_by"])
def test_a_term_needs_what_it_takes_to_tell_whom_it_means(
    word: str, term: str, expected: Needs
) -> None:
    by = "" if word == "by" else "by: librarian, "
    text = loan(moves=f"  x: {{from: open, to: stay, {by}{word}: {term}}}\n")
    assert needs(text, "x") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("{set: {fee: 1}}", NOTHING),
        ("{set: {owner: = parent.owner}}", Needs(parents=1)),
        ("{fire: {siblings: loan, transition: close}}", Needs(siblings=frozenset({"loan"}))),
        ("{fire: {parent: true, transition: sell}}", Needs(parents=1)),
        ("{fire: {linked: book, transition: sell}}", Needs(links=frozenset({"book"}))),
        ("{open: {workflow: loan, fields: {owner: = book.owner}}}", BOOK_LINK),
        (
            "{fire: {parent: true, transition: sell, input: {buyer: = book.state}}}",
            BOOK_LINK | Needs(parents=1),
        ),
    ],
)
def test_an_effect_needs_what_it_reads_and_whom_it_fires_on(words: str, expected: Needs) -> None:
    assert needs(effect(words), "act") == expected


def test_a_branch_needs_what_its_condition_reads() -> None:
    moves = "  x: {from: open, to: [{to: closed, when: parent.price == null}], by: reader}\n"
    assert needs(loan(moves=moves), "x") == Needs(parents=1)


def test_the_states_it_leaves_and_enters_are_part_of_a_move() -> None:
    states = "late: {edit: [parent.owner], on_enter: [{set: {owner: = book.owner}}]}"
    moves = "  x: {from: open, to: late, by: reader}\n  y: {from: late, to: open, by: reader}\n"
    flow = built(loan(states=states, moves=moves))
    expected = Needs(parents=1, links=frozenset({"book"}))
    assert [flow.named(name)[0].needs for name in "xy"] == [expected, expected]
    assert flow.named("close")[0].needs == NOTHING


def test_computed_fields_follow_every_move() -> None:
    flow = built(loan(fields="x: {kind: number, computed: size(siblings.loan)}"))
    expected = Needs(siblings=frozenset({"loan"}))
    assert {move.needs for move in flow.transitions} == {expected}
    assert flow.needs == expected


def test_a_workflow_needs_what_all_of_it_needs() -> None:
    flow = built(guard("{check: parent.parent.price == null}, {linked: {field: book, any: true}}"))
    assert flow.needs == Needs(parents=2, links=frozenset({"book"}))
    assert flow.named("start")[0].needs == NOTHING
