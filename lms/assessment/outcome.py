"""What a passed final brings: one call to whoever awards, in the transaction of the hand-in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from lms.assessment.models import FINAL, PASSED, Sitting, SittingItem


def award_passed(work: Session, sitting: Sitting, items: Sequence[SittingItem], home_page: str, at: datetime | None = None) -> None:
    """Award what a passed final earns; nothing for any other sitting. at: when it was passed; its end when left out."""
    if sitting.phase != FINAL or sitting.verdict != PASSED:
        return
