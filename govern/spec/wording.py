"""Forms and nodes in words: "a list, each entry the name of a state", "the number `7`"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govern.spec.grammar import forms as f
from govern.spec.nodes import ListNode, MapNode, Node, ScalarNode
from govern.spec.report import shown


def a(noun: str) -> str:
    """The noun with its article: "a state", "an input"."""
    return f"an {noun}" if noun[:1] in "aeiou" and noun[:3] != "uni" else f"a {noun}"


def wanted(form: f.Form) -> str:
    """What the form asks for, as the object of a sentence."""
    return _WANTED[type(form)](form)


def _options(form: f.Either) -> str:
    *others, last = form.options
    if isinstance(last, f.ListOf) and last.item in others:
        return f"{', or '.join(wanted(option) for option in others)}, or a list of such"
    return ", or ".join(wanted(option) for option in form.options)


def _map(form: f.MapOf) -> str:
    if isinstance(form.key, f.Name):
        return f"a map with {a(form.key.of)} under each key"
    return f"a map from {wanted(form.key)} to {wanted(form.value)}"


_WANTED: dict[type[f.Form], Callable[[Any], str]] = {
    f.Text: lambda form: form.like or f"text of at most {form.longest} characters",
    f.Name: lambda form: f"the name of {a(form.of)}",
    f.Path: lambda form: f"the name of {a(form.of)}, or a dotted path to one",
    f.Whole: lambda form: f"a whole number from {form.least} to {form.most}",
    f.Words: lambda form: form.like or " or ".join(shown(word) for word, _ in form.words),
    f.ListOf: lambda form: f"a list; each entry is {wanted(form.item)}",
    f.MapOf: _map,
    f.Part: lambda form: a(form.construct.replace("_", " ")),
    f.Either: lambda form: form.like or _options(form),
    f.Flag: lambda _: "`true` or `false`",
    f.Yes: lambda _: "`true`",
    f.Expression: lambda _: "an expression",
    f.Value: lambda _: "a value",
    f.Empty: lambda _: "nothing",
}


def found(node: Node) -> str:
    """What stands there, as the object of a sentence."""
    if isinstance(node, ListNode):
        return "a list"
    if isinstance(node, MapNode):
        return "a map"
    if not isinstance(node, ScalarNode) or node.value is None or not node.text.strip():
        return "nothing"
    if isinstance(node.value, bool):
        return f"{shown(node.text)}"
    return f"the {'text' if isinstance(node.value, str) else 'number'} {shown(node.text)}"
