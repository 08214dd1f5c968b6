"""Transitions in the model: sources worked out, targets told apart, terms resolved."""

from __future__ import annotations

import pytest

from govern.spec.model import Transition
from govern.spec.vocabulary import EffectWord, GuardWord, Level, Quantifier, TermKind
from tests.spec.marking import built, effect, guard, late, loan, read

SIDE = "paused: {side: true}, lost: {final: true, outcome: failure}"
PAUSE = "  pause: {from: open, to: paused, by: reader}\n  lose: {from: any, to: lost, by: reader}\n"


def move(words: str, states: str = SIDE, moves: str = PAUSE) -> Transition:
    """The transition `act` of a loan with a side state and two final ones."""
    return built(loan(states=states, moves=f"{moves}  act: {{{words}}}\n")).named("act")[0]


def test_any_means_every_state_that_is_not_final() -> None:
    assert move("from: any, to: stay, by: reader").sources == ("open", "paused")


def test_any_does_not_mean_the_state_it_leads_to() -> None:
    assert move("from: any, to: open, by: reader").sources == ("paused",)


def test_any_with_branches_excludes_none_of_their_targets() -> None:
    act = move("from: any, to: [{to: open, when: fee > 1}, {to: lost}], by: reader")
    assert act.sources == ("open", "paused")
    assert [(b.to, b.when.text if b.when else "") for b in act.target.branches] == [
        ("open", "fee > 1"),
        ("lost", ""),
    ]


def test_what_is_excepted_is_left_out() -> None:
    assert move("from: any, except: open, to: stay, by: reader").sources == ("paused",)


def test_a_final_state_is_left_where_it_is_listed() -> None:
    assert move("from: [closed, lost], to: open, by: reader").sources == ("closed", "lost")


def test_a_state_may_be_entered_again() -> None:
    act = move("from: open, to: open, by: reader")
    assert (act.sources, act.target.state) == (("open",), "open")


def test_previous_may_lead_somewhere_else() -> None:
    act = move("from: paused, to: previous, else: open, by: reader")
    assert (act.target.previous, act.target.otherwise) == (True, "open")


def test_a_map_says_for_each_source_where_it_leads() -> None:
    act = move("from: [open, paused], to: {open: paused, paused: open}, by: reader")
    assert dict(act.target.by_source) == {"open": "paused", "paused": "open"}


def test_variants_share_their_name() -> None:
    first = "    - {from: open, to: stay, by: reader}\n"
    second = "    - {from: paused, to: open, by: librarian}\n"
    text = loan(states=SIDE, moves=f"{PAUSE}  act:\n{first}{second}")
    variants = built(text).named("act")
    assert [(one.sources, one.by[0].text) for one in variants] == [
        (("open",), "reader"),
        (("paused",), "librarian"),
    ]


def test_fields_and_inputs_are_asked_for() -> None:
    act = move("from: open, to: stay, by: reader, ask: {fee: , book: null, why: {kind: text}}")
    assert act.ask == ("fee", "book")
    assert act.inputs["why"].title == "Why"


def test_a_single_field_is_asked_for_by_its_name() -> None:
    assert move("from: open, to: stay, by: reader, ask: fee, require: fee").ask == ("fee",)


@pytest.mark.parametrize(
    ("term", "kind", "name", "path"),
    [
        ("reader", TermKind.ROLE, "reader", ()),
        ("owner", TermKind.FIELD, "", ("owner",)),
        ("parent.owner", TermKind.FIELD, "", ("parent", "owner")),
        ("parent.parent.owner", TermKind.FIELD, "", ("parent", "parent", "owner")),
        ("book.owner", TermKind.FIELD, "", ("book", "owner")),
        ("parent.requester", TermKind.FIELD, "", ("parent", "requester")),
        ("requester", TermKind.REQUESTER, "", ()),
        ("editors", TermKind.EDITORS, "", ()),
        ("anyone", TermKind.ANYONE, "", ()),
        ("{fired: start}", TermKind.FIRED, "start", ()),
        ("{last: close}", TermKind.LAST, "close", ()),
    ],
)
def test_a_term_is_what_it_names(
    term: str, kind: TermKind, name: str, path: tuple[str, ...]
) -> None:
    found = move(f"from: open, to: stay, by: [{term}]").by[0]
    assert (found.kind, found.name, found.path, found.text) == (kind, name, path, term)


def test_terms_may_be_needed_at_once() -> None:
    found = move("from: open, to: stay, by: {all: [reader, owner, {last: start}]}").by[0]
    assert found.kind is TermKind.ALL
    assert [one.kind for one in found.terms] == [TermKind.ROLE, TermKind.FIELD, TermKind.LAST]


def test_who_is_left_to_effects_is_marked() -> None:
    moves = "  act: {from: open, to: stay, by: [system, reader]}\n"
    act = built(loan(moves=moves)).named("act")[0]
    assert act.system
    assert [term.kind for term in act.by] == [TermKind.SYSTEM, TermKind.ROLE]


def test_a_transition_of_effects_alone_needs_one_that_fires_it() -> None:
    moves = "  act: {from: open, to: stay, by: system}\n"
    fire = "{fire: {siblings: loan, transition: act}}"
    fires = f"  go: {{from: open, to: stay, by: reader, then: [{fire}]}}\n"
    assert [one.code for one in read(loan(moves=moves)).findings] == ["nobody-may"]
    assert read(loan(moves=moves + fires)).findings == ()


def test_a_check_carries_its_reason_and_code() -> None:
    found = built(guard("{check: fee > 1, when: has(fee), else: Too low., code: low, level: warn}"))
    one = found.named("check")[0].guards[0]
    assert (one.word, one.text, one.reason, one.code) == (
        GuardWord.CHECK,
        "fee > 1",
        "Too low.",
        "low",
    )
    assert one.level is Level.WARN
    assert one.when is not None


def test_a_rule_is_the_expression_it_names() -> None:
    one = (
        built(guard("{rule: fair_fee}") + "rules: {fair_fee: fee < 10}\n")
        .named("check")[0]
        .guards[0]
    )
    assert (one.name, one.text) == ("fair_fee", "The rule Fair fee")
    assert one.check is not None
    assert one.check.text == "fee < 10"


@pytest.mark.parametrize(
    ("words", "quantifier", "number", "floor", "states"),
    [
        ("where: fee > 1", Quantifier.ALL, 0, 0, ()),
        ("where: fee > 1, all: true, at_least: 2", Quantifier.ALL, 0, 2, ()),
        ("any: true", Quantifier.ANY, 0, 0, ()),
        ("none: true, where: fee > 1", Quantifier.NONE, 0, 0, ()),
        ("count: 0", Quantifier.COUNT, 0, 0, ()),
        ("count: 3, where: fee > 1", Quantifier.COUNT, 3, 0, ()),
        ("at_least: 4", Quantifier.AT_LEAST, 4, 4, ()),
        ("all_in: [open, closed], at_least: 1", Quantifier.ALL_IN, 0, 1, ("open", "closed")),
        ("all_in: open, where: fee > 1", Quantifier.ALL_IN, 0, 0, ("open",)),
    ],
)
def test_how_many_must_satisfy(
    words: str, quantifier: Quantifier, number: int, floor: int, states: tuple[str, ...]
) -> None:
    one = built(guard(f"{{siblings: {{workflow: loan, {words}}}}}")).named("check")[0].guards[0]
    assert (one.word, one.workflow) == (GuardWord.SIBLINGS, "loan")
    assert (one.quantifier, one.number, one.at_least, one.states) == (
        quantifier,
        number,
        floor,
        states,
    )


def test_uniqueness_is_among_the_same_type_where_nothing_is_said() -> None:
    one = built(guard("{unique: {fields: [fee, owner]}}")).named("check")[0].guards[0]
    assert (one.fields, one.workflow, one.text) == (
        ("fee", "owner"),
        "loan",
        "Whether Fee and Owner is taken",
    )
    other = built(guard("{unique: {fields: owner, among: book}}")).named("check")[0].guards[0]
    assert other.workflow == "book"


def test_effects_say_what_they_do_to_whom() -> None:
    text = effect(
        "{open: {workflow: book, transition: buy, link: book, fields: {owner: = actor}}}, "
        "{fire: {siblings: {workflow: loan, where: fee > 1}, transition: close, each: try}}, "
        "{fire: {linked: book, transition: sell, fields: {price: 5}, input: {buyer: Bob}}}, "
        "{fire: {parent: true, transition: sell}}"
    )
    opened, beside, linked, above = built(text).named("act")[0].then
    assert (opened.word, opened.workflow, opened.transition, opened.link) == (
        EffectWord.OPEN,
        "book",
        "buy",
        "book",
    )
    assert (beside.on, beside.workflow, beside.each_try) == ("siblings", "loan", True)
    assert linked.values["price"].literal == {"amount": "5.00", "currency": "EUR"}
    assert (linked.on, linked.inputs["buyer"].literal) == ("book", "Bob")
    assert (above.on, above.workflow, above.each_try) == ("parent", "", False)


def test_the_only_opening_is_the_one_meant() -> None:
    assert built(effect("{open: {workflow: loan}}")).named("act")[0].then[0].transition == "start"


def test_words_of_a_state_are_kept() -> None:
    flow = built(
        late(
            "title: Too late, phase: trouble, edit: owner, lock: true, hide: [fee], "
            "require: fee, on_enter: [{set: {fee: 1}}], on_exit: [{set: {fee: null}}]"
        )
    )
    state = flow.states["late"]
    assert (state.title, state.phase, state.lock.all, state.hide) == (
        "Too late",
        "trouble",
        True,
        frozenset({"fee"}),
    )
    assert (state.require, len(state.on_enter), len(state.on_exit)) == (("fee",), 1, 1)


def test_documents_say_when_they_are_printed() -> None:
    papers = (
        "documents:\n  slip: {title: Slip, template: slip.html, print_on: {fired: start}}\n"
        "  bill: {title: Bill, template: bill.html, print_on: {entered: closed}}\n"
        "  card: {title: Card, template: card.html}\n"
    )
    flow = built(loan() + papers)
    assert [(d.fired, d.entered) for d in flow.documents.values()] == [
        ("start", ""),
        ("", "closed"),
        ("", ""),
    ]


@pytest.mark.parametrize(
    ("number", "prefix", "digits"),
    [
        ("CR-0000", "CR-", 4),
        ("L0", "L", 1),
        ("CR1-00", "CR1-", 2),
        ("LO-AN-00", "LO-AN-", 2),
        ("", "LOAN-", 1),
    ],
)
def test_a_number_has_a_prefix_and_digits(number: str, prefix: str, digits: int) -> None:
    flow = built(loan(top=f"number: {number}\n" if number else ""))
    assert (flow.prefix, flow.digits) == (prefix, digits)


@pytest.mark.parametrize("number", ["CR", "cr-00", "CR100", "-00", "CR-0000000000", "00"])
def test_a_number_that_could_be_mistaken_is_refused(number: str) -> None:
    codes = [one.code for one in read(loan(top=f'number: "{number}"\n')).findings]
    assert codes == ["wrong-shape"]


@pytest.mark.parametrize(
    ("within", "types", "required"),
    [("book", ("book",), True), ("[book, none]", ("book",), False), ("none", (), False)],
)
def test_within_says_whether_it_may_stand_alone(
    within: str, types: tuple[str, ...], required: bool
) -> None:
    flow = built(loan().replace("within: book", f"within: {within}"))
    assert (flow.within, flow.within_required) == (types, required)
