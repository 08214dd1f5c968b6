"""Circles of computed fields: on one record never, along the tree only in one direction."""

from __future__ import annotations

from hypothesis import given, strategies as st

from govern.spec.circles import circles
from tests.spec.marking import BOOK, loan, read

GRAPHS = st.dictionaries(st.integers(0, 7), st.sets(st.integers(0, 7)), max_size=8)


@given(GRAPHS)
def test_points_are_in_one_circle_if_each_can_be_reached_from_the_other(
    graph: dict[int, set[int]],
) -> None:
    edges = {point: {end for end in ends if end in graph} for point, ends in graph.items()}
    reach = {point: _reached(point, edges) for point in edges}
    expected = {frozenset(q for q in reach[p] if p in reach[q]) for p in edges if p in reach[p]}
    assert {frozenset(part) for part in circles(edges)} == expected
    assert len(circles(edges)) == len(expected)


def _reached(start: int, edges: dict[int, set[int]]) -> set[int]:
    found: set[int] = set()
    waiting = list(edges[start])
    while waiting:
        point = waiting.pop()
        if point not in found:
            found.add(point)
            waiting.extend(edges[point])
    return found


def test_a_long_chain_takes_no_recursion() -> None:
    chain = {n: [n + 1] for n in range(50_000)} | {50_000: []}
    assert circles(chain) == []
    assert len(circles(chain | {50_000: [0]})[0]) == 50_001


def codes(price: str, fee: str) -> list[str]:
    """What is found where a book and the loans within it compute these."""
    book = BOOK.replace("  next:", f"  total: {{kind: number, computed: '{price}'}}\n  next:")
    own = loan(fields=f"share: {{kind: number, computed: '{fee}'}}")
    return [one.code for one in read({"book.yaml": book, "loan.yaml": own}).findings]


def test_a_sum_over_the_records_within_is_no_circle() -> None:
    assert codes("sum(children.loan.map(l, l.share))", "fee * 2") == []


def test_a_sum_of_sums_down_a_tree_is_no_circle() -> None:
    assert codes("1 + sum(children.book.map(b, b.total))", "fee") == []


def test_a_field_inherited_from_above_is_no_circle() -> None:
    assert codes("1", "parent.total") == []


def test_up_and_down_again_is_a_circle() -> None:
    assert codes("sum(children.loan.map(l, l.share))", "parent.total / 2") == ["computed-cycle"] * 2


def test_a_circle_through_a_link_is_one() -> None:
    assert codes("next.total + 1", "fee") == ["computed-cycle"]


def test_what_only_leads_into_a_circle_is_not_blamed() -> None:
    text = loan(
        fields="x: {kind: number, computed: y}, y: {kind: number, computed: y}, z: {kind: number}"
    )
    assert [(f.code, f.at.column) for f in read(text).findings] == [
        ("computed-cycle", text.split("\n")[3].index("computed: y}, z") + 11)
    ]
