"""Workflows: what is declared and in force, its picture, and the schema of its fields."""

from __future__ import annotations

from typing import Any

from flask import Response

from govern import diagram_source, draw, list_workflows, show_workflow, workflow_schema
from govern.errors import GovernError

from .acts import look
from .paging import answer_all
from .replies import json_reply
from .routes import PREFIX, Noun
from .schemas import DiagramWish
from .schemas_definitions import AnySchema, Workflow, WorkflowPage

noun = Noun("workflows", "The record types that are in force, and their lifecycles.")


@noun.get("/workflows", WorkflowPage)
def list_all() -> Response:
    """Every workflow in force."""
    return answer_all(look(list_workflows))


@noun.get("/workflows/<ref:name>", Workflow)
def show_one(name: str) -> Response:
    """One workflow: its fields, states and transitions."""
    return json_reply(look(lambda work: show_workflow(work, name)))


@noun.get("/workflows/<ref:name>/schema.json", AnySchema)
def show_schema(name: str) -> Response:
    """The JSON Schema of a record's fields."""
    return json_reply(look(lambda work: workflow_schema(work, name)))


@noun.get("/workflows/<ref:name>/diagram.svg", None, query=DiagramWish(), media="image/svg+xml")
def draw_one(name: str, asked: dict[str, Any]) -> Response:
    """The workflow as a picture, with the present state of a record where one is named."""
    drawing = draw(look(lambda work: diagram_source(work, name, asked.get("record"))))
    if drawing is None:
        instead = f"{PREFIX}/workflows/{name}"
        raise GovernError(f"Diagrams cannot be drawn here. Read {instead}.", code="no_drawing")
    return Response(drawing, content_type="image/svg+xml")
