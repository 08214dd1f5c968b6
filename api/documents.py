"""Documents: the paper a record has issued, and the paper itself."""

from __future__ import annotations

import re
from typing import Any

from flask import Response

from govern import Work, document_bytes, find_document, list_documents
from govern.errors import Conflict

from .acts import look
from .etags import etag, is_known
from .paging import answer_all
from .replies import json_reply
from .routes import Noun
from .schemas_records import Document, DocumentPage

noun = Noun("documents", "Issued paper: printed once, sealed by its digest, never altered.")

PDF = "application/pdf"
WAIT = "2"  # seconds until asking again is worth while
PENDING = {
    "description": "It is still being printed; ask again after Retry-After seconds.",
    "content": {"application/json": {"schema": Document}},
    "headers": {"Retry-After": "Retry-After"},
}


@noun.get("/records/<ref:ref>/documents", DocumentPage)
def list_all(ref: str) -> Response:
    """The documents of a record, latest first."""
    return answer_all(look(lambda work: list_documents(work, ref)))


@noun.get("/documents/<ref:id>", Document)
def read_one(id: str) -> Response:
    """What a document is, and whether it has been issued yet."""
    return json_reply(look(lambda work: find_document(work, id)))


@noun.get(
    "/documents/<ref:id>.pdf",
    None,
    media=PDF,
    headers=("IF_NONE_MATCH_TAG",),
    returns=("ETag", "Content-Disposition"),
    refuses=(409,),
    also={202: PENDING, 304: {"description": "The client has it already."}},
)
def download(id: str) -> Response:
    """The paper itself; its ETag is its SHA-256."""

    def question(work: Work) -> tuple[dict[str, Any], bytes]:
        found = find_document(work, id)
        wanted = found["state"] == "issued" and not is_known(etag(found["sha256"]))
        return found, document_bytes(work, id) if wanted else b""

    found, paper = look(question)
    if found["state"] == "pending":
        return json_reply(found, 202, {"Retry-After": WAIT})
    if found["state"] == "failed":
        raise Conflict("This document could not be printed.", code="document_failed")
    headers = {
        "ETag": etag(found["sha256"]),
        "Content-Disposition": f'attachment; filename="{_file_name(found["number"])}"',
    }
    if not paper:
        return Response(status=304, headers=headers)
    return Response(paper, headers=headers, content_type=PDF)


def _file_name(number: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", number).strip("-.") + ".pdf"
