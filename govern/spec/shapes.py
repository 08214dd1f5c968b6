"""Node trees against the grammar: unknown and missing words, wrong forms, hostile names.

What comes back is the tree without what cannot be used: a value of the wrong form becomes a
`BrokenNode`, so that a name under which something broken stands is still known to the checks
that follow, and one mistake is told once. Findings are put at the key for an unknown word and
at the value otherwise.
"""

from __future__ import annotations

from functools import partial

from govern.spec.codes import Code
from govern.spec.diagnostics import Position
from govern.spec.grammar import CONSTRUCTS, forms as f
from govern.spec.names import which_word
from govern.spec.nodes import BrokenNode, ListNode, MapNode, Node, ScalarNode
from govern.spec.quoting import misread
from govern.spec.report import Report, listed, shown
from govern.spec.scalars import fits, key_fits, report_wrong
from govern.spec.sources import Source
from govern.spec.wording import a


def shaped(root: Node, construct: f.Construct, source: Source, report: Report) -> MapNode:
    """The usable part of a whole file: empty where it is no map at all."""
    part = _Shaper(source, report).construct(root, construct, keep=True)
    return part if isinstance(part, MapNode) else MapNode(root.at, ())


class _Shaper:
    def __init__(self, source: Source, report: Report) -> None:
        self._source = source
        self._report = report

    def value(self, node: Node, form: f.Form) -> Node:
        """The node where it has the form, else a broken one with the finding in the report."""
        if isinstance(node, BrokenNode):
            return node
        if isinstance(form, f.Either):
            return self._either(node, form)
        if isinstance(form, f.Part):
            return self._part(node, form)
        if isinstance(node, ScalarNode):
            return node if fits(node, form, self._report) else BrokenNode(node.at)
        if isinstance(form, f.ListOf) and isinstance(node, ListNode):
            return self._list(node, form)
        if isinstance(form, f.MapOf) and isinstance(node, MapNode):
            return self._map(node, form)
        return node if isinstance(form, f.Value) else self._wrong(node, form)

    def construct(
        self, node: Node, construct: f.Construct, *, keep: bool = False
    ) -> MapNode | BrokenNode:
        """The map with its known words; broken where a word it cannot be without is missing."""
        if not isinstance(node, MapNode):
            return self._wrong(node, f.Part(construct.name))
        kept: list[tuple[ScalarNode, Node]] = []
        cut = False
        before = node.at
        for key, value in node.entries:
            entry = construct.entry(key.text)
            if entry is not None:
                before = value.at
                kept.append((key, self.value(value, entry.form)))
            elif node.flow and _is_bare(value) and self._is_misread(before, flow=True):
                cut = True
            elif not cut:
                self._unknown(key, construct)
        known = MapNode(node.at, tuple(kept), node.flow)
        usable = self._is_complete(known, construct) and not cut
        return known if usable or keep else BrokenNode(node.at)

    def _unknown(self, key: ScalarNode, construct: f.Construct) -> None:
        words = construct.words()
        message = f"{shown(key.text)} is no word of {_noun(construct)}."
        hint = partial(which_word, key.text, words)
        self._report.add(key.at, Code.UNKNOWN_KEY, message, hint)

    def _is_complete(self, node: MapNode, construct: f.Construct) -> bool:
        words = [name for name, _ in node.items()]
        required = [entry for entry in construct.entries if entry.required]
        missing = [entry for entry in required if entry.word not in words]
        for entry in missing:
            text = f"This is {_noun(construct)} and lacks {shown(entry.word)}."
            hint = f"{entry.word}: {entry.meaning}"
            self._report.add(node.at, Code.MISSING_KEY, text, hint)
        one = self._is_one(node, construct.one_of, least=1)
        rivals = self._is_one(node, construct.at_most_one, least=0)
        needed = [*(entry.word for entry in required), *construct.one_of]
        broken = any(isinstance(node.get(word), BrokenNode) for word in needed)
        return one and rivals and not missing and not broken

    def _is_one(self, node: MapNode, choice: tuple[str, ...], least: int) -> bool:
        """Whether one of the words of `choice` is there; where `least` is 0 none will do."""
        keys = [key for key, _ in node.entries if key.text in choice]
        if len(keys) == 1 or len(keys) == least or not choice:
            return True
        text = f"{'Exactly' if least else 'At most'} one of {listed(choice)} stands here."
        self._report.add(keys[1].at if keys else node.at, Code.CHOOSE_ONE, text)
        return False

    def _either(self, node: Node, form: f.Either) -> Node:
        fitting = [option for option in form.options if _may_fit(node, option)]
        if not fitting:
            return self._wrong(node, form)
        for option in fitting[:-1]:
            if isinstance(node, ScalarNode) and _is_word(node, option):
                return node
        return self.value(node, fitting[-1])

    def _part(self, node: Node, form: f.Part) -> Node:
        part = CONSTRUCTS[form.construct]
        if isinstance(part, f.Construct):
            return self.construct(node, part)
        if not isinstance(node, MapNode):
            return self._wrong(node, form)
        keys = [name for name, _ in node.items()]
        heads = [head for name in keys if (head := part.head(name))]
        if len(heads) == 1:
            return self.construct(node, heads[0])
        names = [head.name for head in part.heads]
        hint = which_word(keys[0], names) if keys and not heads else ""
        text = f"A {part.name} has exactly one of {listed(names)}."
        self._report.add(node.at, Code.CHOOSE_ONE, text, hint)
        return BrokenNode(node.at)

    def _list(self, node: ListNode, form: f.ListOf) -> Node:
        if not self._is_counted(node.at, len(node.items), form):
            return BrokenNode(node.at)
        seen: set[str] = set()
        items = []
        for item in node.items:
            items.append(self.value(item, form.item))
            if isinstance(item, ScalarNode):
                if item.text in seen:
                    text = f"{shown(item.text)} stands in this list already."
                    self._report.add(item.at, Code.TWICE, text)
                seen.add(item.text)
        return ListNode(node.at, tuple(items))

    def _map(self, node: MapNode, form: f.MapOf) -> Node:
        if not self._is_counted(node.at, len(node.entries), form):
            return BrokenNode(node.at)
        entries = []
        for key, value in node.entries:
            right = key_fits(key, form.key, self._report)
            inner = self.value(value, form.value)
            if right:
                entries.append((key, inner))
        return MapNode(node.at, tuple(entries), node.flow)

    def _is_counted(self, at: Position, count: int, form: f.ListOf | f.MapOf) -> bool:
        if count < form.least:
            text = f"There is too little here: at least {form.least} must be named."
            self._report.add(at, Code.TOO_FEW, text)
        elif count > form.most:
            text = f"There are {count} here; at most {form.most} may be."
            self._report.add(at, Code.TOO_MANY, text)
        return form.least <= count <= form.most

    def _wrong(self, node: Node, form: f.Form) -> BrokenNode:
        expression = any(isinstance(part, f.Expression) for part in f.parts_of(form))
        cut = expression and self._is_misread(node.at)
        if not cut and not isinstance(node, BrokenNode):
            report_wrong(node, form, self._report)
        return BrokenNode(node.at)

    def _is_misread(self, at: Position, *, flow: bool = False) -> bool:
        return misread(self._source, at, self._report, flow=flow) is not None


def _is_bare(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.text


def _noun(construct: f.Construct) -> str:
    return a(construct.name.replace("_", " "))


def _may_fit(node: Node, option: f.Form) -> bool:
    """Whether the node is of the sort of the form: scalar, list, map or nothing."""
    if isinstance(option, f.Either):
        return any(_may_fit(node, one) for one in option.options)
    if isinstance(node, ListNode):
        return isinstance(option, f.ListOf)
    if isinstance(node, MapNode):
        return isinstance(option, f.MapOf | f.Part)
    is_nothing = isinstance(node, ScalarNode) and node.value is None
    if isinstance(option, f.Empty) or is_nothing:
        return is_nothing and isinstance(option, f.Empty | f.Value)
    return not isinstance(option, f.ListOf | f.MapOf | f.Part)


def _is_word(node: ScalarNode, option: f.Form) -> bool:
    return isinstance(option, f.Words) and node.value in [word for word, _ in option.words]
