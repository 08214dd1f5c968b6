"""The shapes of records, of their moves and their history (see `schemas_answers`)."""

from __future__ import annotations

from marshmallow import fields

from .schemas_answers import (
    Shape,
    Verdict,
    count,
    flag,
    many,
    mapping,
    maybe,
    moment,
    page,
    text,
    texts,
)


class Record(Shape):
    id = text()
    number = text()
    type = text("The workflow's name.")
    title = text()
    state = text()
    state_title = text()
    phase = maybe()
    final = flag()
    within = maybe("The number of the record it is within.")
    held = mapping("Values by name, less what the state hides.", data_key="fields")
    revision = count()
    opened_by = maybe()
    opened_at = moment()
    changed_at = moment()
    version = count()
    definition = text("The digest of the definition it follows.")


class Receipt(Shape):
    subject = text()
    seq = count()
    hash = text("The entry's hash in the ledger.")
    at = moment()
    act = text()


class Changed(Record):
    opened = many(Record)
    receipt = fields.Nested(
        Receipt,
        required=True,
        allow_none=True,
        metadata={"description": "Where the act stands in the ledger; null where nothing changed."},
    )


class Fired(Shape):
    record = fields.Nested(Record, required=True)
    review = fields.Raw(required=True, allow_none=True, metadata={"enum": [None]})
    opened = many(Record)
    receipt = fields.Nested(Receipt, required=True, allow_none=True)


class Asked(Shape):
    name = text()
    goes_in = text("Which member of the request takes it.", data_key="in")
    kind = text()
    title = text()
    help = text()
    required = flag()
    of = fields.Dict(keys=fields.String(), required=True, allow_none=True)
    to = fields.List(fields.String(), required=True, allow_none=True)
    columns = fields.List(fields.Nested("Asked"), required=True, allow_none=True)
    computed = flag()


class Transition(Shape):
    name = text()
    title = text()
    help = text()
    to = maybe("The state it would lead to; null where no branch holds.")
    by = texts("Who may, as the workflow says it.")
    allowed = flag()
    comment_required = flag()
    ask = many(Asked)
    verdicts = many(Verdict)


class HistoryEntry(Shape):
    seq = count()
    at = moment()
    act = text()
    kind = text()
    name = maybe()
    actor = maybe()
    on_behalf_of = maybe()
    source = maybe()
    came_from = maybe("The state before.", data_key="from")
    to = maybe("The state after.")
    changes = mapping("Field name to old and new value.")
    input = fields.Dict(keys=fields.String(), required=True, allow_none=True)
    reason = maybe()
    definition = maybe()
    hash = text()
    prev = maybe("The hash of the entry before it.")


class Document(Shape):
    id = text()
    kind = text()
    title = text()
    number = text()
    record = text("The number of its record.")
    state = text("pending, issued or failed")
    requested_at = moment()
    issued_at = moment(none=True)
    sha256 = maybe()
    size = fields.Integer(required=True, allow_none=True)
    superseded_by = maybe()
    error = maybe()


RecordPage = page(Record)
TransitionPage = page(Transition)
HistoryPage = page(HistoryEntry)
DocumentPage = page(Document)
