"""Alembic runs this for every migration, on the connection and in the transaction of actions.directory.database.migrate."""

from __future__ import annotations

from alembic import context

from actions.directory.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
