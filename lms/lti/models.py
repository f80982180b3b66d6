"""Launches that were taken, each once."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class LtiLaunch(TableModel):
    """A signed message that came, so that none opens anything twice. hash: of platform and nonce."""

    __tablename__ = "lti_launch"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    launch_box: Mapped[str]
    """What it said, encrypted with a key of the data folder, until its browser comes for it; then empty."""
    ends_at: Mapped[datetime] = mapped_column(Instant, index=True)
    """After this no step that could use it is open any more."""
