"""A simulated learner's week: the real core driven by a policy of her skill, kept and told like any other play."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from courses.serving.catalogue import Catalogue
from game.core import policies
from game.core.state.events import Event
from game.core.week import Week
from lms.accounts.presence import Presence
from lms.demo.simulated_answers import SimulatedLearner
from lms.weeks.turns import Teller, Turn

SECONDS_BETWEEN = 6
"""Between two statements of a week: a simulated learner takes some eight minutes for it."""


@dataclass(frozen=True)
class Simulation:
    """A week already played, on its way to the database."""

    uuid: UUID
    week: Week
    events: Sequence[Event]
    language: str

    @classmethod
    def of(cls, catalogue: Catalogue, learner: SimulatedLearner, week_of_campaign: tuple[str, int], language: str) -> "Simulation":
        """Play the wanted (campaign, week) to its end, at the learner's skill."""
        assert catalogue.game is not None  # noqa: S101 - a site without the game's numbers does not start
        uuid = uuid4()
        campaign, number = week_of_campaign
        week = Week.start(
            catalogue.game, catalogue.rule, campaign=campaign, week=number, seed=int(learner.chance("seed") * 2**31), play=str(uuid)
        )
        return cls(uuid, week, policies.play(week, policies.with_skill(learner.skill)), language)

    def write(self, work: Session, who: Presence, home_page: str, begins: datetime) -> None:
        """Keep the play and tell its events from `begins` on. Call it inside the writer."""
        teller = Teller(who, self.language, begins)
        Turn(self.uuid, None, "", self.week, self.events, teller, home_page, seconds_between=SECONDS_BETWEEN)(work)
