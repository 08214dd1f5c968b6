"""Publishing: what comes into force, what is refused, and what older records follow."""

from __future__ import annotations

from typing import Any

import pytest

from govern import explain_transitions, find_record, publish
from govern.errors import DefinitionRefused, NotAllowed
from tests.commands.conftest import BOOK, PACK


def changed(version: str) -> dict[str, str]:
    text = BOOK.replace("title: Book", f"title: Volume\n{version}", 1)
    return {**PACK, "book.yaml": text.replace("  sell:", "  give_away:", 1)}


def test_what_is_in_force_is_published_again_without_a_trace(library: Any) -> None:
    done = library.by(None, publish, PACK)
    assert {one["change"] for one in done["published"]} == {"unchanged"}


def test_layout_and_comments_do_not_count_as_a_change(library: Any) -> None:
    done = library.by(None, publish, {**PACK, "book.yaml": "# a comment\n" + BOOK})
    assert {one["change"] for one in done["published"]} == {"unchanged"}


def test_a_changed_definition_needs_a_higher_version(library: Any) -> None:
    with pytest.raises(DefinitionRefused) as refusal:
        library.by(None, publish, changed(""))
    assert [f.code for f in refusal.value.findings] == ["version-not-raised"]
    done = library.by(None, publish, changed("version: 2"))
    assert {one["name"]: one["change"] for one in done["published"]}["book"] == "changed"


def test_an_older_record_stays_with_the_definition_it_was_opened_by(library: Any) -> None:
    old = library.book()
    library.by(None, publish, changed("version: 2"))
    new = library.book()
    assert "sell" in _moves(library, old)
    assert "give_away" in _moves(library, new)
    assert [library.ask("alice", find_record, r)["version"] for r in (old, new)] == [1, 2]


def test_an_unsound_pack_is_refused_whole(library: Any) -> None:
    with pytest.raises(DefinitionRefused):
        library.by(None, publish, {**PACK, "book.yaml": BOOK.replace("shelved", "shelfed", 1)})
    assert library.book() == "BK-001"


def test_only_the_operator_publishes(library: Any) -> None:
    with pytest.raises(NotAllowed):
        library.by("alice", publish, PACK)


def _moves(library: Any, book: str) -> set[str]:
    return {one["name"] for one in library.ask("alice", explain_transitions, book)}
