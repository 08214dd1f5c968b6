"""What fields, columns and inputs refer to: roles, record types, and one another when computed."""

from __future__ import annotations

from govern.spec.builder import words
from govern.spec.builder.fields import PEOPLE
from govern.spec.builder.site import Site, check_role
from govern.spec.codes import Code
from govern.spec.model import Field
from govern.spec.nodes import MapNode, ScalarNode
from govern.spec.report import shown
from govern.spec.vocabulary import FieldKind


def check_field(site: Site, node: MapNode, field: Field) -> None:
    """Findings where the field refers to a role or record type that is not there."""
    for one in words.names(node, "to"):
        site.workflow(one)
    named = words.scalar(node, "role")
    if named is not None:
        check_role(named, site.pack, site.report)
    default = node.get("default")
    if field.kind is FieldKind.ROLE and isinstance(default, ScalarNode):
        check_role(default, site.pack, site.report)
    for name, column in words.part(node, "columns").items():
        if isinstance(column, MapNode) and name in field.columns:
            check_field(site, column, field.columns[name])


def check_fields(site: Site) -> None:
    """The same for all fields of the workflow, and that none is called what a role is."""
    for key, node in words.part(site.own.node, "fields").entries:
        field = site.own.fields.get(key.text)
        if field is None or not isinstance(node, MapNode):
            continue
        check_field(site, node, field)
        if field.kind in PEOPLE and key.text in site.pack.roles:
            text = f"{shown(key.text)} is a role; a field that names people needs another name."
            site.report.add(key.at, Code.NAME_CLASH, text)
