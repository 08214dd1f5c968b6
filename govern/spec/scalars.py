"""Single values against the forms of the grammar: texts, names, numbers, words, expressions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from govern.spec.codes import Code
from govern.spec.grammar import forms as f
from govern.spec.names import which_word
from govern.spec.nodes import Node, ScalarNode
from govern.spec.report import Report, shown
from govern.spec.wording import found, wanted

EXPRESSION_LONGEST = 1024
NO_NAMES = frozenset({"true", "false", "null"})


def fits(node: ScalarNode, form: f.Form, report: Report) -> bool:
    """Whether the scalar has the form; if not, the finding is in the report."""
    check = _CHECKS.get(type(form))
    if check is None:
        report_wrong(node, form, report)
    return check is not None and check(node, form, report)


def key_fits(key: ScalarNode, form: f.Name | f.Text, report: Report) -> bool:
    """The same for a key, which is a text whatever it looks like."""
    return fits(replace(key, value=key.text), form, report)


def report_wrong(node: Node, form: f.Form, report: Report) -> None:
    """The finding that something else is expected here."""
    text = f"Here {wanted(form)} is expected, not {found(node)}."
    report.add(node.at, Code.WRONG_SHAPE, text, _remedy(node, form))


def _remedy(node: Node, form: f.Form) -> str:
    options = form.options if isinstance(form, f.Either) else (form,)
    is_text = any(isinstance(option, f.Text) for option in options)
    if is_text and isinstance(node, ScalarNode) and not isinstance(node.value, str | None):
        return f'as text it is written "{shown(node.text)[1:-1]}"'
    if isinstance(form, f.Flag | f.Yes) and isinstance(node, ScalarNode):
        word = _FLAGS.get(node.text.lower(), "")
        return f"write: {word}" if word == "true" or (isinstance(form, f.Flag) and word) else ""
    return ""


_FLAGS = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def is_short(node: ScalarNode, longest: int, report: Report) -> bool:
    """Whether the text has at most so many characters."""
    if len(node.text) > longest:
        text = f"This is {len(node.text)} characters long; at most {longest} may stand here."
        report.add(node.at, Code.TOO_LONG, text)
    return len(node.text) <= longest


def _text(node: ScalarNode, form: f.Text, report: Report) -> bool:
    if not isinstance(node.value, str) or not node.text.strip():
        report_wrong(node, form, report)
    elif "\n" in node.text.rstrip("\n") and not form.lines:
        report.add(node.at, Code.WRONG_SHAPE, "Here one line of text is expected, not several.")
    elif form.pattern and not re.fullmatch(form.pattern, node.text):
        report.add(node.at, Code.WRONG_SHAPE, f"{shown(node.text)} is not {form.like}.")
    else:
        return is_short(node, form.longest, report)
    return False


def _name(node: ScalarNode, form: f.Name, report: Report) -> bool:
    if node.value is None:
        report_wrong(node, form, report)
        return False
    if re.fullmatch(f.NAME, node.text) and node.text not in NO_NAMES:
        return True
    message = f"{shown(node.text)} cannot be the name of a {form.of}."
    report.add(node.at, Code.BAD_NAME, message, _as_name(node.text))
    return False


def _as_name(text: str) -> str:
    """A hint: how the text is written as a name, and what a name is."""
    plain = re.sub(r"[^a-z0-9]+", "_", text[:80].lower()).strip("_")
    rule = "a name begins with a small letter; small letters, digits and `_` follow, at most 64"
    usable = re.fullmatch(f.NAME, plain) and plain not in NO_NAMES
    return f"write `{plain}`: {rule}" if usable else rule


def _path(node: ScalarNode, form: f.Path, report: Report) -> bool:
    if re.fullmatch(rf"{f.NAME}(\.{f.NAME}){{0,7}}", node.text) and isinstance(node.value, str):
        return True
    text = f"{shown(node.text)} is neither the name of a {form.of} nor a dotted path to one."
    report.add(node.at, Code.BAD_NAME, text, _as_name(node.text))
    return False


def _words(node: ScalarNode, form: f.Words, report: Report) -> bool:
    words = [word for word, _ in form.words]
    if node.value in words:
        return True
    text = f"{shown(node.text)} is {f'not {form.like}' if form.like else 'not a word known here'}."
    hint = partial(which_word, node.text, words)
    report.add(node.at, Code.UNKNOWN_WORD, text, hint)
    return False


def _whole(node: ScalarNode, form: f.Whole, report: Report) -> bool:
    if isinstance(node.value, bool) or not isinstance(node.value, int):
        report_wrong(node, form, report)
        return False
    if not form.least <= node.value <= form.most:
        text = f"{shown(node.text)} is not between {form.least} and {form.most}."
        report.add(node.at, Code.OUT_OF_RANGE, text)
        return False
    return True


def _flag(node: ScalarNode, form: f.Form, report: Report) -> bool:
    right = node.value is True or (node.value is False and isinstance(form, f.Flag))
    if not right:
        report_wrong(node, form, report)
    return right


def _expression(node: ScalarNode, form: f.Form, report: Report) -> bool:
    if node.value is None or not node.text.strip():
        report_wrong(node, form, report)
        return False
    return is_short(node, EXPRESSION_LONGEST, report)


def _value(node: ScalarNode, form: f.Value, report: Report) -> bool:
    if not isinstance(node.value, str) or not node.value.startswith("= "):
        return True
    if form.literal:
        report.add(node.at, Code.WRONG_SHAPE, "No expression may stand here, only a value.")
        return False
    return is_short(node, EXPRESSION_LONGEST + 2, report)


def _empty(node: ScalarNode, form: f.Empty, report: Report) -> bool:
    if node.value is not None:
        report_wrong(node, form, report)
    return node.value is None


_CHECKS: dict[type[f.Form], Callable[[ScalarNode, Any, Report], bool]] = {
    f.Text: _text,
    f.Name: _name,
    f.Path: _path,
    f.Words: _words,
    f.Whole: _whole,
    f.Flag: _flag,
    f.Yes: _flag,
    f.Expression: _expression,
    f.Value: _value,
    f.Empty: _empty,
}
