"""The test at a distance: 30 days after the closing test, once, with the third form, and it decides nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from lms_cast import MakePerson, Person
from sitting_cast import PHARMACISTS, answer_all, finish_modules, hand_in, sitting, sittings, start

from lms.cohorts import trial_rule


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
        assert "à partir du 31\u00a0mars\u00a02027" in pharmacist.get(f"{PHARMACISTS}/test").text
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


def test_in_a_trial_no_comparing_test_shows_its_result_before_d30_is_over(
    site: Flask, make_person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given her arm on 1 March 2027 in Paris: the test at a distance is on 31 March, the result may be read from 1 April on."""
    person, free = make_person("pharmacist"), make_person("pharmacist")
    finish_modules(site, person)
    finish_modules(site, free)
    uuid = person.pseudonym
    monkeypatch.setattr(trial_rule, "entered_on", lambda _reader, learner: date(2027, 3, 1) if learner == uuid else None)
    with time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=UTC), tick=False) as clock:
        sat = []
        for one in (person, free):
            one.enter()
            sat.append(start(one, phase="post"))
            answer_all(site, one, sat[-1])
            hand_in(one, sat[-1])
        for at in (datetime(2027, 3, 1, 10, tzinfo=UTC), datetime(2027, 3, 31, 21, 59, tzinfo=UTC)):
            clock.move_to(at)
            person.enter()
            text = person.get(f"{sat[0]}/resultat").text
            assert "1er\u00a0avril\u00a02027" in text
            assert "sont justes" not in text
        clock.move_to(datetime(2027, 3, 31, 22, 0, tzinfo=UTC))
        person.enter()
        assert "sont justes" in person.get(f"{sat[0]}/resultat").text
        free.enter()
        assert "sont justes" in free.get(f"{sat[1]}/resultat").text
