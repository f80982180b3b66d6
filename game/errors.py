"""What can go wrong around the game on a device: its disk, its screen, its link with a site. The rules' own are in game.core.errors."""


class DeviceError(Exception):
    """The base; never raised itself. The message is one sentence for the person at the device, in English; key is its words' key."""

    key = ""


class NoScreen(DeviceError):
    """No window can be opened."""

    key = "window.error.screen"

    def __init__(self, reason: str) -> None:
        super().__init__(f"No window can be opened here ({reason}). Start from a desktop session, or play in a page of the site.")


class NotPlayable(DeviceError):
    """Something the game needs is missing or damaged on this device."""

    key = "window.error.content"


class SituationUnknown(DeviceError):
    """No situation has this key. near: those that look like it."""

    key = "window.error.content"

    def __init__(self, key: str, near: list[str]) -> None:
        hint = f" Did you mean {' or '.join(near)}?" if near else " The keys are the file names in content/fr/situations."
        super().__init__(f"There is no situation {key!r}.{hint}")
        self.near = near


class AlreadyOpen(DeviceError):
    """Another window plays with the same data folder."""

    key = "window.error.open"

    def __init__(self, folder: object) -> None:
        super().__init__(f"The game is already open with the data folder {folder}. Close the other window, or give another folder.")


class DiskRefused(DeviceError):
    """The disk is full, read-only or gone; trying again can help. Nothing is lost as long as the game stays open."""

    key = "window.error.disk"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The disk refuses to keep this ({reason}). Free some space; the game tries again at each step.")


class SiteUnreachable(DeviceError):
    """The site does not answer now; trying again can help. retry_after: seconds the site asked for, or None."""

    key = "window.error.site"

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(f"The site cannot be reached now ({reason}). What is waiting stays on this device.")
        self.retry_after = retry_after


class KeyRevoked(DeviceError):
    """The site no longer takes this device's access key."""

    key = "window.error.revoked"

    def __init__(self) -> None:
        super().__init__("The site no longer accepts this device. Ask for a new code on the site, under My account, and pair again.")


class StatementsRefused(DeviceError):
    """The site read the batch and refuses it: sending it again cannot help."""

    key = "window.error.refused"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The site refuses these statements ({reason}).")


class CodeRefused(DeviceError):
    """The code is unknown, used or too old."""

    key = "window.error.code"

    def __init__(self) -> None:
        super().__init__("This code is not valid any more. Ask for a new one on the site: it lasts ten minutes and serves once.")


class TooManyTries(DeviceError):
    """Five tries in a quarter of an hour were used up; trying again helps after that time."""

    key = "window.error.tries"

    def __init__(self) -> None:
        super().__init__("Too many tries from here. Wait a quarter of an hour, then ask for a new code.")
