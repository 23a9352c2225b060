"""Coordinates of the house, the history of imports and rows, reports of wrong contacts."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Float, ForeignKey, Integer, Text

revision = "0002"
down_revision = "0001"

_TABLES = ("contact_reports", "facility_history", "imports")


def upgrade() -> None:
    """Adds two columns and three tables."""
    for name in ("lat", "lon"):
        op.add_column("facilities", Column(name, Float(53)))
    op.create_table(
        "imports",
        Column("id", Integer, primary_key=True),
        Column("imported_at", Text, nullable=False),
        Column("file", Text, nullable=False),
        Column("sha256", Text, nullable=False),
        *(Column(name, Integer, nullable=False) for name in ("total", "added", "changed", "removed")),
    )
    op.create_table(
        "facility_history",
        Column("id", Integer, primary_key=True),
        Column("import_id", Integer, ForeignKey("imports.id"), nullable=False, index=True),
        Column("facility_id", Text, nullable=False, index=True),
        Column("change", Text, nullable=False),
        Column("old", Text),
    )
    op.create_table(
        "contact_reports",
        Column("id", Integer, primary_key=True),
        Column("facility_id", Text, nullable=False, index=True),
        Column("reported_on", Text, nullable=False),
        Column("reason", Text, nullable=False),
    )


def downgrade() -> None:
    """Removes what was added."""
    for table in _TABLES:
        op.drop_table(table)
    with op.batch_alter_table("facilities") as facilities:
        for name in ("lat", "lon"):
            facilities.drop_column(name)
