"""The example protocol and the fixed extracts, read once for all tests of the trial kit."""

from functools import lru_cache
from pathlib import Path

import msgspec

from analytics.trial import participants, protocol
from analytics.trial.participants import Participant
from analytics.trial.protocol import Protocol

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "analytics" / "trial" / "examples" / "does-the-game-add.toml"
ORACLE = Path(__file__).parent / "oracle"


@lru_cache(maxsize=1)
def example() -> Protocol:
    return protocol.read(EXAMPLE)


def of_clusters() -> Protocol:
    return msgspec.structs.replace(example(), unit="cluster")


def people() -> list[Participant]:
    return participants.read(ORACLE / "people.csv", example())


def clusters() -> list[Participant]:
    return participants.read(ORACLE / "clusters.csv", of_clusters())
