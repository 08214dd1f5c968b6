"""Who is meant by each term, who is not, and what happens when it cannot be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from govern.rules.authority import (
    incompatible,
    is_among,
    is_excluded,
    may_edit,
    may_write,
    name_people,
    people_of,
    said,
)
from govern.rules.situation import PastAct, Situation
from govern.rules.verdicts import Verdict, VerdictOutcome
from govern.spec.model import Lock, Role, Roles, State, Term, Who
from govern.spec.vocabulary import TermKind
from tests.rules.making import (
    NOW,
    fields,
    move,
    people_field,
    person_field,
    role,
    situation,
    states,
    term,
    view,
    workflow,
)

HISTORY = (
    PastAct("lend", "alice", NOW - timedelta(days=3), "", "open"),
    PastAct("", "bob", NOW - timedelta(days=2)),
    PastAct("renew", "carol", NOW - timedelta(days=1), "open", "open"),
    PastAct("renew", "bob", NOW, "open", "open"),
)
FLOW = workflow(
    fields=fields(
        owner=people_field("owner"),
        helpers=people_field("helpers", "people"),
        desk=people_field("desk", "role"),
        keeper=people_field("keeper", role="librarian"),
        title="text",
        book="link",
    )
)
PLACE = workflow("shelf", fields=fields(owner=people_field("owner")))
ABOVE = view("SH-1", values={"owner": "carol"}, requester="bob", definition=PLACE)


def case(actor: str | None, roles: tuple[str, ...] = (), **values: object) -> Situation:
    record = view(values=values, requester="alice", parent=ABOVE)
    holders = {"librarian": ("alice", "bob"), "reader": ("carol",)}
    return situation(
        FLOW, record=record, actor=actor, roles=roles, history=HISTORY, holders=holders
    )


def all_of(*terms: Term) -> Term:
    return Term(TermKind.ALL, "all", terms=terms)


VALUES = {"owner": "bob", "helpers": ("bob", "carol"), "desk": "reader", "keeper": "bob"}
MEANT = [
    ((role("reader"),), {"carol"}),
    ((person_field("owner"),), {"bob"}),
    ((person_field("helpers"),), {"bob", "carol"}),
    ((person_field("desk"),), {"carol"}),
    ((person_field("keeper"),), {"bob"}),
    ((person_field("parent", "owner"),), {"carol"}),
    ((person_field("parent", "requester"),), {"bob"}),
    ((person_field("parent", "parent", "owner"),), set()),
    ((term("requester"),), {"alice"}),
    ((term("editors"),), {"bob"}),
    ((term("fired", "renew"),), {"bob", "carol"}),
    ((term("last", "renew"),), {"bob"}),
    ((term("fired", "close"),), set()),
    ((term("last", "close"),), set()),
    ((term("system"),), set()),
    ((all_of(role("librarian"), person_field("owner")),), {"bob"}),
    ((all_of(role("librarian"), term("anyone")),), {"alice", "bob"}),
    ((all_of(),), set()),
    ((term("requester"), role("reader")), {"alice", "carol"}),
    ((), set()),
]
ROLES_OF = {"alice": ("librarian",), "bob": ("librarian",), "carol": ("reader",), "mallory": ()}


@pytest.mark.parametrize(("who", "meant"), MEANT)
def test_those_meant_are_found_and_asked_alike(who: Who, meant: set[str]) -> None:
    assert set(people_of(case("alice", **VALUES), who)) == meant
    for person, roles in ROLES_OF.items():
        assert is_among(case(person, roles, **VALUES), who) == (person in meant)


def test_anyone_is_everyone_who_is_signed_in_and_no_list() -> None:
    assert is_among(case("mallory"), (term("anyone"),))
    assert people_of(case("mallory"), (term("anyone"),)) == ()


@pytest.mark.parametrize("name", ["anyone", "requester", "editors"])
def test_the_system_is_among_system_only(name: str) -> None:
    nobody = replace(case(None), record=view(requester=None))
    assert is_among(nobody, (term("system"),))
    assert not is_among(nobody, (term(name), role("librarian"), person_field("owner")))


def test_an_empty_field_means_nobody() -> None:
    empty = case("alice", owner=None, helpers=(), desk=None)
    for name in ("owner", "helpers", "desk"):
        assert people_of(empty, (person_field(name),)) == ()


def test_a_person_called_like_a_role_does_not_hold_it() -> None:
    assert not is_among(case("reader", (), desk="reader"), (person_field("desk"),))
    assert not is_among(case("alice", ("bob",), owner="bob"), (person_field("owner"),))


def test_a_person_in_a_field_for_a_role_must_still_hold_the_role() -> None:
    assert is_among(case("bob", ("librarian",), keeper="bob"), (person_field("keeper"),))
    assert not is_among(case("bob", (), keeper="bob"), (person_field("keeper"),))


def test_nobody_appoints_himself_in_the_act_that_needs_it() -> None:
    now = replace(case("mallory", owner="mallory"), changed=frozenset({"owner"}))
    before = view(values={"owner": "bob"}, requester="alice", parent=ABOVE)
    for each in (now, replace(now, before=before)):
        assert not is_among(each, (person_field("owner"),))
    assert is_among(replace(now, before=now.record), (person_field("owner"),))


def test_nobody_removes_himself_in_the_act_that_excludes_him() -> None:
    now = replace(case("bob", owner="carol"), changed=frozenset({"owner"}))
    before = view(values={"owner": "bob"}, requester="alice")
    assert is_excluded(replace(now, before=before), (person_field("owner"),))


def test_whoever_puts_himself_in_a_field_that_excludes_is_excluded() -> None:
    now = replace(case("bob", owner="bob"), changed=frozenset({"owner"}))
    assert is_excluded(
        replace(now, before=view(values={"owner": "carol"})), (person_field("owner"),)
    )


def test_before_a_record_is_open_its_fields_and_requester_mean_nobody() -> None:
    record = view(state="", values={"owner": "mallory"}, requester="mallory", parent=ABOVE)
    opening = situation(FLOW, record=record, actor="mallory", history=())
    assert not is_among(opening, (person_field("owner"), term("requester")))
    carol = replace(opening, actor=replace(opening.actor, name="carol"))
    assert is_among(carol, (person_field("parent", "owner"),))


@pytest.mark.parametrize(
    "who", [(term("fired", "renew"),), (term("editors"),), (person_field("book", "owner"),)]
)
def test_what_was_not_loaded_names_nobody_and_excludes_everybody(who: Who) -> None:
    blind = replace(case("carol", book="id-9"), history=())
    assert not is_among(blind, who)
    assert is_excluded(blind, who)
    assert people_of(blind, who) == ()


def test_a_record_whose_definition_is_unknown_names_nobody() -> None:
    blind = replace(case("carol"), record=view(parent=replace(ABOVE, definition=None)))
    assert not is_among(blind, (person_field("parent", "owner"),))
    assert is_excluded(blind, (person_field("parent", "owner"),))


LIBRARIANS = (role("librarian"),)
TITLE = Lock(fields=frozenset({"title"}))
SHEET = replace(
    FLOW,
    digest="sheet",
    states={
        "open": State("open", "Open", edit=LIBRARIANS, lock=TITLE),
        "closed": State("closed", "Closed", final=True),
        "shut": State("shut", "Shut", edit=LIBRARIANS, lock=Lock(all=True)),
    },
)  # fmt: skip


def editing(state: str, *changed: str, roles: tuple[str, ...] = ("librarian",)) -> Situation:
    return situation(SHEET, record=view(state=state), roles=roles, changed=frozenset(changed))


def failed(verdicts: tuple[Verdict, ...]) -> list[tuple[str, str, str]]:
    return [(v.rule, v.code, v.field) for v in verdicts if v.blocks]


def test_a_state_says_who_may_edit_there_and_what_is_locked() -> None:
    assert failed(may_edit(editing("open", "owner"))) == []
    assert failed(may_edit(editing("open", "title"))) == [("fields", "locked", "title")]
    assert failed(may_edit(editing("shut", "owner"))) == [("fields", "locked", "owner")]
    assert failed(may_edit(editing("open", roles=()))) == [("edit", "not_among_by", "")]
    assert failed(may_edit(editing("closed", "owner"))) == [("edit", "not_among_by", "")]


def test_an_act_lets_the_person_write_what_it_asks_for_and_is_not_locked() -> None:
    asking = move("renew", "open", to="open", ask=("owner", "title"))
    stranger = editing("open", "owner", "title", "helpers", roles=())
    assert failed(may_write(stranger, asking)) == [
        ("fields", "not_asked", "helpers"),
        ("fields", "locked", "title"),
    ]


def test_whoever_opens_a_record_fills_it() -> None:
    opening = situation(SHEET, record=view(state=""), roles=(), changed=frozenset({"owner"}))
    assert failed(may_write(opening, move("lend", to="open"))) == []


def test_a_verdict_that_blocks_names_who_could_resolve_it() -> None:
    blocked = Verdict("by", "not_among_by", VerdictOutcome.FAILED, terms=(role("librarian"),))
    passed = replace(blocked, outcome=VerdictOutcome.PASSED)
    named = name_people([blocked, passed], case("carol"), less=(term("requester"),))
    assert [verdict.who for verdict in named] == [("bob",), ()]


def test_roles_exclude_each_other_whichever_says_so() -> None:
    roles = Roles(
        "r", {"reader": Role("reader", "Reader", incompatible=("auditor",)),
              "auditor": Role("auditor", "Auditor"), "clerk": Role("clerk", "Clerk")},
    )  # fmt: skip
    assert incompatible(roles, {"reader", "clerk"}, "auditor") == "reader"
    assert incompatible(roles, {"auditor"}, "reader") == "auditor"
    assert incompatible(roles, {"reader", "clerk"}, "clerk") is None
    assert incompatible(roles, {"reader"}, "reader") is None


def test_terms_are_said_for_people() -> None:
    who = (role("head_librarian"), person_field("parent", "owner"), term("last", "renew"))
    assert said(who) == "the head librarian, the owner of the parent or whoever did renew last"
    assert (
        said((all_of(role("reader"), term("requester")),)) == "the reader who is also the requester"
    )


def test_states_without_a_sheet_let_nobody_edit() -> None:
    plain = situation(workflow(states=states("open")))
    assert [v.reason for v in may_edit(plain)] == ["In the state Open nobody may edit."]
