"""The first tables.

Step 0001, after none. A step is history: it does not import `tables`, which goes on changing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def _texts(names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, _TEXT, nullable=False) for name in names.split()]


def _text_or_none(name: str) -> sa.Column[str]:
    return sa.Column(name, _TEXT)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _large(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _large_or_none(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(create_constraint=True, name=name), nullable=False)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def upgrade() -> None:
    """The tables of this step are there."""
    for make in (_published, _people, _records, _found_by, _access, _documents, _later):
        make()
    for name in _LOGS:
        _log(name)


_LOGS = ("entries", "refusals")


def _published() -> None:
    op.create_table(
        "packs",
        *_texts("digest sources published_at published_by"),
        sa.PrimaryKeyConstraint("digest", name="pk_packs"),
    )
    op.create_table(
        "definitions",
        *_texts("digest kind name"),
        _number("version"),
        *_texts("pack"),
        sa.ForeignKeyConstraint(["pack"], ["packs.digest"], name="fk_definitions_pack_packs"),
        sa.PrimaryKeyConstraint("digest", name="pk_definitions"),
    )
    op.create_index("ix_definitions_pack", "definitions", ["pack"])
    op.create_table(
        "installation",
        *_texts("key value"),
        sa.PrimaryKeyConstraint("key", name="pk_installation"),
    )


def _people() -> None:
    op.create_table(
        "people",
        *_texts("name full_name email"),
        _flag("active"),
        _text_or_none("password_hash"),
        *_texts("created_at"),
        _number("revision"),
        sa.PrimaryKeyConstraint("name", name="pk_people"),
    )


def _records() -> None:
    op.create_table(
        "records",
        *_texts("id number workflow definition"),
        _text_or_none("parent"),
        *_texts("state"),
        _text_or_none("previous"),
        _number("revision"),
        _text_or_none("requester"),
        *_texts("title values salts opened_at changed_at state_since search number_key"),
        sa.ForeignKeyConstraint(
            ["definition"], ["definitions.digest"], name="fk_records_definition_definitions"
        ),
        sa.ForeignKeyConstraint(["parent"], ["records.id"], name="fk_records_parent_records"),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
        sa.UniqueConstraint("number", name="uq_records_number"),
    )
    op.create_index("ix_records_changed_at_id", "records", ["changed_at", "id"])
    op.create_index("ix_records_parent_workflow", "records", ["parent", "workflow"])
    op.create_index("ix_records_workflow_number_key", "records", ["workflow", "number_key"])
    op.create_index(
        "ix_records_workflow_state_changed_at_id",
        "records",
        ["workflow", "state", "changed_at", "id"],
    )
    op.create_index(
        "ix_records_workflow_changed_at_id", "records", ["workflow", "changed_at", "id"]
    )


def _found_by() -> None:
    op.create_table(
        "lineage",
        *_texts("record ancestor"),
        _number("depth"),
        sa.ForeignKeyConstraint(["ancestor"], ["records.id"], name="fk_lineage_ancestor_records"),
        sa.ForeignKeyConstraint(["record"], ["records.id"], name="fk_lineage_record_records"),
        sa.PrimaryKeyConstraint("record", "ancestor", name="pk_lineage"),
    )
    op.create_index("ix_lineage_ancestor_depth_record", "lineage", ["ancestor", "depth", "record"])
    op.create_table(
        "participants",
        *_texts("record person field"),
        sa.ForeignKeyConstraint(["record"], ["records.id"], name="fk_participants_record_records"),
        sa.PrimaryKeyConstraint("record", "person", "field", name="pk_participants"),
    )
    op.create_index("ix_participants_person_record", "participants", ["person", "record"])
    op.create_table(
        "field_index",
        *_texts("workflow field key record"),
        sa.ForeignKeyConstraint(["record"], ["records.id"], name="fk_field_index_record_records"),
        sa.PrimaryKeyConstraint("record", "field", "key", name="pk_field_index"),
    )
    op.create_index(
        "ix_field_index_workflow_field_key_record",
        "field_index",
        ["workflow", "field", "key", "record"],
    )


def _access() -> None:
    op.create_table(
        "grants",
        *_texts("id person role"),
        _text_or_none("record"),
        *_texts("valid_from"),
        _text_or_none("valid_until"),
        *_texts("granted_by granted_at"),
        _text_or_none("revoked_at"),
        _text_or_none("revoked_by"),
        sa.ForeignKeyConstraint(["person"], ["people.name"], name="fk_grants_person_people"),
        sa.ForeignKeyConstraint(["record"], ["records.id"], name="fk_grants_record_records"),
        sa.PrimaryKeyConstraint("id", name="pk_grants"),
    )
    op.create_index("ix_grants_person_record", "grants", ["person", "record"])
    op.create_index("ix_grants_record_role", "grants", ["record", "role"])
    op.create_table(
        "tokens",
        *_texts("id person digest label kind"),
        _flag("by_operator"),
        *_texts("created_at"),
        _text_or_none("expires_at"),
        _text_or_none("revoked_at"),
        sa.CheckConstraint("kind IN ('token', 'sign_in')", name=op.f("ck_tokens_kind")),
        sa.ForeignKeyConstraint(["person"], ["people.name"], name="fk_tokens_person_people"),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.UniqueConstraint("digest", name="uq_tokens_digest"),
    )
    op.create_index("ix_tokens_person", "tokens", ["person"])


def _documents() -> None:
    op.create_table(
        "documents",
        *_texts("id record kind number title template state snapshot snapshot_sha256"),
        _text_or_none("sha256"),
        _large_or_none("size"),
        *_texts("requested_at"),
        _text_or_none("issued_at"),
        _text_or_none("error"),
        _text_or_none("superseded_by"),
        *_texts("act"),
        sa.CheckConstraint(
            "state IN ('pending', 'issued', 'failed')", name=op.f("ck_documents_state")
        ),
        sa.ForeignKeyConstraint(["record"], ["records.id"], name="fk_documents_record_records"),
        sa.ForeignKeyConstraint(
            ["superseded_by"], ["documents.id"], name="fk_documents_superseded_by_documents"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("number", name="uq_documents_number"),
    )
    op.create_index("ix_documents_record", "documents", ["record"])
    op.create_table(
        "files",
        *_texts("sha256"),
        _large("size"),
        *_texts("media_type stored_at"),
        sa.PrimaryKeyConstraint("sha256", name="pk_files"),
    )


def _later() -> None:
    op.create_table(
        "errands",
        *_texts("id kind"),
        _text_or_none("key"),
        *_texts("payload due_at"),
        _number("attempts"),
        _text_or_none("lease_until"),
        _text_or_none("leased_by"),
        *_texts("state"),
        _text_or_none("last_error"),
        *_texts("created_at"),
        sa.CheckConstraint("state IN ('waiting', 'done', 'failed')", name=op.f("ck_errands_state")),
        sa.PrimaryKeyConstraint("id", name="pk_errands"),
        sa.UniqueConstraint("key", name="uq_errands_key"),
    )
    op.create_index("ix_errands_state_due_at_id", "errands", ["state", "due_at", "id"])
    op.create_table(
        "idempotency",
        *_texts("key actor request_digest"),
        _number("status"),
        *_texts("headers"),
        _bytes("body"),
        *_texts("created_at"),
        sa.PrimaryKeyConstraint("key", "actor", name="pk_idempotency"),
    )
    op.create_index("ix_idempotency_created_at", "idempotency", ["created_at"])
    op.create_table(
        "counters",
        *_texts("name"),
        _large("value"),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )


def _log(name: str) -> None:
    op.create_table(
        name,
        *_texts("subject"),
        _large("seq"),
        *_texts("prev hash act kind name"),
        _text_or_none("actor"),
        *_texts("at"),
        _bytes("body"),
        _text_or_none("key_id"),
        _text_or_none("signature"),
        _large_or_none("leaf"),
        sa.PrimaryKeyConstraint("subject", "seq", name=f"pk_{name}"),
        sa.UniqueConstraint("leaf", name=f"uq_{name}_leaf"),
    )
    op.create_index(f"ix_{name}_act", name, ["act"])
    op.create_index(f"ix_{name}_subject_at", name, ["subject", "at"])


_TABLES = (
    "packs",
    "definitions",
    "installation",
    "people",
    "records",
    "lineage",
    "participants",
    "field_index",
    "grants",
    "tokens",
    "documents",
    "files",
    "errands",
    "idempotency",
    "counters",
)


def downgrade() -> None:
    """There are no tables."""
    for name in (*_LOGS, *reversed(_TABLES)):
        op.drop_table(name)
