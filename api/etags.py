"""Revisions as entity tags: the strong tag of a record is its revision in quotes, as "7".

A document's tag is its SHA-256. `If-Match` says against which revision a change was made,
`If-None-Match` which one the client has already. Weak tags are compared as RFC 9110 says: never
equal in `If-Match`, by their text in `If-None-Match`.
"""

from __future__ import annotations

import re

from flask import Response, request

from govern import Work, find_record
from govern.errors import RevisionRequired, StaleRevision, Unreadable

from .replies import json_reply

_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e]*)"')
_REVISION = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_ANY = ("*", "")


def etag(value: int | str) -> str:
    """The entity tag of a revision or a digest."""
    return f'"{value}"'


def expected_revision(work: Work, ref: str, *, required: bool) -> int | None:
    """The revision `If-Match` names, to be compared under the lock; None where there is none.

    The record is read where one number does not say it: for `*` and for several tags.
    RevisionRequired where it is `required` and missing; StaleRevision where no tag named can be
    that of the record; Unreadable where the header is malformed.
    """
    sent = request.headers.get("If-Match")
    if sent is None:
        if required:
            raise RevisionRequired("Send If-Match with the ETag of the record as you read it.")
        return None
    tags = _read(sent)
    strong = {tag for weak, tag in tags if not weak and _REVISION.fullmatch(tag)}
    if len(tags) == 1 and strong:
        return int(strong.pop())
    now: int = find_record(work, ref)["revision"]
    if tags == [_ANY] or str(now) in strong:
        return now
    raise StaleRevision("The record is not at any of the revisions that If-Match names.")


def answer_unless_known(tag: str, payload: object) -> Response:
    """200 with `payload` and its tag, or 304 where the client says that it has it."""
    if is_known(tag):
        return Response(status=304, headers={"ETag": tag})
    return json_reply(payload, headers={"ETag": tag})


def is_known(tag: str) -> bool:
    """Whether `If-None-Match` names the tag; a malformed header names none."""
    sent = request.headers.get("If-None-Match")
    if sent is None:
        return False
    try:
        tags = _read(sent)
    except Unreadable:
        return False
    return tags == [_ANY] or tag.strip('"') in {value for _, value in tags}


def _read(header: str) -> list[tuple[str, str]]:
    """Pairs of weakness (W/ or nothing) and value; the star alone is a pair of its own."""
    if header.strip() == "*":
        return [_ANY]
    found = [_TAG.fullmatch(part.strip()) for part in header.split(",")]
    if None in found:
        raise Unreadable('The header If-Match takes entity tags in quotes, as "7".')
    return [(match.group(1) or "", match.group(2)) for match in found if match]
