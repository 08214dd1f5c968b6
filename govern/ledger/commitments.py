"""Commitments to personal values: the ledger proves what stood there without saying it.

The ledger holds SHA-256(0x02 || salt || canonical value); the value and its 16 random bytes of
salt stand in the record. Erasing both leaves the chain whole and the value unguessable.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from govern.errors import Unreadable
from govern.ledger.canonical import canonical

MARK = b"\x02"
SALT_BYTES = 16


def commitment(salt: str, value: Any) -> str:
    """The commitment to `value` (stored form) under a salt of 32 hexadecimal digits."""
    try:
        salt_bytes = bytes.fromhex(salt)
    except ValueError as error:
        raise Unreadable("A salt is hexadecimal.", code="bad_salt") from error
    if len(salt_bytes) != SALT_BYTES or salt != salt_bytes.hex():
        raise Unreadable(f"A salt has {SALT_BYTES} bytes, in lower case.", code="bad_salt")
    return hashlib.sha256(MARK + salt_bytes + canonical(value)).hexdigest()


def committed(values: Mapping[str, Any], salts: Mapping[str, str]) -> dict[str, str]:
    """Field to commitment for every field that has a salt; one without a value commits to null."""
    return {name: commitment(salt, values.get(name)) for name, salt in salts.items()}


def plain(values: Mapping[str, Any], salts: Mapping[str, str]) -> dict[str, Any]:
    """The values that stand in the ledger as they are: those of fields without a salt."""
    return {name: value for name, value in values.items() if name not in salts}
