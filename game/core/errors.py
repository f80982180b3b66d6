"""What can go wrong when a week is played."""


class GameError(Exception):
    """The base; never raised itself."""


class NotNow(GameError):
    """The command cannot be done at this moment of the week. Show the view again: it says what can be done.

    reason: a key of words (blocked.…) that tells the learner why.
    """

    def __init__(self, command: str, reason: str) -> None:
        super().__init__(f"{command!r} cannot be done now ({reason}). Show the week's view again.")
        self.command, self.reason = command, reason


class Unknown(GameError):
    """A key that the book or the open step does not have."""

    def __init__(self, what: str, key: str, keys: tuple[str, ...] = ()) -> None:
        choice = f" Known: {', '.join(keys)}." if keys else ""
        super().__init__(f"There is no {what} {key!r}.{choice}")
        self.what, self.key, self.known = what, key, keys


class SaveUnreadable(GameError):
    """A saved week that this version cannot open: newer, or damaged. Trying again does not help; start the week anew."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This saved week cannot be opened: {reason}. Start the week again.")
        self.reason = reason
