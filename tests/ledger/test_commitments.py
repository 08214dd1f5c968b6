"""A commitment proves a value to who has the salt, and tells nothing to who has not."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given, strategies as st

from govern.errors import Unreadable
from govern.ledger.commitments import commitment, committed, plain

SALT, OTHER = "00" * 16, "01" * 16


def test_a_commitment_is_this_hash() -> None:
    expected = hashlib.sha256(b"\x02" + bytes(16) + b'"Bob"').hexdigest()
    assert commitment(SALT, "Bob") == expected


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.characters(exclude_categories=["Cs"])),
)
def test_another_value_or_another_salt_is_another_commitment(one: str, two: str) -> None:
    assert (commitment(SALT, one) == commitment(SALT, two)) == (one == two)
    assert commitment(SALT, one) != commitment(OTHER, one)


@pytest.mark.parametrize("salt", ["", "00" * 15, "00" * 17, "zz" * 16, "AA" * 16, "0 " * 16])
def test_a_salt_has_sixteen_bytes(salt: str) -> None:
    with pytest.raises(Unreadable):
        commitment(salt, "Bob")


def test_fields_with_a_salt_are_committed_to_and_the_others_stand_as_they_are() -> None:
    values: dict[str, Any] = {"name": "Bob", "cost": 5}
    salts = {"name": SALT, "phone": OTHER}
    assert plain(values, salts) == {"cost": 5}
    assert committed(values, salts) == {
        "name": commitment(SALT, "Bob"),
        "phone": commitment(OTHER, None),
    }
