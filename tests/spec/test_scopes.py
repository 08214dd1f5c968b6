"""What names mean depends on where an expression stands."""

from __future__ import annotations

import pytest

from tests.spec.marking import act, effect, guard, loan, read


def codes(text: str) -> list[str]:
    """The codes of what is found in a loan."""
    return [finding.code for finding in read(text).findings]


EVERYWHERE = [
    "state == 'open'",
    "number != ''",
    "id == parent.id",
    "requester == owner",
    "opened_at < state_since",
    "this.fee == fee",
    "parent.parent == null",
    "size(records.loan) > size(siblings.loan)",
    "book == parent",
    "book.state == 'sold'",
]
OF_AN_ACT = ["actor == owner", "now > opened_at", "'fee' in changed"]
OF_THE_OTHER = ["fee > this.fee", "state == this.state", "owner == actor", "opened_at < now"]


@pytest.mark.parametrize("expression", EVERYWHERE + OF_AN_ACT)
def test_guards_may_name_everything_of_the_record_and_the_act(expression: str) -> None:
    assert codes(guard(f'{{check: "{expression}"}}')) == []


@pytest.mark.parametrize("expression", EVERYWHERE)
def test_computed_fields_may_name_the_record_and_its_relatives(expression: str) -> None:
    assert codes(loan(fields=f'x: {{kind: boolean, computed: "{expression}"}}')) == []


@pytest.mark.parametrize("expression", OF_AN_ACT)
def test_computed_fields_may_not_depend_on_the_act(expression: str) -> None:
    text = loan(fields=f'x: {{kind: boolean, computed: "{expression}"}}')
    assert "not-here" in codes(text)


@pytest.mark.parametrize("expression", OF_THE_OTHER)
def test_inside_where_bare_names_are_the_others(expression: str) -> None:
    text = guard(f'{{siblings: {{workflow: loan, where: "{expression}"}}}}')
    assert codes(text) == []


@pytest.mark.parametrize(
    "expression", ["parent.price == null", "size(siblings.loan) > 1", "fired('start')"]
)
def test_inside_where_nothing_is_loaded_around_the_other(expression: str) -> None:
    text = guard(f'{{siblings: {{workflow: loan, where: "{expression}"}}}}')
    assert "not-here" in codes(text)


def test_inputs_are_known_on_their_own_transition_only() -> None:
    ask = "ask: {why: {kind: choice, of: [study, leisure]}}"
    move = (
        "  {}: {{from: open, to: stay, by: reader, {}guards: [{{check: input.why == 'study'}}]}}\n"
    )
    assert codes(loan(moves=move.format("act", f"{ask}, "))) == []
    assert codes(loan(moves=move.format("act", ""))) == ["unknown-name"]


def test_inputs_are_not_known_to_the_effects_of_a_state() -> None:
    states = "late: {edit: reader, on_enter: [{set: {fee: = input.fee}}]}"
    moves = "  x: {from: open, to: late, by: reader}\n"
    assert codes(loan(states=states, moves=moves)) == ["not-here"]


def test_where_a_type_lies_within_no_other_there_is_no_parent() -> None:
    alone = guard("{check: parent == null}").replace("within: book\n", "")
    assert codes(alone) == ["not-here"]


def test_where_may_name_what_records_of_all_its_types_have() -> None:
    fields = "things: {kind: links, to: [book, loan]}"
    move = "to: stay, guards: [{{linked: {{field: things, where: {}, any: true}}}}]"
    assert codes(act(move.format("owner == actor"), fields)) == []
    assert codes(act(move.format("fee > 1"), fields)) == ["unknown-name"]


def test_a_value_that_is_set_has_the_type_of_its_field() -> None:
    assert codes(effect("{set: {fee: = owner}}")) == ["wrong-type"]
    assert codes(effect("{set: {book: = parent}}")) == []
    assert codes(effect("{open: {workflow: loan, fields: {book: = this}}}")) == ["wrong-type"]


@pytest.mark.parametrize(
    "expression",
    [
        "book.next.price == null",
        "book.parent.price == null",
        "parent.next.price == null",
        "siblings.loan.all(one, one.parent.price == null)",
        "siblings.loan.all(one, one.book.price == null)",
    ],
)
def test_a_path_that_leads_further_than_is_loaded_is_told_at_once(expression: str) -> None:
    assert codes(guard(f'{{check: "{expression}"}}')) == ["too-far"]


@pytest.mark.parametrize(
    "expression", ["parent.next == null", "siblings.loan.all(one, one.book == book)"]
)
def test_a_link_at_the_end_of_a_path_is_only_compared(expression: str) -> None:
    assert codes(guard(f'{{check: "{expression}"}}')) == []
