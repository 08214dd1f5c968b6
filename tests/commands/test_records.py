"""Opening and editing: what is stored, what is refused with a pointer, and who may."""

from __future__ import annotations

from typing import Any

import pytest

from govern import edit_record, find_record, history, open_record
from govern.errors import (
    NotAllowed,
    NotFound,
    Refused,
    RevisionRequired,
    StaleRevision,
    ValuesRefused,
)


def pointers(refusal: pytest.ExceptionInfo[ValuesRefused]) -> list[str]:
    return [problem.pointer for problem in refusal.value.problems]


def test_a_record_is_opened_with_a_number_its_defaults_and_its_requester(library: Any) -> None:
    done = library.by("alice", open_record, "book", {"name": "Emma"})
    shown = done.record
    assert (shown["number"], shown["title"], shown["opened_by"]) == ("BK-001", "Emma", "alice")
    assert (shown["fields"]["lent_times"], shown["fields"]["double"]) == (0, 0)


def test_numbers_have_no_gaps_though_an_opening_fails_between(library: Any) -> None:
    library.book()
    with pytest.raises(ValuesRefused):
        library.by("alice", open_record, "book", {})
    assert library.book() == "BK-002"


def test_whoever_lacks_the_role_opens_nothing(library: Any) -> None:
    with pytest.raises(NotAllowed):
        library.by("carol", open_record, "book", {"name": "Emma"})


def test_a_required_field_is_missed_by_its_pointer(library: Any) -> None:
    with pytest.raises(ValuesRefused) as refusal:
        library.by("alice", open_record, "book", {})
    assert pointers(refusal) == ["/fields/name"]


def test_all_problems_are_told_at_once(library: Any) -> None:
    wrong = {"name": 7, "keeper": "nobody", "price": "much", "colour": "red"}
    with pytest.raises(ValuesRefused) as refusal:
        library.by("alice", open_record, "book", wrong)
    assert sorted(pointers(refusal)) == [f"/fields/{name}" for name in sorted(wrong)]


@pytest.mark.parametrize("within", [None, "BK-999", "LN-0001"])
def test_a_parent_that_is_missing_or_of_the_wrong_type_is_refused(
    library: Any, within: str | None
) -> None:
    library.book()
    with pytest.raises(ValuesRefused) as refusal:
        library.by("alice", open_record, "loan", within=within)
    assert pointers(refusal) == ["/within"]


def test_an_unknown_type_is_not_found(library: Any) -> None:
    with pytest.raises(NotFound) as refusal:
        library.by("alice", open_record, "boat")
    assert refusal.value.code == "unknown_type"


def test_an_edit_raises_the_revision_and_keeps_both_values_in_the_ledger(library: Any) -> None:
    book = library.book()
    done = library.by("bob", edit_record, book, {"name": "Persuasion"}, revision=1)
    assert (done.record["revision"], done.record["title"]) == (2, "Persuasion")
    last = library.ask("bob", history, book)["items"][-1]
    assert (last["kind"], last["changes"]["name"]) == ("edited", ["Emma", "Persuasion"])


def test_an_edit_that_changes_nothing_is_no_act(library: Any) -> None:
    book = library.book()
    done = library.by("bob", edit_record, book, {"name": "Emma"}, revision=1)
    assert (done.record["revision"], done.entries) == (1, [])


def test_an_edit_must_say_which_revision_it_saw(library: Any) -> None:
    book = library.book()
    with pytest.raises(RevisionRequired):
        library.by("bob", edit_record, book, {"name": "X"}, revision=None)
    with pytest.raises(StaleRevision):
        library.by("bob", edit_record, book, {"name": "X"}, revision=7)


def test_a_locked_field_is_not_edited(library: Any) -> None:
    book = library.book(price=5)
    with pytest.raises(Refused) as refusal:
        library.by("bob", edit_record, book, {"price": 6}, revision=1)
    blocked = {v.code for v in refusal.value.verdicts if v.blocks}
    assert blocked == {"locked"}


def test_sending_a_locked_field_as_it_is_changes_nothing_and_is_let_through(library: Any) -> None:
    book = library.book(price=5)
    sent = {"price": 5, "name": "Persuasion"}
    assert library.by("bob", edit_record, book, sent, revision=1).record["revision"] == 2


def test_whoever_may_not_edit_is_refused_and_a_stranger_sees_nothing(library: Any) -> None:
    book = library.book()
    with pytest.raises(NotAllowed):
        library.by("carol", edit_record, book, {"name": "X"}, revision=1)
    with pytest.raises(NotFound):
        library.by("mallory", edit_record, book, {"name": "X"}, revision=1)


def test_a_personal_value_is_not_in_the_ledger_but_proved_by_it(library: Any) -> None:
    book = library.book(reader="Dorothea Brooke")
    entry = library.ask("alice", history, book)["items"][0]
    assert "Dorothea" not in str(entry)
    assert len(entry["changes"]["reader"][1]) == 64
    shown = library.ask("alice", find_record, book)
    assert shown["fields"]["reader"] == "Dorothea Brooke"


def test_a_refused_edit_is_remembered_in_a_few_words(library: Any) -> None:
    from govern.store import refusals

    with pytest.raises(NotAllowed):
        library.by("carol", edit_record, library.book(), {"x" * 9999: 1}, revision=1)
    (refusal,) = library.ask(None, lambda work: list(refusals.everything(work.connection)))
    assert refusal.body()["attempt"]["fields"] == ["x" * 80]
