"""The link with a site as the window knows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from game.device.sync import Carrier


@dataclass
class Link:
    """The link with a site, as the screen shows it; the work is done by game.play."""

    site: str = ""
    pair: Callable[[str, str], None] | None = None
    unpair: Callable[[bool], None] | None = None
    deliver: Callable[[], bool] | None = None
    carrier: Carrier | None = None
