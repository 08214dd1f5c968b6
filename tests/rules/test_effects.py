"""What a move brings about, and the computed fields that follow every write."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from govern.errors import Refused
from govern.rules import fields
from govern.rules.effects import Consequences, Fired, Opened, compute, consequences, in_order
from govern.rules.plain import plain
from govern.rules.situation import Situation
from tests.rules import making, packs

LOAN = packs.read("""
workflow: loan
title: Loan
number: LN-0000
within: [shelf, loan]
currency: EUR
fields:
  title:    {kind: text, required: true, max: 20}
  cost:     {kind: money}
  fine:     {kind: money}
  total:    {kind: money, computed: cost + fine}
  doubled:  {kind: money, computed: total * 2}
  third:    {kind: number, computed: pages / 3}
  pages:    {kind: integer}
  share:    {kind: number}
  lent_at:  {kind: datetime}
  lent_by:  {kind: person}
  due:      {kind: date}
  took:     {kind: duration}
  next:     {kind: link, to: [loan]}
  first:    {kind: link, to: [shelf, loan]}
states:
  open:
  closed: {final: true, outcome: success}
transitions:
  begin: {to: open, by: [librarian]}
  stamp:
    from: open
    to: stay
    by: [librarian]
    ask: {given: {kind: money}}
    then:
      - set: {lent_at: = now, lent_by: = actor, cost: = input.given, title: Emma, due: 2026-04-01}
      - set: {fine: = cost * 0.333, share: = pages / 3, took: = now - opened_at}
  swap:  {from: open, to: stay, by: [librarian], then: [set: {cost: = fine, fine: = cost}]}
  clear: {from: open, to: stay, by: [librarian], then: [set: {cost: null, next: null}]}
  spoil: {from: open, to: stay, by: [librarian], then: [set: {title: = title + title}]}
  halve: {from: open, to: stay, by: [librarian], then: [set: {pages: = pages / 2}]}
  point: {from: open, to: stay, by: [librarian], then: [set: {first: = parent}]}
  drop:
    from: open
    to: stay
    by: [librarian]
    then: [set: {next: null}, set: {pages: "= has(next) ? 1 : 0"}]
  renew:
    from: open
    to: closed
    by: [librarian]
    then:
      - open:
          workflow: loan
          fields: {title: = title, cost: = cost / 3, share: = pages / 3}
          link: next
      - print: slip
  close_all:
    from: open
    to: closed
    by: [librarian]
    then:
      - fire:
          children: {workflow: loan, where: cost > this.cost}
          transition: stamp
          fields: {pages: 3}
          input: {given: = cost}
          each: try
      - fire: {linked: next, transition: clear}
documents:
  slip: {title: Slip, template: slip.html, print_on: {fired: renew}}
""")
OPENED = making.NOW.replace(day=30)


def euros(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def case(**values: Any) -> Situation:
    plain_case = packs.at(LOAN, values={"title": "Emma", **values})
    return replace(plain_case, record=replace(plain_case.record, opened_at=OPENED))


def brought(name: str, place: Situation) -> Consequences:
    return consequences(place, LOAN.named(name)[0].then)


def test_stamps_and_literals_come_out_in_stored_form() -> None:
    values = brought("stamp", replace(case(pages=2), inputs={"given": _money("10")})).values
    assert values == {
        "lent_at": "2026-03-31T10:00:00.000000Z", "lent_by": "alice", "cost": euros("10.00"),
        "title": "Emma", "due": "2026-04-01", "fine": euros("3.33"),
        "share": 0.666666666666667, "took": "1 day",
    }  # fmt: skip


def _money(amount: str) -> Any:
    return fields.typed(LOAN.fields["cost"], euros(amount))


def test_what_one_set_writes_is_read_by_the_next_but_not_by_itself() -> None:
    values = brought("swap", case(cost=euros("1.00"), fine=euros("2.00"))).values
    assert values == {"cost": euros("2.00"), "fine": euros("1.00")}


def test_copying_an_empty_field_clears() -> None:
    values = brought("swap", case(cost=euros("1.00"))).values
    assert values == {"cost": None, "fine": euros("1.00")}


def test_a_link_that_was_cleared_leads_nowhere_any_more() -> None:
    place = case(next="id-LN-1")
    linked = replace(place.record, links={"next": (making.view("LN-1"),)})
    assert brought("drop", replace(place, record=linked)).values == {"next": None, "pages": 0}


def test_null_clears() -> None:
    assert brought("clear", case(cost=euros("1.00"))).values == {"cost": None, "next": None}


def test_a_record_that_an_expression_names_is_kept_by_its_id() -> None:
    place = case()
    inside = replace(place, record=replace(place.record, parent=making.view("SH-1")))
    assert brought("point", inside).values == {"first": "id-SH-1"}


MISFITS = [
    ("halve", {"pages": 3}, "pages / 2 does not fit: Pages must be a whole number"),
    ("spoil", {"title": "x" * 15}, r"title \+ title does not fit: Title must not be longer"),
]


@pytest.mark.parametrize(("name", "values", "told"), MISFITS)
def test_a_value_that_does_not_fit_refuses_the_act(name: str, values: Any, told: str) -> None:
    with pytest.raises(Refused, match=told) as refusal:
        brought(name, case(**values))
    assert [v.code for v in refusal.value.verdicts] == ["expression_error"]


def test_an_expression_that_cannot_be_worked_out_refuses_the_act() -> None:
    with pytest.raises(Refused, match="pages is empty"):
        brought("halve", case())


def test_a_required_field_is_not_cleared_by_an_effect() -> None:
    flow = packs.read("""
workflow: loan
title: Loan
fields: {title: {kind: text, required: true}, note: {kind: text}}
states: {open: , closed: {final: true, outcome: success}}
transitions:
  begin: {to: open, by: [librarian]}
  forget: {from: open, to: closed, by: [librarian], then: [set: {title: = note}]}
""")
    with pytest.raises(Refused, match="Title must be filled"):
        consequences(packs.at(flow, values={"title": "x"}), flow.named("forget")[0].then)


def test_an_opening_carries_its_values_as_they_would_be_sent() -> None:
    found = brought("renew", case(cost=euros("10.00"), pages=1))
    sent = {"title": "Emma", "cost": euros("3.33"), "share": 0.333333333333333}
    assert found.opened == (Opened("loan", "begin", sent, "next"),)
    assert found.printed == ("slip",)


def test_a_move_is_fired_on_the_relatives_that_are_meant() -> None:
    cheap, dear = (
        packs.record(LOAN, number=n, cost=euros(c))
        for n, c in (("LN-1", "5.00"), ("LN-2", "20.00"))
    )
    place = replace(case(cost=euros("10.00")), children={"loan": (cheap, dear)})
    sent = {"pages": 3}
    first, second = brought("close_all", place).fired
    assert first == Fired("stamp", (dear,), sent, {"given": euros("10.00")}, each_try=True)
    assert second == Fired("clear", ())


def test_relatives_that_were_not_loaded_refuse_the_act() -> None:
    with pytest.raises(Refused, match="was not loaded"):
        brought("close_all", case(cost=euros("10.00")))


def test_a_where_that_cannot_be_told_refuses_the_act() -> None:
    unknown = packs.record(LOAN, number="LN-1")
    with pytest.raises(Refused, match=r"LN-1: cost > this\.cost cannot be worked out"):
        brought("close_all", replace(case(cost=euros("1.00")), children={"loan": (unknown,)}))


def test_computed_fields_follow_one_another() -> None:
    found = compute(case(cost=euros("1.00"), fine=euros("0.50"), pages=1))
    assert found == {
        "total": euros("1.50"), "doubled": euros("3.00"), "third": 0.333333333333333,
    }  # fmt: skip


def test_a_computed_field_is_empty_until_what_it_is_made_of_is_there() -> None:
    assert compute(case(cost=euros("1.00"))) == {"total": None, "doubled": None, "third": None}


def test_a_computed_field_may_wait_although_it_is_required() -> None:
    total = replace(LOAN.fields["total"], required=True)
    waiting = replace(case(), workflow=replace(LOAN, fields={**LOAN.fields, "total": total}))
    assert compute(waiting)["total"] is None


def test_the_order_of_computed_fields_is_that_of_their_making() -> None:
    turned = replace(LOAN, fields=dict(reversed(LOAN.fields.items())))
    names = [field.name for field in in_order(turned)]
    assert names.index("total") < names.index("doubled")


@pytest.mark.parametrize(
    ("name", "value"), [("cost", "10.00"), ("due", "2026-04-01"), ("took", "3 days")]
)
def test_a_plain_value_is_what_a_person_would_send(name: str, value: str) -> None:
    kept = euros(value) if name == "cost" else value
    assert plain(fields.typed(LOAN.fields[name], kept)) == kept
