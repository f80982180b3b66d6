"""What stops a step of a trial on the site."""

from collections.abc import Sequence

from lms.errors import LmsError


class TrialError(LmsError):
    """Never raised itself."""


class InstrumentsUnfit(TrialError):
    """The file of questions does not fit the protocol. faults: all of them, each with its place."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class NoSuchTrial(TrialError):
    """The site has no trial of this name."""

    def __init__(self, name: str, names: Sequence[str]) -> None:
        super().__init__(f"this site has no trial {name}; it has: {', '.join(names) or 'none'}")


class TrialRefused(TrialError):
    """A step that is not for now: the reason, and what comes first."""


class PlacesStopped(TrialError):
    """Nobody is given a place now. reason: protocol or content, which changed since the trial was opened; closed."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"nobody is given a place: {reason}")


class SealBroken(TrialError):
    """A sealed value cannot be opened with this site's key."""

    def __init__(self) -> None:
        super().__init__("keys/trials.key does not open this trial: bring it back from a copy of the site")
