"""Cursors of a paged list: opaque to clients, checked when they come back."""

from __future__ import annotations

import base64
import binascii

from govern.errors import Unreadable
from govern.ledger.canonical import canonical, parse

MAX_LENGTH = 4096


def write(order: str, key: str, record: str) -> str:
    """A cursor that goes on after the record with this sort key and id, in this order."""
    return base64.urlsafe_b64encode(canonical([order, key, record])).decode().rstrip("=")


def read(order: str, cursor: str) -> tuple[str, str]:
    """The (sort key, id) a cursor names; `Unreadable` where it is none, or of another order."""
    try:
        if len(cursor) > MAX_LENGTH or not cursor.isascii():
            raise ValueError(cursor)
        padded = cursor + "=" * (-len(cursor) % 4)
        found = parse(base64.b64decode(padded, altchars=b"-_", validate=True))
        said, key, record = _texts(found)
        if said != order:
            raise ValueError(said)
    except (ValueError, binascii.Error, Unreadable) as error:
        raise Unreadable("The cursor is not one of this list.", code="bad_cursor") from error
    return key, record


def _texts(found: object) -> tuple[str, str, str]:
    match found:
        case [str(order), str(key), str(record)] if "\0" not in key + record:
            return order, key, record
    raise ValueError(found)
