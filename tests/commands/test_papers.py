"""Documents: asked for in the act, printed later, superseded and never altered."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from govern import document_bytes, find_document, fire_transition, history, list_documents
from govern.auditing import audit_installation
from govern.commands.papers import conclude, fail
from govern.errors import Conflict, NotFound

CARD = "BK-001-card-1"


def lent(library: Any) -> str:
    book = library.book()
    library.by("alice", fire_transition, book, "lend")
    return book


def issue(library: Any, content: bytes = b"%PDF") -> str:
    stored = library.installation.files.put(content)
    pending = [d for d in library.ask("alice", list_documents, "BK-001") if d["state"] == "pending"]
    library.by(None, conclude, pending[-1]["id"], stored)
    return str(stored.sha256)


def test_the_bytes_are_served_as_they_were_issued(library: Any) -> None:
    lent(library)
    digest = issue(library)
    assert library.ask("alice", document_bytes, CARD) == b"%PDF"
    assert digest == hashlib.sha256(b"%PDF").hexdigest()
    assert library.ask("alice", find_document, CARD)["sha256"] == digest


def test_the_digest_of_the_paper_is_in_the_ledger(library: Any) -> None:
    book = lent(library)
    issue(library)
    kinds = [entry["kind"] for entry in library.ask("alice", history, book)["items"]]
    assert kinds == ["opened", "moved", "document_requested", "document_issued"]
    assert audit_installation(library.installation).sound


def test_there_are_no_bytes_while_it_is_pending(library: Any) -> None:
    lent(library)
    with pytest.raises(Conflict) as refusal:
        library.ask("alice", document_bytes, CARD)
    assert refusal.value.code == "not_issued"


def test_a_newer_paper_supersedes_the_one_before(library: Any) -> None:
    book = lent(library)
    issue(library)
    library.by("alice", fire_transition, book, "take_back", comment="Read.")
    library.by("alice", fire_transition, book, "lend")
    issue(library, b"%PDF 2")
    newer, older = library.ask("alice", list_documents, book)
    assert older["superseded_by"] == newer["id"]
    assert library.ask("alice", document_bytes, CARD) == b"%PDF"
    assert audit_installation(library.installation).sound


def test_what_cannot_be_printed_says_why(library: Any) -> None:
    lent(library)
    pending = library.ask("alice", list_documents, "BK-001")[0]
    library.by(None, fail, pending["id"], "No glyph for X.")
    shown = library.ask("alice", find_document, CARD)
    assert (shown["state"], shown["error"]) == ("failed", "No glyph for X.")


def test_a_stranger_finds_no_document(library: Any) -> None:
    lent(library)
    issue(library)
    with pytest.raises(NotFound):
        library.ask("mallory", document_bytes, CARD)
    with pytest.raises(NotFound):
        library.ask("alice", document_bytes, "\0")
