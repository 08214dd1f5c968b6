"""The shapes of workflows as they are in force (see `schemas_answers`)."""

from __future__ import annotations

from marshmallow import INCLUDE

from .schemas_answers import Shape, count, flag, many, maybe, page, text, texts
from .schemas_records import Asked


class WorkflowBrief(Shape):
    name = text()
    title = text()
    summary = text()
    version = count()
    digest = text()
    within = texts("The types a record of it is opened within.")
    number = text("How its records are numbered.")
    openings = texts("The transitions that open one.")


class StateOfWorkflow(Shape):
    name = text()
    title = text()
    help = text()
    phase = maybe()
    final = flag()
    outcome = maybe()
    side = flag()


class Move(Shape):
    name = text()
    title = text()
    help = text()
    came_from = texts("The states it leaves; none for an opening.", data_key="from")
    to = texts("The states it may lead to; none where it stays.")
    stays = flag()
    by = texts("Who may fire it, as the file says.")
    who = text("The same in words.")


class DocumentOfWorkflow(Shape):
    name = text()
    title = text()


class Workflow(WorkflowBrief):
    declared = many(Asked, data_key="fields")
    states = many(StateOfWorkflow)
    transitions = many(Move)
    documents = many(DocumentOfWorkflow)


class AnySchema(Shape):
    """A JSON Schema."""

    class Meta:
        unknown = INCLUDE


WorkflowPage = page(WorkflowBrief)
