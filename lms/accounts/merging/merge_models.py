"""The pseudonyms a person had before two of her accounts were merged: her statements of that time bear them for ever."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class FormerPseudonym(TableModel):
    """A pseudonym that stands for this learner too. It goes with her: erasing takes its statements as well."""

    __tablename__ = "former_pseudonym"

    uuid: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    merged_at: Mapped[datetime] = mapped_column(Instant)
    merged_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    """The account of who did it; None for an operator's command, and once that account is erased."""
