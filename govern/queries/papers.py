"""Issued documents: what a record has, and the stored bytes of one."""

from __future__ import annotations

from typing import Any

from govern.errors import Conflict, NotFound
from govern.queries import shapes
from govern.store import documents, records
from govern.store.identifiers import is_id
from govern.store.records.reading import sayable
from govern.work import Work


def list_documents(work: Work, ref: str) -> list[dict[str, Any]]:
    """The record's documents, newest first."""
    row = work.find(ref)
    found = documents.of_record(work.connection, row.id)
    return [shapes.document(one, row.number) for one in reversed(found)]


def find_document(work: Work, document: str) -> dict[str, Any]:
    """The document with this id or number; NotFound also where its record is not for the asker."""
    row, record = _document(work, document)
    return shapes.document(row, record.number)


def document_bytes(work: Work, document: str) -> bytes:
    """The bytes as they were issued; Conflict while there are none."""
    row, _ = _document(work, document)
    if row.sha256 is None:
        raise Conflict(f"{row.number} is {row.state}: there are no bytes yet.", code="not_issued")
    return work.files.get(row.sha256)


def _document(work: Work, document: str) -> tuple[documents.Row, records.Row]:
    find = documents.find if is_id(document) else documents.by_number
    row = find(work.connection, document) if sayable(document) else None
    record = records.get(work.connection, row.record) if row else None
    if row is None or record is None or not work.sees(record):
        raise NotFound(f"There is no document {document[:80]!r} that you may see.")
    return row, record
