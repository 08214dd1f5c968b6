"""Reading the words of a shaped map: what is left out or broken reads as if it were not there."""

from __future__ import annotations

from govern.spec.diagnostics import Position
from govern.spec.nodes import ListNode, MapNode, Node, ScalarNode


def text(node: MapNode, word: str) -> str:
    """The text under `word`; "" where there is none."""
    found = node.get(word)
    return found.text.strip() if isinstance(found, ScalarNode) and found.value is not None else ""


def flag(node: MapNode, word: str) -> bool:
    """Whether `word` is true."""
    found = node.get(word)
    return isinstance(found, ScalarNode) and found.value is True


def whole(node: MapNode, word: str, default: int = 0) -> int:
    """The whole number under `word`."""
    found = node.get(word)
    value = found.value if isinstance(found, ScalarNode) else None
    return value if isinstance(value, int) else default


def scalar(node: MapNode, word: str) -> ScalarNode | None:
    """The scalar under `word`."""
    found = node.get(word)
    return found if isinstance(found, ScalarNode) else None


def part(node: MapNode, word: str) -> MapNode:
    """The map under `word`; an empty one where there is none."""
    found = node.get(word)
    return found if isinstance(found, MapNode) else MapNode(node.at, ())


def many(node: MapNode, word: str) -> list[Node]:
    """The one or many things under `word`."""
    found = node.get(word)
    if isinstance(found, ListNode):
        return list(found.items)
    return [] if found is None else [found]


def names(node: MapNode, word: str) -> list[ScalarNode]:
    """The one or many names under `word`."""
    return [one for one in many(node, word) if isinstance(one, ScalarNode)]


def place(node: MapNode, word: str) -> Position:
    """Where the key `word` stands; where the map begins if it does not."""
    key = node.key(word)
    return key.at if key else node.at


def plain_title(name: str) -> str:
    """A name in plain writing: `first_draft` is "First draft"."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
