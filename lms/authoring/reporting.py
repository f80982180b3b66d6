"""Keeping, counting and putting away what readers found unclear."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lms.authoring.models import UnclearPage

MOST_OPEN = 500
"""Ticks kept at one module: past that, nobody learns more from another."""


@dataclass(frozen=True, slots=True)
class UnclearCount:
    """How many readers gave a reason at a screen."""

    screen: str
    language: str
    reason: str
    count: int


def add_report(work: Session, *, module: str, screen: str, language: str, reason: str, now: datetime) -> None:
    n_open = work.scalar(select(func.count()).where(UnclearPage.module == module, UnclearPage.settled_at.is_(None)))
    if (n_open or 0) < MOST_OPEN:
        work.add(UnclearPage(module=module, screen=screen, language=language, reason=reason, said_at=now))


def counts(reader: Session) -> dict[str, int]:
    """How many ticks wait at each module."""
    rows = reader.execute(select(UnclearPage.module, func.count()).where(UnclearPage.settled_at.is_(None)).group_by(UnclearPage.module))
    return {str(row[0]): int(row[1]) for row in rows}


def of_module(reader: Session, module: str) -> list[UnclearCount]:
    rows = reader.scalars(select(UnclearPage).where(UnclearPage.module == module, UnclearPage.settled_at.is_(None)))
    counts = Counter((row.screen, row.language, row.reason) for row in rows)
    return [UnclearCount(*key, count) for key, count in sorted(counts.items())]


def close_reports(work: Session, module: str, now: datetime) -> None:
    work.execute(update(UnclearPage).where(UnclearPage.module == module, UnclearPage.settled_at.is_(None)).values(settled_at=now))
