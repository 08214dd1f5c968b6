"""The first look at each file: what it declares by name."""

from __future__ import annotations

import hashlib
import json

from govern.spec.builder import words
from govern.spec.builder.fields import build_field
from govern.spec.codes import Code
from govern.spec.declared import Declared
from govern.spec.grammar import RESERVED
from govern.spec.names import nearest
from govern.spec.nodes import ListNode, MapNode, Node, ScalarNode, plain
from govern.spec.report import Report, shown
from govern.spec.scopes import RESERVED_FIELDS
from govern.spec.sources import Source

SECTIONS = ("fields", "states", "transitions", "rules", "documents")
_REQUIRED = ("states", "transitions")


def digest_of(root: Node) -> str:
    """The name of a definition: SHA-256, in hex, of its data as canonical JSON."""
    canonical = json.dumps(
        plain(root), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def declare(source: Source, root: Node, node: MapNode, report: Report) -> Declared:
    """What the file declares. `root` is all it says, `node` what of it is usable."""
    name = _name(source, node, report)
    currency = words.text(node, "currency")
    declared = Declared(
        name=name,
        source=source,
        node=node,
        digest=digest_of(root),
        title=words.text(node, "title") or words.plain_title(name),
        currency=currency,
    )
    within = words.names(node, "within")
    declared.within = tuple(one.text for one in within if one.text != "none")
    declared.within_required = bool(within) and len(declared.within) == len(within)
    declared.damaged = _damaged(root, node)
    _declare_fields(declared, report)
    _declare_moves(declared, report)
    return declared


def _name(source: Source, node: MapNode, report: Report) -> str:
    stem = source.file.removesuffix(".yaml")
    named = words.scalar(node, "workflow")
    if named is None:
        return stem
    if named.text != stem:
        text = f"The file {shown(source.file)} declares {shown(named.text)}."
        report.add(named.at, Code.FILE_NAME, text, f"call the file {named.text}.yaml")
    _refuse_reserved("workflow", named, report)
    return named.text


def _damaged(root: Node, node: MapNode) -> set[str]:
    """The sections whose names are not all known."""
    whole = root if isinstance(root, MapNode) else MapNode(root.at, ())
    missing = {word for word in _REQUIRED if whole.get(word) is None}
    # A misspelt head of a section leaves all its names unknown.
    strays = [name for name, _ in whole.items() if node.get(name) is None]
    absent = [word for word in SECTIONS if whole.get(word) is None]
    missing |= {word for name in strays[:20] if (word := nearest(name, absent)) is not None}
    unusable = {
        word
        for word in SECTIONS
        if whole.get(word) is not None and not _is_whole(whole.get(word), node.get(word))
    }
    return missing | unusable


def _is_whole(before: Node | None, after: Node | None) -> bool:
    """Whether no name of a section was lost because it was no name."""
    if isinstance(before, MapNode) and isinstance(after, MapNode):
        return len(before.entries) == len(after.entries)
    return False


def _declare_fields(declared: Declared, report: Report) -> None:
    for key, node in words.part(declared.node, "fields").entries:
        if key.text in RESERVED_FIELDS:
            text = f"A field cannot be called {shown(key.text)}: expressions mean something by it."
            report.add(key.at, Code.RESERVED_NAME, text)
            declared.broken.add(key.text)
            continue
        field = build_field(key.text, node, declared.currency, report)
        if field is None:
            declared.broken.add(key.text)
            continue
        declared.fields[key.text] = field
        computed = node.get("computed") if isinstance(node, MapNode) else None
        if isinstance(computed, ScalarNode):
            declared.computed[key.text] = computed


def _declare_moves(declared: Declared, report: Report) -> None:
    for key, node in words.part(declared.node, "states").entries:
        _refuse_reserved("state", key, report)
        final = isinstance(node, MapNode) and words.flag(node, "final")
        declared.states[key.text] = final
    for name, node in words.part(declared.node, "transitions").items():
        items = node.items if isinstance(node, ListNode) else (node,)
        declared.transitions[name] = tuple(one for one in items if isinstance(one, MapNode))
    rules = words.part(declared.node, "rules")
    declared.rules = {name: one for name, one in rules.items() if isinstance(one, ScalarNode)}
    declared.documents = frozenset(n for n, _ in words.part(declared.node, "documents").items())


def _refuse_reserved(what: str, name: ScalarNode, report: Report) -> None:
    if name.text in RESERVED[what]:
        text = f"A {what} cannot be called {shown(name.text)}: the word means something else."
        report.add(name.at, Code.RESERVED_NAME, text)
