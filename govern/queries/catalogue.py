"""The definitions as they are in force: types, their fields and states, their diagrams."""

from __future__ import annotations

from typing import Any

from govern.errors import NotFound
from govern.queries import shapes
from govern.queries.schemas import schema_of_fields
from govern.rules import diagrams
from govern.rules.authority import said
from govern.rules.destinations import possible
from govern.situations import past_acts
from govern.spec.model import Transition, Workflow
from govern.work import Work


def list_workflows(work: Work) -> list[dict[str, Any]]:
    """Every record type in force, by name."""
    catalog = work.catalog()
    return [_brief(workflow) for _, workflow in sorted(catalog.workflows.items())]


def show_workflow(work: Work, name: str) -> dict[str, Any]:
    """One record type with its fields, states and moves; NotFound where there is none."""
    workflow = work.catalog().workflow(name)
    return {
        **_brief(workflow),
        "fields": [shapes.field(one, "fields") for one in workflow.fields.values()],
        "states": [
            {
                "name": state.name,
                "title": state.title,
                "help": state.help,
                "phase": state.phase or None,
                "final": state.final,
                "outcome": state.outcome.value if state.outcome else None,
                "side": state.side,
            }
            for state in workflow.states.values()
        ],
        "transitions": [_move(workflow, move) for move in workflow.transitions],
        "documents": [
            {"name": one.name, "title": one.title} for one in workflow.documents.values()
        ],
    }


def _move(workflow: Workflow, move: Transition) -> dict[str, Any]:
    sources = move.sources or ("",)
    targets = [to for source in sources for to in possible(workflow, move, source)]
    return {
        "name": move.name,
        "title": move.title,
        "help": move.help,
        "from": list(move.sources),
        "to": list(dict.fromkeys(targets)),
        "stays": move.target.stay,
        "by": [term.text for term in move.by],
        "who": said(move.by),
    }


def _brief(workflow: Workflow) -> dict[str, Any]:
    return {
        "name": workflow.name,
        "title": workflow.title,
        "summary": workflow.summary,
        "version": workflow.version,
        "digest": workflow.digest,
        "within": list(workflow.within),
        "number": workflow.prefix + "0" * workflow.digits,
        "openings": [move.name for move in workflow.openings()],
    }


def workflow_schema(work: Work, name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the fields one sends to open a record of the type."""
    return schema_of_fields(work.catalog().workflow(name))


def diagram_source(work: Work, name: str, ref: str | None = None) -> str:
    """The diagram in the DOT language, with the present state of the record where one is named."""
    workflow = work.catalog().workflow(name)
    if ref is None:
        return diagrams.dot(workflow)
    row = work.find(ref)
    if row.workflow != name:
        raise NotFound(f"{row.number} is not a {workflow.title}.")
    acts = past_acts(work, row.id)
    went = frozenset((act.source, act.target) for act in acts if act.source)
    return diagrams.dot(work.workflow(row.definition), state=row.state, went=went)
