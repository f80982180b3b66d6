"""What one command makes of a trial's data: outcomes from the store, the frozen table, the release, the report; twice the same bytes."""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pypdf
import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analytics.trial.errors import StepRefused
from lms import statements
from lms.accounts.models import Learner
from lms.demo import simulated_trial
from lms.demo.simulated_trial import OpenTrial
from lms.running.trials import bundle
from lms.trial import instruments, sealing, trials
from lms.trial.instruments import Instruments, Score
from lms.trial.models import END, Trial, TrialHarm, TrialParticipant, TrialPlace, TrialSitting
from lms.trial.table import extract
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from xapi import activities, actor, builders

ARMS = ("Jeu et modules", "Modules seuls", "Livret imprimé", "game", "modules", "booklet")
PEOPLE = 60


def of_acts(made: Instruments) -> Instruments:
    """The example with three columns from what people do, in place of their answers."""
    scores = {score.column: score for score in made.scores}
    scores["knowledge_day_30"] = Score("knowledge_day_30", "day_30", "test", of="patients")
    scores["hours_to_report"] = Score("hours_to_report", "end", "first_hours", of="fever")
    scores["unsafe_answers"] = Score("unsafe_answers", "end", "first_unsafe", of="azur")
    return msgspec.structs.replace(made, scores=list(scores.values()))


@pytest.fixture(scope="module")
def filled(site: Flask) -> Iterator[str]:
    """A trial whose arms all have modules and game, with simulated people, some of whom played and sat the course's test."""
    terms = simulated_trial.example_protocol()
    arms = [msgspec.structs.replace(arm, offers=["modules", "game"]) for arm in terms.arms]
    terms = msgspec.structs.replace(terms, arms=arms)
    with site.app_context():
        box, at = sealing.box_of(site_of(site).settings), now()

        def make(work: Session) -> str:
            opened = simulated_trial.open_example(work, terms, box, "0" * 64, at - timedelta(days=110))
            made = of_acts(opened.made)
            assert list(instruments.check(made, terms)) == []
            opened.trial.instruments_box = sealing.seal(box, msgspec.json.encode(made).decode())
            simulated_trial.fill(work, OpenTrial(opened.trial, terms, made, box, "0" * 64), at - timedelta(days=50), 5, PEOPLE)
            return opened.trial.name

        yield submit(make)


def data(site: Flask, name: str) -> bundle.Data:
    row, box = trials.find(db.session(), name), sealing.box_of(site_of(site).settings)
    gathered = extract.gather(db.session(), row, box, now(), site_of(site).settings.home_page)
    met = extract.elsewhere(db.session(), row, box)
    return bundle.Data(row, trials.protocol_of(row), trials.lock_of(row), gathered, met, bytes.fromhex(sealing.unseal(box, row.seed_box)))


def said(home: str, learner: UUID, verb: str, thing: Any, at: datetime, *, result: Any = None, simulated: bool = True, **ext: Any) -> Any:
    marks = {"role": "patient", "simulated": simulated, "cohort": None, "play": "0f0e2a52-7a11-4d0c-9a52-0000000000ff", **ext}
    week = builders.activity(activities.week("azur", 1), "level")
    context = builders.context(registration=uuid4(), language="fr", platform="pages", grouping=(week,), extensions=marks)
    return builders.statement(
        id=uuid4(), actor=actor.account(home, learner), verb=verb, object=thing, timestamp=at, result=result, context=context
    )


def played(home: str, learner: UUID, at: datetime) -> list[Any]:
    """Fever after 20 hours of the game, reported at 26; one unsafe choice; then the same situation again, safe; and the test at day 30."""
    sign, situation = builders.activity(activities.sign("fever"), "sign"), builders.activity(activities.situation("shivers"), "dialog-tree")
    test = builders.activity(activities.test("patients", "follow-up"), "assessment")
    score = builders.result(completion=True, scaled=0.75)
    again: Any = {"play": "0f0e2a52-7a11-4d0c-9a52-0000000000fe"}
    return [
        said(home, learner, "presented", sign, at, symptom="fever", flag="red", game_hour=20, episode="fever-1"),
        said(home, learner, "reported", sign, at, symptom="fever", flag="red", game_hour=26, episode="fever-1"),
        said(home, learner, "selected", situation, at, result=builders.result(success=False, response="wait"), harm="unsafe"),
        said(home, learner, "selected", situation, at + timedelta(hours=1), result=builders.result(success=True, response="call"), **again),
        said(home, learner, "completed", test, at + timedelta(days=32), result=score, phase="follow-up"),
    ]  # fmt: skip


def taking_part(name: str) -> list[tuple[int, UUID, datetime]]:
    """Of those with a place: row, pseudonym of the store, when they were given it."""
    query = select(TrialParticipant.id, Learner.uuid, TrialPlace.at).join(Learner, Learner.id == TrialParticipant.learner_id)
    query = query.join(TrialPlace, TrialPlace.id == TrialParticipant.place_id).join(Trial, Trial.id == TrialParticipant.trial_id)
    return [(row[0], row[1], row[2]) for row in db.session.execute(query.where(Trial.name == name).order_by(TrialParticipant.id))]


def values_of(site: Flask, name: str, row_id: int) -> dict[str, float]:
    row = db.session.get(TrialParticipant, row_id)
    assert row
    case = extract.gather(db.session(), row.trial, sealing.box_of(site_of(site).settings), now(), site_of(site).settings.home_page)
    mine = trials_name(site, row)
    return dict(next(one.values for one in case.people if one.person == mine))


def trials_name(site: Flask, row: TrialParticipant) -> str:
    box = sealing.box_of(site_of(site).settings)
    seed = bytes.fromhex(sealing.unseal(box, row.trial.seed_box))
    case = extract._Case(row.trial, trials.protocol_of(row.trial), trials.instruments_of(row.trial, box), box, seed, now(), Counter())
    return case.name(row.uuid.hex)


def test_outcomes_are_read_from_what_she_did_in_her_days_and_the_first_play_alone_counts(site: Flask, filled: str) -> None:
    home = site_of(site).settings.home_page
    with site.app_context():
        (row_id, learner, at), (other_id, other, other_at), *_ = taking_part(filled)
        before = values_of(site, filled, row_id)
        assert not {"hours_to_report", "knowledge_day_30"} & set(before), "who did nothing has no such number"
        assert before["unsafe_answers"] == 0.0
        submit(lambda work: statements.put(work, played(home, learner, at + timedelta(days=2)), home_page=home))
        submit(lambda work: statements.put(work, played(home, other, other_at - timedelta(days=2)), home_page=home))
        mine, hers = values_of(site, filled, row_id), values_of(site, filled, other_id)
    assert (mine["hours_to_report"], mine["hours_to_report_happened"], mine["unsafe_answers"], mine["knowledge_day_30"]) == (
        6.0,
        1.0,
        1.0,
        75.0,
    )
    assert "hours_to_report" not in hers, "she played before she was given her place"
    assert (hers["unsafe_answers"], hers["knowledge_day_30"]) == (0.0, 75.0)


def test_odd_missing_and_future_values_are_counted_with_a_line_and_stop_nothing(site: Flask, filled: str) -> None:
    home = site_of(site).settings.home_page
    situation = builders.activity(activities.situation("nausea"), "dialog-tree")
    test = builders.activity(activities.test("patients", "follow-up"), "assessment")
    with site.app_context():
        before = data(site, filled).gathered.left_out
        (row_id, learner, at), *_ = taking_part(filled)[5:]
        safe = builders.result(success=True, response="call")
        odd = [
            said(home, learner, "selected", situation, at + timedelta(days=4000), result=safe),
            said(home, learner, "selected", situation, at + timedelta(days=1), result=safe, simulated=False),
            said(home, learner, "completed", test, at + timedelta(days=31), result=builders.result(completion=True), phase="follow-up"),
            said(home, learner, "selected", situation, at + timedelta(days=20), result=safe),
        ]

        def harm(work: Session) -> None:
            statements.put(work, odd, home_page=home)
            work.add(TrialHarm(participant_id=row_id, harm="cold", at=at))
            [late, changed] = work.scalars(select(TrialSitting).where(TrialSitting.phase == END).order_by(TrialSitting.id).limit(2))
            late.handed_in_at += timedelta(days=90)
            changed.answers = {**changed.answers, "end_1": "gone"}

        submit(harm)
        made = data(site, filled)
    new = Counter(made.gathered.left_out)
    new.subtract(before)
    told = {key: count for key, count in new.items() if count}
    assert told == {
        "wrong_clock": 1,
        "other_people": 1,
        "odd_value": 1,
        "after_days": 1,
        "unknown_harm": 1,
        "outside_days": 1,
        "unknown_answer": 2,
    }
    assert sum(one.is_randomised for one in made.gathered.people) + sum(bool(one.excluded) for one in made.gathered.people) == PEOPLE


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_before_the_close_the_rows_tell_no_arm(site: Flask, filled: str, tmp_path: Path) -> None:
    with site.app_context():
        bundle.write_blind(tmp_path / "blind", data(site, filled))
    files = files_of(tmp_path / "blind")
    assert set(files) == {"people-without-arms.csv", "codebook.csv", "health.csv", "SHA256SUMS"}
    rows = list(csv.DictReader(io.StringIO(files["people-without-arms.csv"].decode())))
    assert len(rows) == PEOPLE
    assert {row["arm"] for row in rows} == {""}
    assert not set(ARMS) & set(re.findall(r"[\w ]+", files["people-without-arms.csv"].decode()))


def test_one_closed_trial_gives_the_same_bytes_twice_and_says_everywhere_that_its_people_are_simulated(
    site: Flask, filled: str, tmp_path: Path
) -> None:
    """The last test of this file: the data are closed."""
    home = site_of(site).settings.home_page
    with site.app_context():
        with pytest.raises(StepRefused, match="not closed"):
            bundle.write_closed(tmp_path / "early", data(site, filled), "fr")
        submit(lambda work: trials.close(work, filled, now()).id)
        _, learner, at = taking_part(filled)[7]
        submit(lambda work: statements.put(work, played(home, learner, at + timedelta(days=2)), home_page=home))
        made = data(site, filled)
        assert made.gathered.left_out["after_close"] == 5, "what arrives later changes nothing"
        for folder in ("one", "two", "two"):
            bundle.write_closed(tmp_path / folder, made, "fr")
        files = files_of(tmp_path / "one")
        assert files == files_of(tmp_path / "two")
        places = taking_part(filled)
        submit(lambda work: work.execute(update(TrialPlace).values(used_at=None)).rowcount)  # type: ignore[attr-defined]
        with pytest.raises(StepRefused, match="another table today"):
            bundle.write_closed(tmp_path / "one", data(site, filled), "fr")
    assert len(places) == sum(row["arm"] != "" for row in csv.DictReader(io.StringIO(files["people.csv"].decode())))
    lines = (line.split("  ") for line in files["SHA256SUMS"].decode().splitlines())
    assert {name: digest for digest, name in lines} == {
        name: hashlib.sha256(raw).hexdigest() for name, raw in files.items() if name != "SHA256SUMS"
    }
    names = [line.partition(",")[0] for name in ("people.csv", "anonymised/people.csv") for line in files[name].decode().splitlines()[1:]]
    assert all(name.startswith("SIM-") for name in names)
    assert all(line.endswith(",simulated") for line in files["flow.csv"].decode().splitlines()[1:])
    assert "nobody took part" in files["codebook.csv"].decode()
    page = re.sub(r"\s+", " ", " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(files["report.fr.pdf"])).pages))
    assert "Personnes simulées" in page
    assert "Actes reçus après la clôture des données 5" in page
    assert "trop peu" in page, "day 30 was sat by two people: the other outcomes are reported all the same"
