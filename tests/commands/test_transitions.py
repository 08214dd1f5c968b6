"""Firing: who may, what must hold, what it brings about, and that a refusal changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from govern import (
    edit_record,
    explain_transitions,
    find_record,
    fire_transition,
    history,
    list_documents,
    search_records,
)
from govern.errors import NotAllowed, NotFound, Refused, StaleRevision, ValuesRefused


def codes(refusal: Refused) -> set[str]:
    return {verdict.code for verdict in refusal.verdicts if verdict.blocks}


def test_whoever_holds_the_role_moves_the_record(library: Any) -> None:
    done = library.by("alice", fire_transition, library.book(), "lend")
    assert (done.record["state"], done.record["revision"]) == ("lent", 2)


def test_whoever_does_not_is_not_allowed(library: Any) -> None:
    book = library.book()
    with pytest.raises(NotAllowed) as refusal:
        library.by("carol", fire_transition, book, "lend")
    assert "not_among_by" in codes(refusal.value)


def test_a_stranger_does_not_learn_that_there_is_a_record(library: Any) -> None:
    with pytest.raises(NotFound):
        library.by("mallory", fire_transition, library.book(), "lend")


def test_a_refusal_names_who_could(library: Any) -> None:
    book = library.book()
    with pytest.raises(NotAllowed) as refusal:
        library.by("carol", fire_transition, book, "lend")
    named = next(v.who for v in refusal.value.verdicts if v.code == "not_among_by")
    assert named == ("alice", "bob")


def test_a_refusal_changes_nothing_but_is_remembered(library: Any) -> None:
    book = library.book(price=150)
    before = library.ask(None, find_record, book)
    with pytest.raises(Refused) as refusal:
        library.by("alice", fire_transition, book, "lend")
    assert codes(refusal.value) == {"too_dear"}
    assert library.ask(None, find_record, book) == before
    assert [entry.name for entry in _refusals(library, "person:alice")] == ["refused"]


def test_a_dry_run_is_not_remembered_and_changes_nothing(library: Any) -> None:
    book = library.book()
    done = library.by("alice", _dry_run, book, "lend")
    assert done.record["state"] == "lent"
    assert library.ask(None, find_record, book)["state"] == "shelved"
    with pytest.raises(NotAllowed):
        library.by("carol", _dry_run, book, "lend")
    assert _refusals(library, "person:carol") == []


def test_all_verdicts_are_told_not_only_the_first(library: Any) -> None:
    book = library.book(price=150)
    with pytest.raises(NotAllowed) as refusal:
        library.by("carol", fire_transition, book, "lend")
    assert codes(refusal.value) == {"not_among_by", "too_dear"}


def test_effects_happen_in_the_same_act(library: Any) -> None:
    done = library.by("alice", fire_transition, library.book(), "lend")
    assert done.record["fields"]["lent_times"] == 1
    assert done.record["fields"]["double"] == 2
    assert [one["fields"]["reason"] for one in done.opened] == ["Emma"]
    assert {entry.act for entry in done.entries} == {done.entries[0].act}


def test_an_effect_moves_what_only_the_system_may_move(library: Any) -> None:
    book = library.book()
    library.by("alice", fire_transition, book, "lend")
    with pytest.raises(NotAllowed):
        library.by("alice", fire_transition, "LN-0001", "end")
    library.by("bob", fire_transition, book, "take_back", comment="Read.")
    assert library.ask(None, find_record, "LN-0001")["state"] == "ended"


def test_a_side_state_returns_to_the_state_it_interrupted(library: Any) -> None:
    book = library.book()
    library.by("alice", fire_transition, book, "lend")
    library.by("alice", fire_transition, book, "mend")
    done = library.by("alice", fire_transition, book, "mended")
    assert done.record["state"] == "lent"


def test_a_state_that_is_suspended_is_neither_left_nor_entered_again(library: Any) -> None:
    book = library.book()
    for move in ("lend", "mend", "mended"):
        shown = library.by("alice", fire_transition, book, move).record["fields"]
    assert (shown["came"], shown["went"]) == (1, 0)
    done = library.by("alice", fire_transition, book, "take_back", comment="Read.")
    assert done.record["fields"]["went"] == 1


def test_nobody_appoints_himself_in_the_act_that_needs_it(library: Any) -> None:
    book = library.book()
    with pytest.raises(NotAllowed):
        library.by("alice", fire_transition, book, "sell", fields={"keeper": "alice"})
    library.by("bob", edit_record, book, {"keeper": "alice"}, revision=1)
    assert library.by("alice", fire_transition, book, "sell").record["state"] == "sold"


def test_whom_a_field_excludes_may_not_act(library: Any) -> None:
    book = library.book(keeper="alice")
    with pytest.raises(NotAllowed) as refusal:
        library.by("alice", fire_transition, book, "lend")
    assert codes(refusal.value) == {"excluded"}


def test_a_comment_that_is_required_is_missed(library: Any) -> None:
    book = library.book()
    library.by("alice", fire_transition, book, "lend")
    with pytest.raises(Refused) as refusal:
        library.by("alice", fire_transition, book, "take_back", comment="  ")
    assert codes(refusal.value) == {"comment_required"}


def test_an_input_is_kept_in_the_ledger_and_not_on_the_record(library: Any) -> None:
    book = library.book()
    done = library.by("alice", fire_transition, book, "count", inputs={"seen": True})
    assert "seen" not in done.record["fields"]
    last = library.ask(None, history, book)["items"][-1]
    assert (last["name"], last["input"]) == ("count", {"seen": True})


def test_an_input_that_is_required_is_missed(library: Any) -> None:
    with pytest.raises(ValuesRefused) as refusal:
        library.by("alice", fire_transition, library.book(), "count")
    assert [p.pointer for p in refusal.value.problems] == ["/input/seen"]


def test_whoever_may_not_act_learns_nothing_about_values(library: Any) -> None:
    with pytest.raises(NotAllowed):
        library.by("carol", fire_transition, library.book(), "lend", fields={"nonsense": 1})


def test_a_stale_revision_is_refused(library: Any) -> None:
    book = library.book()
    library.by("alice", edit_record, book, {"name": "Persuasion"}, revision=1)
    with pytest.raises(StaleRevision):
        library.by("alice", fire_transition, book, "lend", revision=1)


def test_an_unknown_transition_is_not_found(library: Any) -> None:
    with pytest.raises(NotFound) as refusal:
        library.by("alice", fire_transition, library.book(), "burn")
    assert refusal.value.code == "unknown_transition"


def test_a_document_is_asked_for_by_the_act_that_names_it(library: Any) -> None:
    book = library.book()
    library.by("alice", fire_transition, book, "lend")
    found = library.ask("alice", list_documents, book)
    assert [(d["kind"], d["state"], d["number"]) for d in found] == [
        ("card", "pending", "BK-001-card-1")
    ]


def test_what_is_explained_is_what_is_enforced(library: Any) -> None:
    book = library.book(price=150)
    shown = library.ask("alice", explain_transitions, book)
    allowed = {one["name"]: one["allowed"] for one in shown}
    assert allowed == {"lend": False, "mend": True, "sell": False, "count": True}


def test_a_search_shows_each_only_what_is_theirs(library: Any) -> None:
    book = library.book()
    assert [r["number"] for r in library.ask("carol", search_records)["items"]] == [book]
    assert library.ask("mallory", search_records)["items"] == []


def _dry_run(work: Any, book: str, transition: str) -> Any:
    work.dry_run = True
    return fire_transition(work, book, transition)


def _refusals(library: Any, source: str) -> list[Any]:
    from govern.store import refusals, session

    with session.reading(library.installation.engine) as connection:
        return list(refusals.chain(connection, source))
