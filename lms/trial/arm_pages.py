"""Which pages of the site belong to an arm: the game, the modules, the printed booklet. What is about a real problem belongs to none."""

from collections.abc import Mapping

GAME, MODULES, BOOKLET = "game", "modules", "booklet"

_BLUEPRINTS: Mapping[str, frozenset[str]] = {
    "weeks": frozenset({GAME}),
    "cases": frozenset({GAME}),
    "workshop": frozenset({GAME}),
    "play_here": frozenset({GAME}),
    "learning": frozenset({MODULES}),
    "cmi5": frozenset({MODULES}),
    "assessment": frozenset({MODULES}),
    "offline": frozenset({MODULES}),
    "preparing": frozenset({MODULES}),
    "finding": frozenset({MODULES}),
}
_PAGES: Mapping[str, frozenset[str]] = {
    "devices.code": frozenset({GAME}),
    "finding.gamebook": frozenset({GAME}),
    "finding.booklet": frozenset({BOOKLET}),  # a module on paper is what that arm is compared by, also where its words are on a page
    "trial.booklet": frozenset({BOOKLET}),
    "home.prepare": frozenset({MODULES}),
}
OPEN = frozenset({"learning.media", "offline.manifest", "offline.touch_icon", "offline.worker", "offline.who", "offline.deliver"})
"""Pictures, the safety pages without network, and answers that a device gave before: they show nothing of an arm."""


def offers_of(endpoint: str) -> frozenset[str] | None:
    """The offers that open a page, any of them; None for a page that is everybody's."""
    if endpoint in OPEN:
        return None
    return _PAGES.get(endpoint) or _BLUEPRINTS.get(endpoint.partition(".")[0])
