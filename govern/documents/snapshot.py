"""The frozen snapshot: everything a document may say, as one canonical JSON text.

`freeze` takes plain values from the caller and returns what templates see, what is embedded in
the file and what the printed SHA-256 is of. Values are in their stored form (JSON). Nothing is
looked up here, and nothing is dated: `issued_at` is given.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from govern.errors import PrintFailed

SCHEMA = "govern/document/1"
LONGEST = 4 * 1024 * 1024  # bytes of canonical JSON

JSON = Mapping[str, Any]

NEEDED: Mapping[str, tuple[str, ...]] = {
    "document": ("kind", "title", "number", "template"),
    "record": (
        "id",
        "number",
        "type",
        "type_title",
        "title",
        "state",
        "state_title",
        "revision",
        "opened_by",
        "opened_at",
        "fields",
    ),
    "fields": ("name", "title", "kind", "value"),
    "ancestors": ("number", "type", "type_title", "title", "state", "state_title", "fields"),
    "acts": ("seq", "at", "kind", "name", "title", "actor", "comment", "from", "to"),
    "definition": ("workflow", "version", "digest"),
    "ledger": ("subject", "seq", "previous_hash"),
}


@dataclass(frozen=True)
class Snapshot:
    """What a document is printed from. `canonical` is the content as bytes, and nothing else."""

    canonical: bytes

    @cached_property
    def content(self) -> dict[str, Any]:
        """The content as plain values; a reader must not change them."""
        content: dict[str, Any] = json.loads(self.canonical)
        return content

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the canonical bytes, 64 lower-case hexadecimal digits."""
        return hashlib.sha256(self.canonical).hexdigest()


def freeze(
    *,
    document: JSON,
    organisation: str,
    record: JSON,
    fields: Sequence[JSON],
    acts: Sequence[JSON],
    definition: JSON,
    ledger: JSON,
    issued_at: str,
    ancestors: Sequence[JSON] = (),
    people: Mapping[str, str] | None = None,
    states: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
) -> Snapshot:
    """The snapshot of these values.

    `ancestors` begin with the parent. `people` are full names by name, `states` titles of the
    record's states by name, `links` what to print for a linked record by its id; a name none of
    them knows is printed as it is. PrintFailed where something needed is missing or is no JSON.
    """
    content = {
        "schema": SCHEMA,
        "document": document,
        "organisation": organisation,
        "record": record,
        "fields": fields,
        "ancestors": ancestors,
        "people": people or {},
        "states": states or {},
        "links": links or {},
        "acts": acts,
        "definition": definition,
        "ledger": ledger,
        "issued_at": issued_at,
    }
    return _checked(content)


def read(canonical: bytes) -> Snapshot:
    """The snapshot these canonical bytes hold; PrintFailed where they are anything else."""
    try:
        content = json.loads(canonical)
    except (ValueError, RecursionError) as error:
        raise PrintFailed("These bytes are not a document snapshot.") from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise PrintFailed(f"This is not a document snapshot of the form {SCHEMA}.")
    snapshot = _checked(content)
    if snapshot.canonical != canonical:
        raise PrintFailed("The document snapshot is not in its canonical form.")
    return snapshot


def canonical(content: JSON) -> bytes:
    """The one spelling of `content`, sorted and without spaces; PrintFailed if it is no JSON."""
    try:
        text = json.dumps(
            content,
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
            allow_nan=False,
            default=_plain,
        )
        return text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise PrintFailed("The document snapshot holds a value that is no JSON.") from error


def _plain(value: object) -> object:
    """What `json` does not know of by itself: any mapping is an object."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


def _checked(content: JSON) -> Snapshot:
    for part, needed in NEEDED.items():
        held = content.get(part)
        for index, item in enumerate(held if isinstance(held, list | tuple) else [held]):
            _check_part(f"{part}/{index}" if isinstance(held, list | tuple) else part, item, needed)
    snapshot = Snapshot(canonical(content))
    if len(snapshot.canonical) > LONGEST:
        raise PrintFailed("The record is too large to be printed: more than 4 MiB.")
    return snapshot


def _check_part(path: str, item: object, needed: tuple[str, ...]) -> None:
    if not isinstance(item, Mapping):
        raise PrintFailed(f"The document snapshot has no {path}.")
    missing = [name for name in needed if name not in item]
    if missing:
        raise PrintFailed(f"The document snapshot lacks {path}/{missing[0]}.")
