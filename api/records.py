"""Records: open, find, read, edit, and what became of them."""

from __future__ import annotations

from typing import Any

from flask import Response

from govern import (
    Done,
    Reply,
    Work,
    edit_record,
    find_record,
    history,
    open_record,
    receipt,
    search_records as search,
)

from .acts import act, look
from .etags import answer_unless_known, etag, expected_revision
from .idempotency import act_once, reply
from .paging import answer_page, page_size
from .replies import json_reply
from .routes import PREFIX, Noun
from .schemas import Edit, HistorySpan, Opening, Search
from .schemas_records import Changed, HistoryPage, Record, RecordPage

noun = Noun("records", "Everything that is governed is a record of a declared type.")


@noun.post(
    "/records",
    Changed,
    takes=Opening(),
    status=201,
    headers=("IDEMPOTENCY_KEY",),
    returns=("ETag", "Location"),
)
def open_one(sent: dict[str, Any]) -> Response:
    """Open a record.

    `transition` names the opening where the type has more than one.
    """

    def command(work: Work) -> Reply:
        done = open_record(
            work,
            sent["type"],
            sent["values"],
            within=sent["within"],
            transition=sent["transition"],
            inputs=sent["inputs"],
            comment=sent["comment"],
        )
        location = f"{PREFIX}/records/{done.record['id']}"
        headers = {"Location": location, "ETag": etag(done.record["revision"])}
        return reply(_changed(done), 201, headers)

    return act_once(command)


@noun.get("/records", RecordPage, query=Search(), returns=("Link",), refuses=(404,))
def search_all(asked: dict[str, Any]) -> Response:
    """Find records, page by page."""
    wanted = {**asked, "where": tuple(asked.get("where", ())), "limit": page_size(asked)}
    return answer_page(look(lambda work: search(work, **wanted)), asked)


@noun.get(
    "/records/<ref:ref>",
    Record,
    headers=("IF_NONE_MATCH_TAG",),
    returns=("ETag",),
    also={304: {"description": "The record is still at that revision."}},
)
def read_one(ref: str) -> Response:
    """Read a record, by its number or its id."""
    record = look(lambda work: find_record(work, ref))
    return answer_unless_known(etag(record["revision"]), record)


@noun.patch(
    "/records/<ref:ref>",
    Changed,
    takes=Edit(),
    headers=("IF_MATCH_REQUIRED",),
    returns=("ETag",),
    refuses=(412, 428),
)
def edit_one(ref: str, sent: dict[str, Any]) -> Response:
    """Edit the fields of a record.

    Null clears a field; fields that are not named stay as they are.
    """

    def command(work: Work) -> Done:
        revision = expected_revision(work, ref, required=True) or 0
        return edit_record(work, ref, sent["values"], revision=revision, comment=sent["comment"])

    done = act(command)
    return json_reply(_changed(done), headers={"ETag": etag(done.record["revision"])})


@noun.get("/records/<ref:ref>/history", HistoryPage, query=HistorySpan(), returns=("Link",))
def read_history(ref: str, asked: dict[str, Any]) -> Response:
    """What happened to a record: its ledger entries, oldest first."""
    after, limit = asked["after"], page_size(asked)
    found = look(lambda work: history(work, ref, after=after, limit=limit))
    return answer_page(found, asked, continued_by="after")


def _changed(done: Done) -> dict[str, Any]:
    """The record, with what was opened along with it and the receipt of the act, null where
    there was nothing to change and so nothing was entered."""
    proof = receipt(done.entries[0]) if done.entries else None
    return {**done.record, "opened": done.opened, "receipt": proof}
