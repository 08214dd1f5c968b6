"""Govern: the governance of projects, declared in YAML, enforced, recorded and printed.

These are the engine's public names; the HTTP layer imports these, and `govern.errors`, alone.
Each is loaded when it is first asked for: whoever only reads workflow files loads no database.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path as _Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govern.commands.definitions import publish as publish
    from govern.commands.done import Done as Done, receipt as receipt
    from govern.commands.grants import grant_role as grant_role, revoke_grant as revoke_grant
    from govern.commands.once import Reply as Reply, once as once
    from govern.commands.people import add_person as add_person, change_person as change_person
    from govern.commands.records import edit_record as edit_record, open_record as open_record
    from govern.commands.signing_in import set_password as set_password, sign_in as sign_in
    from govern.commands.tokens import issue_token as issue_token, revoke_token as revoke_token
    from govern.commands.transitions import fire_transition as fire_transition
    from govern.drawing import draw as draw
    from govern.installation import (
        Installation as Installation,
        open_installation as open_installation,
    )
    from govern.queries.access import (
        list_grants as list_grants,
        list_people as list_people,
        list_roles as list_roles,
        list_tokens as list_tokens,
        show_person as show_person,
    )
    from govern.queries.catalogue import (
        diagram_source as diagram_source,
        list_workflows as list_workflows,
        show_workflow as show_workflow,
        workflow_schema as workflow_schema,
    )
    from govern.queries.explaining import explain_transitions as explain_transitions
    from govern.queries.finding import find_record as find_record, search_records as search_records
    from govern.queries.history import history as history
    from govern.queries.papers import (
        document_bytes as document_bytes,
        find_document as find_document,
        list_documents as list_documents,
    )
    from govern.settings import Settings as Settings
    from govern.work import Identity as Identity, Work as Work

# In a checkout the HTTP layer and the templates lie beside this package, in an installed wheel
# inside it: this makes `govern.api` one name for both.
_root = _Path(__file__).resolve().parent.parent
if (_root / "pyproject.toml").is_file() and (_root / "api" / "__init__.py").is_file():
    __path__.append(str(_root))

__version__ = "0.1.0"

_HOMES = {
    "Done": "govern.commands.done",
    "Identity": "govern.work",
    "Installation": "govern.installation",
    "Reply": "govern.commands.once",
    "Settings": "govern.settings",
    "Work": "govern.work",
    "add_person": "govern.commands.people",
    "change_person": "govern.commands.people",
    "diagram_source": "govern.queries.catalogue",
    "document_bytes": "govern.queries.papers",
    "draw": "govern.drawing",
    "edit_record": "govern.commands.records",
    "explain_transitions": "govern.queries.explaining",
    "find_document": "govern.queries.papers",
    "find_record": "govern.queries.finding",
    "fire_transition": "govern.commands.transitions",
    "grant_role": "govern.commands.grants",
    "history": "govern.queries.history",
    "issue_token": "govern.commands.tokens",
    "list_documents": "govern.queries.papers",
    "list_grants": "govern.queries.access",
    "list_people": "govern.queries.access",
    "list_roles": "govern.queries.access",
    "list_tokens": "govern.queries.access",
    "list_workflows": "govern.queries.catalogue",
    "once": "govern.commands.once",
    "open_installation": "govern.installation",
    "open_record": "govern.commands.records",
    "publish": "govern.commands.definitions",
    "receipt": "govern.commands.done",
    "revoke_grant": "govern.commands.grants",
    "revoke_token": "govern.commands.tokens",
    "search_records": "govern.queries.finding",
    "set_password": "govern.commands.signing_in",
    "show_person": "govern.queries.access",
    "show_workflow": "govern.queries.catalogue",
    "sign_in": "govern.commands.signing_in",
    "workflow_schema": "govern.queries.catalogue",
}

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604  each is a text


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)
