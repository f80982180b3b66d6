"""Why a test cannot be started or handed in."""

from lms.errors import LmsError


class AssessmentError(LmsError):
    """Never raised itself."""


class PoolTooSmall(AssessmentError):
    """The items that may decide are fewer than a test draws. Trying again helps once content changed. Holds the objective."""

    def __init__(self, objective: str, asked: int, there: int) -> None:
        self.objective, self.asked, self.there = objective, asked, there
        super().__init__(f"{objective}: {asked} items to draw, {there} may decide")


class CannotStart(AssessmentError):
    """The test may not be started now; the course's test page says why."""


class NothingAnswered(AssessmentError):
    """A test without one answer cannot be handed in: it would be marked for nothing."""


class PoolUnreadable(AssessmentError):
    """A private pool cannot be opened. Finals of its course cannot be started: they never fall back on the public questions."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The private pool cannot be opened: {reason}.")
