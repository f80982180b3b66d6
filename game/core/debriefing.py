"""Builds the look back at a week from its story."""

from typing import TYPE_CHECKING

from game.core.debrief import Debrief
from game.core.run import Run

if TYPE_CHECKING:
    from game.core.week import Week


def build(run: Run, kind: "type[Week]") -> Debrief:
    raise NotImplementedError
