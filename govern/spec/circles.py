"""Circles in a graph, all at once: its strongly connected parts. In linear time, because a file
may declare thousands of things that depend on one another.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def circles(edges: Mapping[T, Collection[T]]) -> list[list[T]]:
    """The sets of points each of which can be reached from every other, less single points that
    have no edge to themselves. Points are in the order of `edges`; every end of an edge is one."""
    backwards: dict[T, list[T]] = {point: [] for point in edges}
    for point, ends in edges.items():
        for end in ends:
            backwards[end].append(point)
    found = []
    seen: set[T] = set()
    for start in reversed(_finished(edges)):
        if start not in seen:
            part = set(_reach(start, backwards, seen))
            if len(part) > 1 or start in edges[start]:
                found.append([point for point in edges if point in part])
    return found


def _finished(edges: Mapping[T, Collection[T]]) -> list[T]:
    """All points, each after those that can be reached from it first."""
    order: list[T] = []
    seen: set[T] = set()
    for start in edges:
        waiting: list[tuple[T, Iterator[T]]] = []
        if start not in seen:
            seen.add(start)
            waiting.append((start, iter(edges[start])))
        while waiting:
            point, rest = waiting[-1]
            following = next((end for end in rest if end not in seen), None)
            if following is None:
                order.append(point)
                waiting.pop()
            else:
                seen.add(following)
                waiting.append((following, iter(edges[following])))
    return order


def _reach(start: T, edges: Mapping[T, Collection[T]], seen: set[T]) -> Iterator[T]:
    """What can be reached from `start` by points not seen before, which are seen now."""
    waiting = [start]
    seen.add(start)
    while waiting:
        point = waiting.pop()
        yield point
        new = [end for end in edges[point] if end not in seen]
        seen.update(new)
        waiting.extend(dict.fromkeys(new))
