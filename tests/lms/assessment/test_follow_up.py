"""The test at a distance: 30 days after the closing test, once, with the third form, and it decides nothing."""

from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask
from lms_cast import Person
from sitting_cast import PHARMACISTS, answer_all, hand_in, sitting, sittings, start


def test_it_opens_on_the_thirtieth_day_once_and_decides_nothing(site: Flask, pharmacist: Person) -> None:
    """Handed in on Monday 1 March 2027 at 23:30 in Paris: 30 days later is Wednesday 31 March, in summer time, from midnight on."""
    with time_machine.travel(datetime(2027, 3, 1, 22, 30, tzinfo=UTC), tick=False) as clock:
        page = pharmacist.get(f"{PHARMACISTS}/test").text
        assert "à partir du" not in page
        assert pharmacist.post(f"{PHARMACISTS}/test", phase="follow-up").headers["Location"] == f"{PHARMACISTS}/test", "no closing test yet"
        closing = start(pharmacist, phase="post")
        assert pharmacist.post(f"{PHARMACISTS}/test", phase="follow-up").headers["Location"] == f"{PHARMACISTS}/test", "not handed in yet"
        answer_all(site, pharmacist, closing)
        hand_in(pharmacist, closing)
        assert "à partir du 31 mars 2027" in pharmacist.get(f"{PHARMACISTS}/test").text
        clock.move_to(datetime(2027, 3, 30, 21, 59, tzinfo=UTC))
        assert pharmacist.post(f"{PHARMACISTS}/test", phase="follow-up").headers["Location"] == f"{PHARMACISTS}/test"
        clock.move_to(datetime(2027, 3, 30, 22, 0, tzinfo=UTC))
        distant = start(pharmacist, phase="follow-up")
        answer_all(site, pharmacist, distant)
        hand_in(pharmacist, distant)
        row = sitting(site, distant)
        assert (row.phase, row.verdict, row.right) == ("follow-up", None, row.total)
        assert row.form != sitting(site, closing).form
        assert "Réussi" not in pharmacist.get(f"{distant}/resultat").text
        clock.shift(timedelta(days=60))
        assert pharmacist.post(f"{PHARMACISTS}/test", phase="follow-up").headers["Location"] == f"{PHARMACISTS}/test", "once"
        assert [one.phase for one in sittings(site, pharmacist)] == ["post", "follow-up"]
        assert '<a class="card"' not in pharmacist.get("/fr/mes-attestations").text
