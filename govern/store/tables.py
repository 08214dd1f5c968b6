"""The tables: what is remembered, in the words both databases share.

Border: no statement is built here. Text sorts by code point on both databases, moments are
fixed-width UTC text (see `identifiers`), JSON is canonical text (see `ledger.canonical`), and no
column holds a decimal as a binary fraction. Constraint names are fixed by a convention, so that
a migration can name what it alters on either database.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
)
from sqlalchemy.sql.elements import quoted_name

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

Text = String().with_variant(String(collation="C"), "postgresql")
"""Text that compares and sorts by code point, as SQLite does anyway."""


def _flag(name: str) -> Boolean:
    # SQLite keeps a flag as a number: the check keeps it to 0 and 1
    return Boolean(create_constraint=True, name=name)


packs = Table(
    "packs",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("sources", Text, nullable=False),
    Column("published_at", Text, nullable=False),
    Column("published_by", Text, nullable=False),
)

definitions = Table(
    "definitions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("pack", Text, ForeignKey("packs.digest"), nullable=False, index=True),
)

installation = Table(
    "installation",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("name", Text, primary_key=True),
    Column("full_name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("active", _flag("active"), nullable=False),
    Column("password_hash", Text),
    Column("created_at", Text, nullable=False),
    Column("revision", Integer, nullable=False),
)

records = Table(
    "records",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("workflow", Text, nullable=False),
    Column("definition", Text, ForeignKey("definitions.digest"), nullable=False),
    Column("parent", Text, ForeignKey("records.id")),
    Column("state", Text, nullable=False),
    Column("previous", Text),
    Column("revision", Integer, nullable=False),
    Column("requester", Text),
    Column("title", Text, nullable=False),
    Column(quoted_name("values", quote=True), Text, nullable=False),
    Column("salts", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("state_since", Text, nullable=False),
    # Repeat the title and the number in a form that is searched and sorted alike on both
    # databases: neither folds the case of letters beyond ASCII as the other does.
    Column("search", Text, nullable=False),
    Column("number_key", Text, nullable=False),
    Index(None, "parent", "workflow"),
    # in the order of the lists that are asked for most, so that a page is read and no more
    Index(None, "workflow", "state", "changed_at", "id"),
    Index(None, "workflow", "changed_at", "id"),
    Index(None, "workflow", "number_key"),
    Index(None, "changed_at", "id"),
)

grants = Table(
    "grants",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.name"), nullable=False),
    Column("role", Text, nullable=False),
    Column("record", Text, ForeignKey("records.id")),
    Column("valid_from", Text, nullable=False),
    Column("valid_until", Text),
    Column("granted_by", Text, nullable=False),
    Column("granted_at", Text, nullable=False),
    Column("revoked_at", Text),
    Column("revoked_by", Text),
    Index(None, "person", "record"),
    Index(None, "record", "role"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.name"), nullable=False, index=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("by_operator", _flag("by_operator"), nullable=False),
    Column("created_at", Text, nullable=False),
    Column("expires_at", Text),
    Column("revoked_at", Text),
    CheckConstraint("kind IN ('token', 'sign_in')", name="kind"),
)

lineage = Table(
    "lineage",
    metadata,
    Column("record", Text, ForeignKey("records.id"), nullable=False),
    Column("ancestor", Text, ForeignKey("records.id"), nullable=False),
    Column("depth", Integer, nullable=False),
    PrimaryKeyConstraint("record", "ancestor"),
    Index(None, "ancestor", "depth", "record"),
)

participants = Table(
    "participants",
    metadata,
    Column("record", Text, ForeignKey("records.id"), nullable=False),
    Column("person", Text, nullable=False),
    Column("field", Text, nullable=False),
    PrimaryKeyConstraint("record", "person", "field"),
    Index(None, "person", "record"),
)

field_index = Table(
    "field_index",
    metadata,
    Column("workflow", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("record", Text, ForeignKey("records.id"), nullable=False),
    PrimaryKeyConstraint("record", "field", "key"),
    Index(None, "workflow", "field", "key", "record"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)


def _log(name: str) -> Table:
    """A hash-chained log: the columns beside `body` are copies that verification compares."""
    return Table(
        name,
        metadata,
        Column("subject", Text, nullable=False),
        Column("seq", BigInteger, nullable=False),
        Column("prev", Text, nullable=False),
        Column("hash", Text, nullable=False),
        Column("act", Text, nullable=False, index=True),
        Column("kind", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("actor", Text),
        Column("at", Text, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("key_id", Text),
        Column("signature", Text),
        Column("leaf", BigInteger, unique=True),
        PrimaryKeyConstraint("subject", "seq"),
        Index(None, "subject", "at"),
    )


entries = _log("entries")
refusals = _log("refusals")

documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("record", Text, ForeignKey("records.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("snapshot_sha256", Text, nullable=False),
    Column("sha256", Text),
    Column("size", BigInteger),
    Column("requested_at", Text, nullable=False),
    Column("issued_at", Text),
    Column("error", Text),
    Column("superseded_by", Text, ForeignKey("documents.id")),
    Column("act", Text, nullable=False),
    CheckConstraint("state IN ('pending', 'issued', 'failed')", name="state"),
)

files = Table(
    "files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("stored_at", Text, nullable=False),
)

errands = Table(
    "errands",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, unique=True),
    Column("payload", Text, nullable=False),
    Column("due_at", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", Text),
    Column("leased_by", Text),
    Column("state", Text, nullable=False),
    Column("last_error", Text),
    Column("created_at", Text, nullable=False),
    CheckConstraint("state IN ('waiting', 'done', 'failed')", name="state"),
    Index(None, "state", "due_at", "id"),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("key", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("request_digest", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", Text, nullable=False, index=True),
    PrimaryKeyConstraint("key", "actor"),
)

GENERATED_KEYS = frozenset(
    {
        "pk_documents",
        "pk_entries",
        "pk_errands",
        "pk_grants",
        "pk_records",
        "pk_refusals",
        "pk_tokens",
        "uq_documents_number",
        "uq_records_number",
        "uq_tokens_digest",
    }
)
"""Uniqueness of what the store makes up: a collision is a race, and trying again mends it."""
