"""Fields, columns and inputs: which attribute goes with which kind, and do the values fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from govern.spec.builder import words
from govern.spec.codes import Code
from govern.spec.literals import Misfit, limit, stored
from govern.spec.model import Field
from govern.spec.nodes import BrokenNode, ListNode, MapNode, Node, ScalarNode, plain
from govern.spec.report import Report, shown
from govern.spec.vocabulary import FieldKind as Kind
from govern.spec.wording import found

_ALL = frozenset(Kind)
_LIMITED = _ALL - {Kind.BOOLEAN, Kind.CHOICE, Kind.PERSON, Kind.ROLE, Kind.LINK}
GOES_WITH: Mapping[str, frozenset[Kind]] = {
    "min": _LIMITED,
    "max": _LIMITED,
    "of": frozenset({Kind.CHOICE, Kind.CHOICES}),
    "to": frozenset({Kind.LINK, Kind.LINKS}),
    "role": frozenset({Kind.PERSON, Kind.PEOPLE}),
    "columns": frozenset({Kind.TABLE}),
    "default": _ALL - {Kind.LINK, Kind.LINKS, Kind.TABLE},
    "index": _ALL - {Kind.LONG_TEXT, Kind.TABLE},
    "computed": _ALL - {Kind.LINK, Kind.LINKS, Kind.TABLE},
}
"""The kinds each attribute is for; attributes that are not in here are for all."""

NEEDED = {
    **dict.fromkeys((Kind.CHOICE, Kind.CHOICES), "of"),
    **dict.fromkeys((Kind.LINK, Kind.LINKS), "to"),
    Kind.TABLE: "columns",
}
"""What a field of a kind cannot be without."""

PEOPLE = frozenset({Kind.PERSON, Kind.PEOPLE, Kind.ROLE})
"""The kinds that may stand where a role may."""


def build_field(name: str, node: Node, currency: str, report: Report) -> Field | None:
    """The field as declared, `computed` left out; None where it cannot be used.

    Whether roles and record types it names exist is not looked at.
    """
    if not isinstance(node, MapNode):
        return None
    kind = Kind(words.text(node, "kind"))
    if not _attributes_fit(node, kind, currency, report):
        return None
    columns = words.part(node, "columns")
    built = Field(
        name=name,
        kind=kind,
        title=words.text(node, "title") or words.plain_title(name),
        help=words.text(node, "help"),
        required=words.flag(node, "required"),
        of=_choices(node.get("of")),
        to=tuple(one.text for one in words.names(node, "to")),
        role=words.text(node, "role") or None,
        columns=_columns(columns, currency, report),
        index=words.flag(node, "index"),
        personal=words.flag(node, "personal"),
    )
    return _with_values(built, node, currency, report)


def _columns(node: MapNode, currency: str, report: Report) -> dict[str, Field]:
    found = {}
    for name, one in node.items():
        column = build_field(name, one, currency, report)
        if column is not None:
            found[name] = column
    return found


def _attributes_fit(node: MapNode, kind: Kind, currency: str, report: Report) -> bool:
    for word, kinds in GOES_WITH.items():
        key = node.key(word)
        if key is not None and kind not in kinds:
            text = f"Fields of kind {shown(kind)} have no {shown(word)}."
            report.add(key.at, Code.NOT_FOR_KIND, text)
    needed = NEEDED.get(kind)
    if needed is not None and node.get(needed) is None:
        text = f"A field of kind {shown(kind)} needs {shown(needed)}."
        report.add(node.at, Code.MISSING_KEY, text)
        return False
    if kind is Kind.MONEY and not currency:
        text = "A money field needs the workflow's `currency`."
        report.add(node.at, Code.NO_CURRENCY, text, "write for example: currency: EUR")
        return False
    if node.get("computed") is not None:
        _only_computed(node, report)
    return True


def _only_computed(node: MapNode, report: Report) -> None:
    for word in ("required", "default", "min", "max"):
        key = node.key(word)
        if key is not None:
            text = f"A computed field has no {shown(word)}: nobody fills it."
            report.add(key.at, Code.MISPLACED, text)


def _choices(node: Node | None) -> dict[str, str]:
    if isinstance(node, MapNode):
        titles = {name: one.text for name, one in node.items() if isinstance(one, ScalarNode)}
        return {name: title.strip() for name, title in titles.items()}
    items = node.items if isinstance(node, ListNode) else ()
    return {one.text: words.plain_title(one.text) for one in items if isinstance(one, ScalarNode)}


def _with_values(field: Field, node: MapNode, currency: str, report: Report) -> Field:
    """The field with its limits and default, as far as they fit."""
    for word, attribute in (("min", "minimum"), ("max", "maximum")):
        field = _set_limit(field, node, word, attribute, currency, report)
    if _is_turned(field):
        at = words.place(node, "max")
        report.add(at, Code.BAD_LIMIT, "`min` is above `max`.")
        field = replace(field, minimum=None, maximum=None)
    default = node.get("default")
    if default is None or isinstance(default, BrokenNode) or field.kind not in GOES_WITH["default"]:
        return field
    return replace(field, default=check_literal(field, default, currency, report))


def _set_limit(
    field: Field, node: MapNode, word: str, attribute: str, currency: str, report: Report
) -> Field:
    given = node.get(word)
    if given is None or isinstance(given, BrokenNode) or field.kind not in GOES_WITH[word]:
        return field
    try:
        return replace(field, **{attribute: limit(field, plain(given), currency)})
    except Misfit as misfit:
        text = f"{shown(word)} of a field of kind {shown(field.kind)} is {misfit.message}."
        report.add(given.at, Code.BAD_LIMIT, text)
        return field


def _is_turned(field: Field) -> bool:
    least, most = field.minimum, field.maximum
    if least is None or most is None:
        return False
    if field.kind is Kind.MONEY:
        return bool(least.amount > most.amount)
    return bool(least > most)


def check_literal(field: Field, node: Node, currency: str, report: Report) -> Any:
    """The stored form of a value in a file; None, with a finding, where it does not fit."""
    try:
        return stored(field, plain(node), currency)
    except Misfit as misfit:
        takes = f"is of kind {shown(field.kind)} and takes {misfit.message}"
        text = f"The field {shown(field.name)} {takes}, not {found(node)}."
        report.add(node.at, Code.BAD_VALUE, text)
        return None
