"""Any seed and day is the same in every process: no rule leans on the order of a set, which each process hashes in its own way."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PLAYED = """
import hashlib, json, sys
from datetime import date
from pathlib import Path
from courses.game import book_reader
from courses.rules import rule_files
from game.core.review.debrief_builder import look_back
from game.core import policies
from game.core.week import Week
content = Path(sys.argv[1])
rule = rule_files.load(content).preset()
book = book_reader.load(content, rule, now=date(2026, 11, 23)).book
mark = hashlib.sha256()
for campaign in ("azur", "ambre", "caregiver"):
    for name in ("ideal", "anxious", "random"):
        for seed in range(3):
            week = Week.start(book, rule, campaign=campaign, week=2, seed=seed, play="p", difficulty=1 + seed % 3)
            mark.update(repr(policies.play(week, policies.POLICIES[name])).encode())
            mark.update(json.dumps(week.save(), sort_keys=True).encode() + repr(look_back(week)).encode())
print(mark.hexdigest())
"""


def test_two_processes_play_the_same_weeks_to_the_letter() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", PLAYED, str(ROOT / "content")],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(found) == 1
