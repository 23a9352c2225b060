"""The list of facilities, as the first version of the guide made it."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Boolean, Column, Integer, Text, inspect

revision = "0001"
down_revision = None

_TEXTS = (
    "id", "name", "kind", "street", "postcode", "city", "voivodeship", "phone", "email", "website", "hours", "area_pl", "area_en",
    "note_pl", "note_en", "source_url", "source_date", "collected_on", "place_id",
)  # fmt: skip


def upgrade() -> None:
    """Makes the table, unless the first version has made it without migrations."""
    if inspect(op.get_bind()).has_table("facilities"):
        return
    op.create_table(
        "facilities",
        Column("position", Integer, primary_key=True),
        *(Column(name, Text, nullable=False, unique=name == "id") for name in _TEXTS),
        *(Column(name, Boolean, nullable=False) for name in ("registration_point", "confirmed")),
    )


def downgrade() -> None:
    """Removes the table."""
    op.drop_table("facilities")
