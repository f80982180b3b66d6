"""Where the site tells other programs what happened."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class Webhook(TableModel):
    """One address of another program. Its secret stands nowhere: it is made of a key file, its uuid and its number."""

    __tablename__ = "webhook"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    label: Mapped[str]
    """What it is for, as the admin typed it."""
    address: Mapped[str]
    events: Mapped[list[str]] = mapped_column(JSON)
    """Types of lms/api/webhooks/events.py."""
    secret_number: Mapped[int] = mapped_column(default=1, server_default="1")
    rotated_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the secret was last renewed: the one before signs beside it for a day."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    tells_from: Mapped[datetime] = mapped_column(Instant)
    """What happened before is not told: when it was made, or last opened again."""
    failing_since: Mapped[datetime | None] = mapped_column(Instant)
    """The first failure since it last answered well."""
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    """When it last answered well."""
    paused_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the site stopped it, after days of failure or because it said that it is gone."""
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    """When an admin ended it."""
