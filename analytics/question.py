"""What is asked of a report: about whom, at which date, in which period, and narrowed down by what."""

from dataclasses import dataclass
from datetime import UTC, datetime

DIMENSIONS = ("role", "language", "edition")
"""What a reader may narrow a report down by. Each learner has one value of each, so that the parts add up to the whole."""


@dataclass(frozen=True)
class Question:
    """scope: UUID of the cohort. simulated: whose statements count, simulated learners' or real ones', never both.

    as_of: the date at which what is due is judged, aware; now when left out. period: acts from the first instant to before the second.
    arm: of a trial. role, language (`fr`), edition (`pages`, `window`, `offline`): only learners who are counted under it; a learner is
    counted under the role, language and edition of her latest statement.
    """

    scope: str
    simulated: bool
    as_of: datetime | None = None
    period: tuple[datetime, datetime] | None = None
    arm: str | None = None
    role: str | None = None
    language: str | None = None
    edition: str | None = None

    @property
    def date(self) -> datetime:
        return self.as_of or datetime.now(UTC)

    @property
    def filters(self) -> dict[str, str]:
        """Dimension -> value, of those asked for."""
        return {name: value for name in DIMENSIONS if (value := getattr(self, name)) is not None}

    def narrowed(self, dimension: str, value: str) -> "Question":
        """The same question of the learners who are counted under one value of one dimension."""
        role, language, edition = (value if name == dimension else None for name in DIMENSIONS)
        return Question(self.scope, self.simulated, self.as_of, self.period, self.arm, role, language, edition)
