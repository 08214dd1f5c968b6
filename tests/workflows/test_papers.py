"""The paper of the shipped workflows: its templates are there and can be filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from govern.documents.composition import html
from govern.documents.snapshot import read
from govern.spec.catalog import Catalog
from tests.workflows.conftest import ROOT, TYPES


@pytest.mark.parametrize("name", TYPES)
def test_every_template_that_is_named_is_there(catalog: Catalog, name: str) -> None:
    templates = ROOT / "templates" / "documents"
    documents = catalog.workflows[name].documents.values()
    assert [d.template for d in documents if not (templates / d.template).is_file()] == []


def test_every_template_is_named_by_a_workflow_or_by_others(catalog: Catalog) -> None:
    named = {d.template for w in catalog.workflows.values() for d in w.documents.values()}
    pages = {page.name for page in (ROOT / "templates" / "documents").glob("[!_]*.html")}
    assert pages - named <= {"record.html"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portfolio, told."""
    from govern.cli.showing import make_demo, read_stories

    directory = tmp_path_factory.mktemp("portfolio") / "demo"
    make_demo(directory, read_stories())
    return directory


def test_every_paper_of_the_portfolio_can_be_filled_in(catalog: Catalog, demo: Path) -> None:
    from govern.stage import OPERATOR, open_alone
    from govern.store import documents, records

    installation = open_alone(demo)
    pages = {}
    with installation.look(OPERATOR) as work:
        for name in catalog.workflows:
            for record in records.of_type(work.connection, name):
                for row in documents.of_record(work.connection, record.id):
                    pages[row.kind] = html(read(row.snapshot.encode()))
                    assert row.number in pages[row.kind]
    installation.close()
    kinds = {d for workflow in catalog.workflows.values() for d in workflow.documents}
    assert pages.keys() == kinds
