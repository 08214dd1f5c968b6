"""From a character of a scalar's value back to its place in the file.

A folded or quoted scalar is not written as it reads: line breaks are folded, quotes doubled,
characters escaped. But what is not blank stands there in the same order, so the places are found
by counting signs that are not blank, in the value and in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from govern.spec.diagnostics import Position
from govern.spec.nodes import ScalarNode

_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.|\n)", re.DOTALL)
_BLANK_ESCAPES = frozenset("t\tn\n _")
_UNIT = {
    "": re.compile(r"\S"),
    "|": re.compile(r"\S"),
    ">": re.compile(r"\S"),
    "'": re.compile(r"''|\S"),
    '"': re.compile(rf"{_ESCAPE.pattern}|\S", re.DOTALL),
}


def place_in(node: ScalarNode, offset: int) -> Position:
    """Where in the file the character at `offset` of the scalar's value stands.

    At a blank it is the next sign that is none; at the end it is the place behind the last.
    """
    before = sum(not sign.isspace() for sign in node.text[:offset])
    end = node.start
    for count, (start, behind) in enumerate(_signs(node)):
        if count == before:
            return node.source.position(start)
        end = behind
    return node.source.position(end)


def _signs(node: ScalarNode) -> Iterator[tuple[int, int]]:
    """Where each sign of the value that is not blank begins and ends in the source, in order."""
    text = node.source.text
    start, end = node.start, node.end
    if node.style in ("'", '"'):
        start, end = start + 1, end - 1
    elif node.style:
        start = text.find("\n", start) + 1  # behind the header of a block scalar
    for match in _UNIT[node.style].finditer(text, start, end):
        unit = match.group()
        if node.style != '"' or not _is_blank(unit):
            yield match.span()


def _is_blank(unit: str) -> bool:
    """Whether a unit of a double-quoted scalar reads as a blank, or as nothing at all."""
    if len(unit) > 2:
        return chr(int(f"0x{unit[2:]}", 0)).isspace()
    return unit.startswith("\\") and unit[1] in _BLANK_ESCAPES
