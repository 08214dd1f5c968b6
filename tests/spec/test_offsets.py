"""A place within a scalar's value is found again in the file, however the scalar is written."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from govern.spec.nodes import MapNode, ScalarNode, read_nodes
from govern.spec.offsets import place_in
from govern.spec.report import Report
from govern.spec.sources import Source

WRITTEN = [
    "check: fee > §limit\n",
    "check: 'fee > §limit'\n",
    'check: "fee > §limit"\n',
    "check: 'owner == ''a'' && §limit'\n",
    'check: "owner == \\"a\\" && §limit"\n',
    'check: "\\u0066ee >\\x20\\t§limit"\n',
    'check: "fee \\\n  > §limit"\n',
    "check: >-\n  fee\n  > §limit\n",
    "check: >- # why\n\n    fee >\n\n    §limit\n",
    "check: |\n  fee >\n    §limit\n",
    "check: |2-\n    fee > §limit\n",
    "check: fee >\n  §limit\n",
    "check: 'fee >\n\n  §limit'\n",
    "{a: 1, check: fee > §limit}\n",
    "été: 1\ncheck: é > §limit\n",
]


def scalar(text: str) -> ScalarNode:
    """The scalar under `check`."""
    root = read_nodes(Source("loan.yaml", text), Report())
    assert isinstance(root, MapNode)
    node = root.get("check")
    assert isinstance(node, ScalarNode)
    return node


@pytest.mark.parametrize("text", WRITTEN)
def test_a_word_is_found_in_the_file(text: str) -> None:
    before = text[: text.index("§")]
    node = scalar(text.replace("§", ""))
    place = place_in(node, node.text.index("limit"))
    assert (place.line, place.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


@pytest.mark.parametrize("text", WRITTEN)
def test_the_end_is_behind_the_last_sign(text: str) -> None:
    clean = text.replace("§", "")
    node = scalar(clean)
    place = place_in(node, len(node.text))
    line = clean.split("\n")[place.line - 1]
    assert line[: place.column - 1].endswith("limit")


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf")), min_size=1
    )
)
def test_every_sign_of_a_quoted_scalar_is_found_again(value: str) -> None:
    node = scalar("check: '" + value.replace("'", "''") + "'\n")
    for offset, sign in enumerate(node.text):
        if not sign.isspace():
            place = place_in(node, offset)
            assert node.source.text[node.source.index(place.line, place.column)] == sign
