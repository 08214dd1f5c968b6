"""Text becomes a tree of nodes with places; all but maps, lists and scalars is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, strategies as st

from govern.spec import nodes
from govern.spec.nodes import ListNode, MapNode, ScalarNode, plain, read_nodes
from govern.spec.report import Report
from govern.spec.sources import Source


def read(text: str) -> tuple[Any, list[tuple[str, int, int]]]:
    """The plain data of a text, and code, line and column of its findings."""
    report = Report()
    root = read_nodes(Source("loan.yaml", text), report)
    findings = [(one.code, one.at.line, one.at.column) for one in report.findings()]
    return None if root is None else plain(root), findings


def test_keys_are_always_texts() -> None:
    assert read("{1: a, true: b, null: c, 2026-01-01: d}") == (
        {"1": "a", "true": "b", "null": "c", "2026-01-01": "d"},
        [],
    )


def test_quotes_make_a_text_of_anything() -> None:
    assert read("['1', \"true\", '', \"null\"]") == (["1", "true", "", "null"], [])


def test_crlf_and_lf_read_alike() -> None:
    text = "a:\n  - 1\n  - |\n    x\n    y\n"
    assert read(text.replace("\n", "\r\n")) == read(text) == ({"a": [1, "x\ny\n"]}, [])


def test_every_node_knows_where_it_stands() -> None:
    root = read_nodes(Source("loan.yaml", "a:\n  - é: {b: c}\n"), Report())
    assert isinstance(root, MapNode)
    (_, items) = root.entries[0]
    assert isinstance(items, ListNode)
    inner = items.items[0]
    assert isinstance(inner, MapNode)
    key, flow = inner.entries[0]
    value = flow.get("b") if isinstance(flow, MapNode) else None
    assert isinstance(value, ScalarNode)
    places = [(one.at.line, one.at.column) for one in (root, key, flow, value)]
    assert places == [(1, 1), (2, 5), (2, 8), (2, 12)]


def test_reading_goes_on_after_what_is_refused() -> None:
    _, findings = read("a: &x 1\nb: *x\nc: !t 2\n? [d]\n: 3\na: 4\n")
    assert findings == [
        ("anchor", 1, 4),
        ("alias", 2, 4),
        ("tag", 3, 4),
        ("complex-key", 4, 3),
        ("duplicate-key", 6, 1),
    ]


def test_one_level_less_than_too_deep_is_read() -> None:
    assert read("[" * 32 + "]" * 32)[1] == []
    assert read("[" * 33 + "]" * 33)[1] == [("too-deep", 1, 33)]


def test_tabs_are_named_as_what_is_wrong_with_indentation() -> None:
    report = Report()
    read_nodes(Source("loan.yaml", "a:\n\tb: c\n"), report)
    assert report.findings()[0].hint == "indent with spaces, not with tabs"


@pytest.mark.parametrize("parser", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: a: b\n", "a second `: ` is in this line"),
        ("title: a\n  b: c\n", "it is indented too far"),
        ("title: %a\n", "unless it stands in quotes"),
        ("to: [a, b\nby: c\n", "a comma or `]` is missing"),
        ("to: {a: b\nby: c\n", "a comma or `}` is missing"),
        ('title: "a\n', "never closed"),
        ("a: 1\n b: 2\nc\n", "indented too far"),
        ("a:\n  b: 1\n c: 2\n", "does not stand exactly under"),
        ("- a\nb: c\n", "does not stand exactly under"),
    ],
)
def test_what_is_no_yaml_is_said_in_plain_words(
    text: str, said: str, parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nodes, "_LOADER", getattr(yaml, parser))
    report = Report()
    assert read_nodes(Source("loan.yaml", text), report) is None
    assert said in report.findings()[0].message


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15) + 1, 10**15 - 1)
    | st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc: '\"#-<", max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES.filter(lambda value: value is not None))
def test_json_reads_as_what_it_says(value: Any) -> None:
    assert read(json.dumps(value)) == (value, [])


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_both_parsers_of_the_library_read_alike(
    loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nodes, "_LOADER", getattr(yaml, loader))
    assert read("a: >-\n  x\n  y\nb: [1, 'no', no]\n") == ({"a": "x y", "b": [1, "no", "no"]}, [])
    assert read('a: "\\UFFFFFFFF"\n')[1][0][0] == "not-yaml"
    assert read("[" * 50_000)[1] == [("too-deep", 1, 33)]
    assert read("a: {check: b ? c : d}\n")[1] == [("expression-needs-quotes", 1, 12)]
