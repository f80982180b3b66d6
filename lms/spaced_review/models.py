"""A learner's review cards, the log of what she said of them, and her pause."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date, ForeignKey, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class ReviewCard(TableModel):
    """One practice item that comes back to one learner, whatever the run of the course.

    stability, difficulty and due_on follow from the log (`scheduling.replay`); they stand here so that a page reads one table.
    """

    __tablename__ = "review_card"
    __table_args__ = (
        UniqueConstraint("learner_id", "module", "item", name="uq_review_card_item"),
        Index("ix_review_card_due", "learner_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"))
    module: Mapped[str]
    item: Mapped[str]
    due_on: Mapped[date] = mapped_column(Date)
    """The first day, in the site's time zone, on which it may come."""
    stability: Mapped[float | None]
    difficulty: Mapped[float | None]
    """FSRS's two numbers of a card, days and 1-10; None before the first rating."""
    ratings: Mapped[int] = mapped_column(default=0)
    """How many the log holds. A form that names another number changes nothing."""
    looked_at_on: Mapped[date | None] = mapped_column(Date)
    """The last day on which it was looked at as a card; counts for the five of that day."""
    created_at: Mapped[datetime] = mapped_column(Instant)


class CardRating(TableModel):
    """One line of a card's log. number: 1 for the first; unique, so that a double click or a second device stays one rating."""

    __tablename__ = "card_rating"
    __table_args__ = (UniqueConstraint("card_id", "number", name="uq_card_rating_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    """Also the id of its statement, of a card that was looked at."""
    card_id: Mapped[int] = mapped_column(ForeignKey("review_card.id", ondelete="CASCADE"))
    number: Mapped[int]
    rating: Mapped[int]
    """1 (again) or 3 (good), as FSRS numbers them."""
    origin: Mapped[str]
    """card: she pressed a button under it; answer: what she answered in the module."""
    rated_on: Mapped[date] = mapped_column(Date)
    """The day in the site's time zone; never before the day of the line before it."""
    created_at: Mapped[datetime] = mapped_column(Instant)


class ReviewPause(TableModel):
    """A learner who wants no cards for now. until: the first day they come again; None: when she says so."""

    __tablename__ = "review_pause"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True)
    until: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(Instant)
