"""The server dies between the marks of a hand-in and the award: one result, and the right one, once it is up again."""

import subprocess
import sys
from pathlib import Path

import pytest
from lms_cast import Person, add_person
from lms_site import close, make_site
from sitting_cast import answer_all, finish_modules, hand_in, items, sitting, sittings, start, told

HERE = Path(__file__).parent
KILLED = 87
PROGRAM = f"""
import os, sys
sys.path[:0] = {[str(HERE), str(HERE.parent)]!r}
from lms_cast import Person
from lms_site import make_site
from sitting_cast import hand_in
from lms.assessment import outcome
outcome.award_passed = lambda *_, **__: os._exit({KILLED})
hand_in(Person(make_site(sys.argv[1]), "pia"), sys.argv[2])
"""


@pytest.mark.slow
def test_killed_between_hand_in_and_award_there_is_one_result(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    person = add_person(site, "pharmacist", "pia")
    finish_modules(site, person)
    address = start(person)
    answer_all(site, person, address)
    close(site)
    process = subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path), address], check=False, cwd=HERE.parents[2])
    assert process.returncode == KILLED, "it died at the award"
    site = make_site(tmp_path)
    try:
        person = Person(site, "pia")
        assert sitting(site, address).is_open, "nothing of the hand-in is kept"
        assert all(row.is_answered and row.is_right is None for row in items(site, address))
        assert told(site, person, "passed", "answered") == []
        for _ in range(2):
            assert hand_in(person, address).headers["Location"] == f"{address}/recu"
        assert [(row.verdict, row.right) for row in sittings(site, person)] == [("passed", 20)]
        assert len(told(site, person, "passed", "failed")) == 1
    finally:
        close(site)
