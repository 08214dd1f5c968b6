"""Run by Alembic for every command: the steps go over the connection that `migrate` opened."""

from __future__ import annotations

from alembic import context

from govern.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    # SQLite alters a table by making it anew; the names of constraints are then needed
    render_as_batch=True,
    # the transaction is the caller's: all steps hold, or none does
    transactional_ddl=False,
)
context.run_migrations()
