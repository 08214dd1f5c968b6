"""Working out an explanation: which parts decided, asked of the same closures once more.

Facts of single comparisons and calls are worded in `phrases`; here they are put together for
&&, ||, !, ?: and macros.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from govern.spec.conditions.explanation import LONGEST_SENTENCE, Explanation
from govern.spec.conditions.formats import show, show_record
from govern.spec.conditions.frames import STEPS, Exhausted, Frame, Run, Trouble
from govern.spec.conditions.functions import Functions
from govern.spec.conditions.phrases import Found, fact
from govern.spec.conditions.tree import Both, Choose, Either, Macro, Node, Not, written
from govern.spec.conditions.types import Kind, Type
from govern.spec.values import Readable

TOO_MUCH = "too much to compute"
_MOST_PARTS = 5
_MOST_MEMBERS = (3, 1)  # told of a macro, and of a macro in a macro's body; deeper ones none


def say_cannot(error: Exception) -> str:
    """What is said of an evaluation that ended in an exception."""
    if isinstance(error, Trouble):
        return str(error)
    if isinstance(error, Exhausted):
        return TOO_MUCH
    return f"it cannot be evaluated ({type(error).__name__})"


class Explainer:
    """Explains the nodes of one expression in one world."""

    def __init__(
        self, text: str, runs: Mapping[Node, Run], world: Readable, functions: Functions, slots: int
    ) -> None:
        self.text = text
        self._runs = runs
        self._frame = Frame(world, functions, slots, 5 * STEPS)
        self._inside = 0  # how many macros the node being explained is in
        self._known: dict[Node, Found] = {}

    def whole(self, tree: Node) -> Explanation:
        """The explanation of the whole expression; never raises."""
        try:
            return self.explain(tree)
        except Exception:  # noqa: BLE001 - a world may hold what cannot be told in detail
            found = self.value(tree)
            return self._told(tree, found, found.error or "it cannot be explained")

    def value(self, node: Node) -> Found:
        """What the node is worth, or why it has no value."""
        known = self._known.get(node)
        if known is not None:
            return known
        try:
            found = Found(self._runs[node](self._frame))
        except Exception as error:  # noqa: BLE001 - whatever a world does, this never raises
            found = Found(None, say_cannot(error))
        if not self._inside:
            self._known[node] = found
        return found

    def said(self, node: Node) -> str:
        """The node as it was written."""
        return written(self.text, node)

    def explain(self, node: Node) -> Explanation:
        """Why the node came out as it did."""
        found = self.value(node)
        if node.type.kind is Kind.BOOLEAN and not (found.error or isinstance(found.value, bool)):
            what = "empty" if found.value is None else "neither true nor false"
            found = Found(None, f"{self.said(node)} is {what}")
        explain = _EXPLAINS.get(type(node))
        if explain is not None:
            return explain(self, node, found)
        return self._told(node, found, self._fact(node, found))

    def _fact(self, node: Node, found: Found) -> str:
        if found.error:
            return f"{self.said(node)} cannot be judged: {found.error}"
        return fact(self, node, found.value)

    def _told(
        self, node: Node, found: Found, sentence: str, parts: Sequence[Explanation] = ()
    ) -> Explanation:
        """The explanation of a node, with its sentence cut where it is long."""
        value = found.value
        if len(sentence) > LONGEST_SENTENCE:
            sentence = sentence[: LONGEST_SENTENCE - 1] + "…"
        return Explanation(
            self.said(node),
            "" if found.error else show(value, node.type),
            value if isinstance(value, bool) else None,
            found.error,
            sentence,
            tuple(parts),
        )

    # --- logic

    def both_node(self, node: Both, found: Found) -> Explanation:
        """The parts that failed; where none did, all."""
        parts = [self.explain(part) for part in node.parts]
        telling = parts if found.value is True else [p for p in parts if p.holds is not True]
        return self._told(node, found, self._listed(node.parts, parts, telling), parts)

    def either_node(self, node: Either, found: Found) -> Explanation:
        """The parts that hold; where none does, all."""
        parts = [self.explain(part) for part in node.parts]
        if found.value is True:
            telling = [part for part in parts if part.holds]
            return self._told(node, found, self._listed(node.parts, parts, telling), parts)
        sentence = f"none of these holds: {self._listed(node.parts, parts, parts)}"
        return self._told(node, found, sentence, parts)

    def _listed(
        self, nodes: Sequence[Node], parts: Sequence[Explanation], telling: Sequence[Explanation]
    ) -> str:
        """The sentences of the parts that tell something; several within one stay together."""
        sentences = [
            f"({part.sentence})" if isinstance(node, Both | Either) else part.sentence
            for node, part in zip(nodes, parts, strict=True)
            if any(part is told for told in telling)
        ]
        if len(sentences) > _MOST_PARTS:
            more = len(sentences) - _MOST_PARTS
            sentences = [*sentences[:_MOST_PARTS], f"and {more} more"]
        return "; ".join(sentences)

    def not_node(self, node: Not, found: Found) -> Explanation:
        """The facts are the same; only what they mean is turned round."""
        inner = self.explain(node.of)
        return self._told(node, found, inner.sentence, (inner,))

    def choose_node(self, node: Choose, found: Found) -> Explanation:
        """The condition, and the branch that was taken."""
        condition = self.explain(node.condition)
        if condition.holds is None:
            return self._told(node, found, condition.sentence, (condition,))
        branch = self.explain(node.yes if condition.holds else node.no)
        sentence = f"as {condition.sentence}: {branch.sentence}"
        return self._told(node, found, sentence, (condition, branch))

    # --- macros

    def macro_node(self, node: Macro, found: Found) -> Explanation:
        """How many members failed, or hold, and the first of them."""
        members = self.value(node.over)
        if node.name in ("filter", "map") or members.error or found.error == TOO_MUCH:
            return self._told(node, found, self._fact(node, found))
        if not members.value:
            return self._told(node, found, f"{self.said(node.over)} is empty")
        judged = [self._judge(node, value) for value in members.value]
        wanted = node.name == "exists_one" or (node.name == "exists" and found.value is True)
        telling = [i for i, one in enumerate(judged) if (one.value is True) is wanted]
        most = _MOST_MEMBERS[self._inside] if self._inside < len(_MOST_MEMBERS) else 0
        parts = [
            (self._label(node, members.value[i], i), self._member(node, members.value[i]))
            for i in telling[:most]
        ]
        sentence = _macro_sentence(self, node, found, len(judged), len(telling), parts)
        return self._told(node, found, sentence, [part for _, part in parts])

    def _judge(self, node: Macro, value: Any) -> Found:
        """What the body is worth for one member."""
        self._inside += 1
        self._frame.slots[node.slot] = value
        found = self.value(node.body)
        self._inside -= 1
        return found

    def _member(self, node: Macro, value: Any) -> Explanation:
        self._inside += 1
        self._frame.slots[node.slot] = value
        explained = self.explain(node.body)
        self._inside -= 1
        return explained

    def _label(self, node: Macro, value: Any, index: int) -> str:
        """What a member is called: a record by its number, a row by its place."""
        member: Type = node.over.type.member
        if isinstance(value, Mapping):
            return f"row {index + 1}"
        return show_record(value) if hasattr(value, "read") else show(value, member)


def _macro_sentence(
    explainer: Explainer,
    node: Macro,
    found: Found,
    count: int,
    telling: int,
    parts: Sequence[tuple[str, Explanation]],
) -> str:
    """What came of all, exists or exists_one over `count` members, `telling` of which matter."""
    over, body = explainer.said(node.over), explainer.said(node.body)
    told = ", ".join(f"{label} ({part.sentence})" for label, part in parts)
    more = f" and {telling - len(parts)} more" if parts and telling > len(parts) else ""
    if node.name == "all":
        if not telling:
            return f"{over}: all {count} satisfy {body}"
        fail = "fails" if telling == 1 else "fail"
        return f"{over}: {telling} of {count} {fail}" + (f": {told}{more}" if told else "")
    if node.name == "exists_one" and not found.error:
        satisfy = "satisfies" if telling == 1 else "satisfy"
        return f"{over}: {telling} of {count} {satisfy} {body}"
    if found.value is True:
        return f"{over}: {parts[0][0] if parts else 'one'} satisfies {body}"
    return f"{over}: none of {count} satisfies {body}" + (f": {told}{more}" if told else "")


_EXPLAINS: dict[type[Node], Callable[[Explainer, Any, Found], Explanation]] = {
    Both: Explainer.both_node,
    Either: Explainer.either_node,
    Not: Explainer.not_node,
    Choose: Explainer.choose_node,
    Macro: Explainer.macro_node,
}
