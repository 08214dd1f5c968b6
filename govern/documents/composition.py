"""The text of a page: a template filled in with a snapshot, and with nothing else.

Templates run in a sandbox without changes or imports, everything they print is escaped, and a
name they use must exist. They are files of the installation (`templates/documents/NAME.html`),
never text of a user.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from govern.documents import drawing, formats
from govern.documents.seals import verification
from govern.documents.snapshot import Snapshot
from govern.errors import PrintFailed

PACKAGE = Path(__file__).resolve().parents[1]
TEMPLATE = re.compile(r"[a-z][a-z0-9_]*\.html")
MOST_ROWS = 300  # of one table; the rest stays in the embedded record, and the page says so


class Values:
    """Fields of a record or cells of a row; what is not there is None, so a template may ask."""

    __slots__ = ("_held",)

    def __init__(self, held: Mapping[str, Any] | None) -> None:
        self._held = held or {}

    def __getitem__(self, name: str) -> Any:
        """The value under `name`, the rows of a table as `Values`; None for nothing."""
        held = self._held.get(name)
        if isinstance(held, list) and held and isinstance(held[0], Mapping):
            return [Values(row) for row in held]
        return None if held in ("", []) else held


def templates_directory() -> Path:
    """Where the document templates are: inside the installed package, else in the checkout."""
    for root in (PACKAGE, PACKAGE.parent):
        directory = root / "templates" / "documents"
        if directory.is_dir():
            return directory
    raise PrintFailed("This installation has no document templates.", code="template_missing")


def html(snapshot: Snapshot, templates: Path | None = None) -> str:
    """The page of `snapshot` as HTML; PrintFailed where its template is missing or broken."""
    name = str(snapshot.content["document"]["template"])
    if not TEMPLATE.fullmatch(name):
        raise PrintFailed(f"“{name}” is no name of a document template.", code="template_missing")
    try:
        template = _environment(templates or templates_directory()).get_template(name)
        return template.render(_context(snapshot))
    except TemplateNotFound as error:
        raise PrintFailed(
            f"There is no document template {error.name}.", code="template_missing"
        ) from error
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise PrintFailed(
            f"The document template {name} could not be filled in: {error}", code="template_failed"
        ) from error


@lru_cache(maxsize=4)
def _environment(templates: Path) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=formats.shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(formats.FILTERS)
    environment.tests.update(formats.TESTS)
    environment.globals.update(drawing.DRAWINGS, most_rows=MOST_ROWS)
    return environment


def _context(snapshot: Snapshot) -> dict[str, Any]:
    """What a template sees. `f` are the record's fields, `parent` the record it is within."""
    content = snapshot.content
    ancestors = [_ancestor(each) for each in content["ancestors"]]
    return content | {
        "ancestors": ancestors,
        "f": Values(content["record"]["fields"]),
        "parent": ancestors[0] if ancestors else None,
        "proof": verification(snapshot),
    }


def _ancestor(content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "phases": (),
        "phase": None,
        **content,
        "f": Values(content["fields"]),
    }
