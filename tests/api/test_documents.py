"""Issued paper over HTTP: pending, issued, failed; and not there for who may not see its record."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

MISSING = "01a205f2-0000-7000-8000-000000000000"


@pytest.fixture
def slip(alice: Any, loan: Any) -> dict[str, Any]:
    """The loan slip that lending asks for; nothing has printed it yet."""
    alice.post(f"/records/{loan['id']}/transitions/lend")
    (document,) = alice.get(f"/records/{loan['id']}/documents").json["items"]
    found: dict[str, Any] = document
    return found


@pytest.fixture
def paper(library: Any, slip: Any) -> bytes:
    """The bytes of the slip, which has been issued."""
    from govern.commands.papers import conclude

    installation, pdf = library.installation, b"%PDF-1.7 a slip"
    library.by_operator(conclude, slip["id"], installation.files.put(pdf))
    return pdf


def test_a_document_that_waits_to_be_printed_says_so(bob: Any, slip: Any) -> None:
    assert (slip["state"], slip["kind"], slip["sha256"]) == ("pending", "slip", None)
    assert bob.get(f"/documents/{slip['id']}").json == slip
    answer = bob.get(f"/documents/{slip['id']}.pdf")
    assert (answer.status_code, answer.json) == (202, slip)
    assert int(answer.headers["Retry-After"]) > 0


def test_an_issued_document_is_its_bytes(bob: Any, slip: Any, paper: bytes) -> None:
    digest = hashlib.sha256(paper).hexdigest()
    answer = bob.get(f"/documents/{slip['id']}.pdf")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert answer.data == paper
    assert answer.headers["ETag"] == f'"{digest}"'
    assert bob.get(f"/documents/{slip['id']}").json["sha256"] == digest


def test_the_file_is_named_after_its_number(bob: Any, slip: Any, paper: bytes) -> None:
    answer = bob.get(f"/documents/{slip['id']}.pdf")
    named = f'attachment; filename="{slip["number"]}.pdf"'
    assert answer.headers["Content-Disposition"] == named


def test_a_document_one_has_is_not_sent_again(bob: Any, slip: Any, paper: bytes) -> None:
    tag = f'"{hashlib.sha256(paper).hexdigest()}"'
    answer = bob.get(f"/documents/{slip['id']}.pdf", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)


def test_a_document_that_could_not_be_printed_says_so(library: Any, bob: Any, slip: Any) -> None:
    from govern.commands.papers import fail

    library.by_operator(fail, slip["id"], "no font has this letter")
    assert bob.get(f"/documents/{slip['id']}").json["state"] == "failed"
    answer = bob.get(f"/documents/{slip['id']}.pdf")
    assert (answer.status_code, answer.json["code"]) == (409, "document_failed")


@pytest.mark.parametrize("path", ["/documents/{}", "/documents/{}.pdf"])
def test_a_document_of_a_record_that_one_may_not_see_is_as_missing_as_none(
    mallory: Any, slip: Any, paper: bytes, path: str
) -> None:
    hidden, missing = (mallory.get(path.format(one)) for one in (slip["id"], MISSING))
    assert hidden.status_code == missing.status_code == 404
    assert hidden.json["detail"].replace(slip["id"], MISSING) == missing.json["detail"]
    assert hidden.json["code"] == missing.json["code"]


@pytest.mark.slow
def test_a_printed_document_is_a_pdf(library: Any, bob: Any, slip: Any) -> None:
    from govern.errands.worker import Worker

    Worker(library.installation).drain()
    answer = bob.get(f"/documents/{slip['id']}.pdf")
    assert answer.status_code == 200, bob.get(f"/documents/{slip['id']}").json
    assert answer.data.startswith(b"%PDF-")
