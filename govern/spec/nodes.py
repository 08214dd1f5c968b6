"""YAML text to a tree of nodes that know their places: the one home of PyYAML.

Only the parser's events are used, never a loader: nothing is built before the limits hold, and
nothing a file says can name a Python object. Of YAML is left what a reader of the file sees:
maps, lists and scalars. Anchors, aliases, tags, merge keys, directives, further documents and
duplicate keys are findings. Plain scalars follow the core schema of YAML 1.2: `no`, `12:30` and
2026-12-01 are texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

import yaml

from govern.spec.codes import Code
from govern.spec.core_schema import FORBIDDEN, NUMBER_DIGITS, Plain, core_value, is_long
from govern.spec.diagnostics import Position
from govern.spec.quoting import misread
from govern.spec.report import Report, shown
from govern.spec.sources import Source

DEPTH = 32
NODES = 20_000
MENDED = 20
"""So many expressions of one file that stop YAML are told in one reading."""


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A scalar: `text` as YAML reads it, `value` what it means, `start` and `end` in the source."""

    at: Position
    text: str
    value: Plain
    style: str  # "" plain, else one of ' " | >
    start: int
    end: int
    source: Source = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class ListNode:
    at: Position
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MapNode:
    """A map; keys are always texts and each is there once."""

    at: Position
    entries: tuple[tuple[ScalarNode, Node], ...]
    flow: bool = False

    def get(self, word: str) -> Node | None:
        """The value under `word`; None where there is none."""
        return next((value for key, value in self.entries if key.text == word), None)

    def key(self, word: str) -> ScalarNode | None:
        """The key `word` itself."""
        return next((key for key, _ in self.entries if key.text == word), None)

    def items(self) -> Iterator[tuple[str, Node]]:
        """Every key as text with its value, in file order."""
        return ((key.text, value) for key, value in self.entries)


@dataclass(frozen=True, slots=True)
class BrokenNode:
    """Stands where something was that cannot be used and has its finding already."""

    at: Position


Node: TypeAlias = ScalarNode | ListNode | MapNode | BrokenNode


def read_nodes(source: Source, report: Report) -> Node | None:
    """The tree of the one document in `source`; None where its findings leave nothing of it.

    Where an expression that lacks quotes is to blame for YAML that cannot be read, reading goes
    on with that line mended, so that the other findings of the file are told as well.
    """
    for _ in range(MENDED):
        try:
            return _Tree(source, report).document()
        except _Unusable:
            return None
        except yaml.YAMLError as error:
            mended = _mended(source, report, error)
        except (ValueError, OverflowError) as error:
            # The parser without the C library lets these through on impossible escapes.
            report.add(Position(source.file, 1, 1), Code.NOT_YAML, f"This is not YAML: {error}.")
            return None
        if mended is None:
            return None
        source = mended
    return None


def plain(node: Node) -> Any:
    """What the tree says as JSON data, numbers as int or float: layout and comments are gone."""
    if isinstance(node, MapNode):
        return {name: plain(value) for name, value in node.items()}
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    value = node.value if isinstance(node, ScalarNode) else None
    return float(value) if isinstance(value, Decimal) else value


class _Unusable(Exception):
    """A limit was passed, or nothing is there; the finding is in the report."""


# libyaml where the wheel brings it: the parser in Python takes twenty times as long.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Tree:
    """Builds the tree from events, counting as it goes."""

    def __init__(self, source: Source, report: Report) -> None:
        self._source = source
        self._report = report
        self._events: Iterator[Any] = yaml.parse(source.text, Loader=_LOADER)
        self._nodes = 0

    def document(self) -> Node:
        """The first document's root; further documents are a finding."""
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._begin(event, first=root is None)
                root = self._node(next(self._events), 1)
        if root is None or (isinstance(root, ScalarNode) and root.value is None):
            at = Position(self._source.file, 1, 1)
            raise self._stop(at, Code.EMPTY_FILE, "There is nothing in this file.")
        return root

    def _begin(self, event: Any, *, first: bool) -> None:
        at = self._place(event)
        if not first:
            text = "A second document begins here; a file holds one."
            raise self._stop(at, Code.SEVERAL_DOCUMENTS, text)
        if event.version or event.tags:
            self._report.add(at, Code.DIRECTIVE, "Directives (`%`) have no meaning here.")

    def _node(self, event: Any, depth: int) -> Node:
        self._nodes += 1
        at = self._place(event)
        if self._nodes > NODES:
            raise self._stop(at, Code.TOO_MANY_NODES, f"A file has at most {NODES} values.")
        if depth > DEPTH:
            raise self._stop(at, Code.TOO_DEEP, f"Nesting goes at most {DEPTH} levels deep.")
        refused = self._refused(event, at)
        if isinstance(event, yaml.ScalarEvent):
            return BrokenNode(at) if refused else self._scalar(event, at)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(at, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._map(event, at, depth)
        return BrokenNode(at)

    def _refused(self, event: Any, at: Position) -> bool:
        """Whether the node uses a part of YAML that files here may not use."""
        if isinstance(event, yaml.AliasEvent):
            text = f"Aliases are not read: write out what {shown(f'*{event.anchor}')} stands for."
            self._refuse(at, Code.ALIAS, text)
        elif event.anchor is not None:
            self._refuse(at, Code.ANCHOR, f"Anchors ({shown('&' + event.anchor)}) are not read.")
        elif event.tag is not None:
            self._refuse(at, Code.TAG, f"Tags ({shown(event.tag)}) are not read.")
        else:
            return False
        return True

    def _refuse(self, at: Position, code: Code, message: str) -> None:
        if misread(self._source, at, self._report) is None:
            hint = "text that begins with `!`, `&` or `*` needs quotes"
            self._report.add(at, code, message, hint)

    def _list(self, at: Position, depth: int) -> ListNode:
        items = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return ListNode(at, tuple(items))

    def _map(self, event: Any, at: Position, depth: int) -> MapNode:
        flow = bool(event.flow_style)
        entries: dict[str, tuple[ScalarNode, Node]] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if isinstance(key, ScalarNode) and self._may_be_key(key, entries):
                entries[key.text] = (key, value)
            elif not isinstance(key, ScalarNode | BrokenNode):
                text = "A key is one word; this one is a list or a map."
                self._report.add(key.at, Code.COMPLEX_KEY, text)
        return MapNode(at, tuple(entries.values()), flow)

    def _may_be_key(self, key: ScalarNode, known: dict[str, tuple[ScalarNode, Node]]) -> bool:
        if key.text == "<<" and not key.style:
            text = "Merge keys are not read: write out what is meant."
            self._report.add(key.at, Code.MERGE_KEY, text)
        elif key.text in known:
            first = known[key.text][0].at.line
            text = f"The key {shown(key.text)} stands in line {first} already."
            self._report.add(key.at, Code.DUPLICATE_KEY, text)
        else:
            return True
        return False

    def _scalar(self, event: Any, at: Position) -> Node:
        text: str = event.value
        start, end = event.start_mark.index, event.end_mark.index
        if (bad := FORBIDDEN.search(text)) is not None:
            code = f"U+{ord(bad.group()):04X}"
            message = f"The text contains the character {code}, which is not allowed."
            self._report.add(at, Code.FORBIDDEN_CHARACTER, message)
            return BrokenNode(at)
        value: Plain = text
        if not event.style and event.implicit[0]:
            value = core_value(text)
        if isinstance(value, int | Decimal) and is_long(value):
            message = f"A number has at most {NUMBER_DIGITS} digits: {shown(text)}."
            self._report.add(at, Code.NUMBER_TOO_LONG, message)
            return BrokenNode(at)
        return ScalarNode(at, text, value, event.style or "", start, end, self._source)

    def _place(self, event: Any) -> Position:
        return self._source.position(event.start_mark.index)

    def _stop(self, at: Position, code: Code, message: str) -> _Unusable:
        self._report.add(at, code, message)
        return _Unusable()


# What the library says, and what somebody who writes a file understands.
_SAID = {
    "mapping values are not allowed": "a second `: ` is in this line, or it is indented too far",
    "cannot start any token": "nothing can begin with this sign unless it stands in quotes",
    "',' or '}'": "a comma or `}` is missing before this",
    "',' or ']'": "a comma or `]` is missing before this",
    "expected key": "this line does not stand exactly under those it belongs to",
    "<block end>": "this line does not stand exactly under those it belongs to",
    "expected '-' indicator": "this line does not stand exactly under the list it belongs to",
    "unexpected end of stream": "a quote is opened and never closed",
    "could not find expected ':'": "a key without `:` stands here",
}


def _mended(source: Source, report: Report, error: yaml.YAMLError) -> Source | None:
    """The finding of a text that is no YAML is in the report: at the expression that is to blame,
    and then the text with that line mended comes back; else where reading stopped."""
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    places = [source.position(mark.index) for mark in marks if mark is not None]
    places = places or [Position(source.file, 1, 1)]
    for at in places:
        if (mended := misread(source, at, report, exact=False)) is not None:
            return mended
    told = str(getattr(error, "problem", None) or "it cannot be read")
    problem = next((plain for known, plain in _SAID.items() if known in told), told)
    line = source.lines[places[0].line - 1]
    tabs = "\t" in line[: len(line) - len(line.lstrip())]
    hint = "indent with spaces, not with tabs" if tabs else ""
    report.add(places[0], Code.NOT_YAML, f"This is not YAML: {problem}.", hint)
    return None
