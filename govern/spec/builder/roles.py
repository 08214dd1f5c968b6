"""The roles of a pack."""

from __future__ import annotations

from govern.spec.builder import words
from govern.spec.builder.declare import digest_of
from govern.spec.builder.site import check_role
from govern.spec.codes import Code
from govern.spec.declared import Pack
from govern.spec.grammar import RESERVED
from govern.spec.model import Role, Roles
from govern.spec.nodes import MapNode, Node
from govern.spec.report import Report, shown


def build_roles(root: Node, node: MapNode, pack: Pack, report: Report) -> Roles:
    """The roles the file declares."""
    found = {}
    for key, part in words.part(node, "roles").entries:
        if key.text in RESERVED["role"]:
            text = f"A role cannot be called {shown(key.text)}: the word means something else."
            report.add(key.at, Code.RESERVED_NAME, text)
        if isinstance(part, MapNode):
            found[key.text] = _role(key.text, part, pack, report)
    return Roles(digest_of(root), found)


def _role(name: str, node: MapNode, pack: Pack, report: Report) -> Role:
    for word in ("granted_by", "incompatible"):
        for named in words.names(node, word):
            check_role(named, pack, report)
            if word == "incompatible" and named.text == name:
                text = "The role is said to be incompatible with itself."
                report.add(named.at, Code.SELF_INCOMPATIBLE, text)
    return Role(
        name=name,
        title=words.text(node, "title"),
        help=words.text(node, "help"),
        granted_by=tuple(one.text for one in words.names(node, "granted_by")),
        incompatible=tuple(one.text for one in words.names(node, "incompatible")),
    )
