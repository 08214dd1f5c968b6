"""From a directory, or from texts, to a checked pack: every finding of every file in one report.

Nothing here raises because of what a file says: what is wrong is a finding. `catalog_of` is for
callers that want a refusal instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from govern.errors import DefinitionRefused
from govern.spec import grammar
from govern.spec.builder import words
from govern.spec.builder.declare import declare
from govern.spec.builder.roles import build_roles
from govern.spec.builder.site import Site
from govern.spec.builder.workflows import build_workflow
from govern.spec.catalog import Catalog, pack_digest
from govern.spec.checks import check_workflow
from govern.spec.codes import Code
from govern.spec.declared import Declared, Pack
from govern.spec.diagnostics import Finding, Position
from govern.spec.files import is_text, read_files
from govern.spec.nodes import MapNode, Node, read_nodes
from govern.spec.pack_checks import check_pack
from govern.spec.report import Report
from govern.spec.scopes import Scopes
from govern.spec.shapes import shaped
from govern.spec.sources import Source

ROLES_FILE = "roles.yaml"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a pack: `catalog` is None if, and only if, there are `findings`.

    `sources` maps each file name, as findings give it, to its text.
    """

    catalog: Catalog | None
    findings: tuple[Finding, ...]
    sources: Mapping[str, str]


def read_directory(path: Path) -> Reading:
    """What the `*.yaml` files directly in `path` say; subdirectories are not part of the pack."""
    report = Report()
    return _read(read_files(path, report), report)


def read_sources(sources: Mapping[str, str]) -> Reading:
    """What these texts say, each under its file name ("loan.yaml", "roles.yaml")."""
    return _read(dict(sorted(sources.items())), Report())


def catalog_of(reading: Reading) -> Catalog:
    """The catalog that was read; DefinitionRefused with every finding where there is none."""
    if reading.catalog is None:
        raise DefinitionRefused(reading.findings)
    return reading.catalog


def _read(sources: dict[str, str], report: Report) -> Reading:
    trees = {file: _tree(Source(file, text), report) for file, text in sources.items()}
    roles_root = trees.pop(ROLES_FILE, None)
    files = [Source(file, sources[file]) for file in trees]
    if not files and not report.findings():
        report.add(Position(".", 1, 1), Code.NO_WORKFLOWS, "There is no workflow file.")
    declared = [_declare(source, trees[source.file], report) for source in files]
    roles_node = _shape_roles(sources, roles_root, report)
    pack = _pack(files, declared, ROLES_FILE in sources, roles_node)
    catalog = _build(pack, roles_root, roles_node, sources, report)
    findings = report.findings()
    return Reading(None if findings else catalog, findings, sources)


def _tree(source: Source, report: Report) -> Node | None:
    """The nodes of a file; a file that could not even be opened has its finding already."""
    if report.has(source.file) or not is_text(source, report):
        return None
    return read_nodes(source, report)


def _declare(source: Source, root: Node | None, report: Report) -> Declared | None:
    if root is None:
        return None
    node = shaped(root, grammar.WORKFLOW, source, report)
    return declare(source, root, node, report) if isinstance(root, MapNode) else None


def _shape_roles(sources: Mapping[str, str], root: Node | None, report: Report) -> MapNode | None:
    if root is None:
        return None
    return shaped(root, grammar.ROLES, Source(ROLES_FILE, sources[ROLES_FILE]), report)


def _pack(
    files: list[Source],
    declared: list[Declared | None],
    has_roles: bool,
    roles_node: MapNode | None,
) -> Pack:
    workflows: dict[str, Declared] = {}
    unreadable = set()
    for source, one in zip(files, declared, strict=True):
        if one is None:
            unreadable.add(source.file.removesuffix(".yaml"))
        else:
            workflows.setdefault(one.name, one)
    section = roles_node.get("roles") if roles_node else None
    titles = _role_titles(section) if isinstance(section, MapNode) else None
    return Pack(
        workflows=workflows,
        roles=titles or {},
        roles_read=has_roles,
        roles_known=not has_roles or titles is not None,
        unreadable=frozenset(unreadable),
    )


def _role_titles(section: MapNode) -> dict[str, str]:
    parts = ((name, part) for name, part in section.items())
    return {n: words.text(p, "title") if isinstance(p, MapNode) else "" for n, p in parts}


def _build(
    pack: Pack,
    roles_root: Node | None,
    roles_node: MapNode | None,
    sources: Mapping[str, str],
    report: Report,
) -> Catalog:
    empty = MapNode(Position(ROLES_FILE, 1, 1), ())
    roles = build_roles(roles_root or empty, roles_node or empty, pack, report)
    scopes = Scopes(pack)
    sites = [Site(pack, own, scopes, report) for own in pack.workflows.values()]
    workflows = {site.own.name: build_workflow(site) for site in sites}
    fired = frozenset(one for site in sites for one in site.fired)
    for site in sites:
        check_workflow(site.own, workflows[site.own.name], roles, fired, report)
    check_pack(pack, workflows, report)
    return Catalog(workflows, roles, pack_digest(workflows, roles), sources)
