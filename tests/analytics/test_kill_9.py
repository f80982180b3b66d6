"""A feed killed at any instant leaves each statement in the lake once or not yet, and the next feed completes it."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from child_environment import python_path
from saying import Saying
from standing import Site

from analytics.storage import feed, lake
from analytics.storage.pseudonym import site_key

SCRIPT = Path(__file__).with_name("killed.py")
ROOT = SCRIPT.parents[2]


def ids_in_lake(folder: Path) -> list[str]:
    return [row for part in lake.parts(folder) for row in pq.read_table(part.path, columns=["id"])["id"].to_pylist()]


def kill_once(site: Site, chance: random.Random, work: str = "feed") -> bool:
    """Starts a feed or a rebuild and kills it after a while; True if it was killed before it had ended."""
    command = [sys.executable, str(SCRIPT), str(site.data / "horslesmurs.sqlite"), str(site.data), work]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": python_path(ROOT)})
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(chance.uniform(0, 0.25))
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.wait()
    process.stdout.close()
    return "done" not in rest


def suffer(site: Site, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    say = Saying()
    kept: list[str] = []
    killed = 0
    for _ in range(kills):
        kept += site.keep([say.registered(who) for who in range(400)])
        killed += kill_once(site, chance)
        found = ids_in_lake(site.data / "lake")
        assert found == kept[: len(found)]
        assert lake.watermark(site.data / "lake") == len(found)
    assert killed >= kills / 3, "the kills came too late to prove anything"
    feed.feed(site.engine, site.data / "lake", site_key(site.data / "keys"))
    assert ids_in_lake(site.data / "lake") == kept
    feed.heal(site.data / "lake")
    assert {path.suffix for path in (site.data / "lake").glob("cohort=*/*")} == {".parquet"}


def test_three_kills_lose_and_double_nothing(site: Site) -> None:
    suffer(site, 3, seed=1)


@pytest.mark.slow
def test_sixty_kills_lose_and_double_nothing(site: Site) -> None:
    suffer(site, 60, seed=2)


@pytest.mark.slow
def test_a_rebuild_killed_at_any_instant_leaves_the_lake_that_counts(site: Site) -> None:
    say, chance, killed = Saying(), random.Random(3), 0
    kept = site.keep([say.registered(who) for who in range(400)])
    key, folder = site_key(site.data / "keys"), site.data / "lake"
    feed.feed(site.engine, folder, key)
    for _ in range(20):
        killed += kill_once(site, chance, "rebuild")
        assert ids_in_lake(folder) == kept
    assert killed >= 7, "the kills came too late to prove anything"
    assert feed.rebuild(site.engine, folder, key).rows == len(kept)
    assert ids_in_lake(folder) == kept
    assert len(list(folder.glob("lake-*"))) == 1
    assert not (folder / lake.BUILDING).exists()
