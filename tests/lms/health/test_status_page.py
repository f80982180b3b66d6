"""The page for people that says whether the site works: in each state, for guests and for somebody who is signed in."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from lms_cast import Person, add_person
from lms_site import close, make_site

from lms.health import notes
from lms.health.effects import _BY_CODE, CLOSED, LATE, NOT_NOTICED, WORKS, effects_of, state_of
from lms.health.monitor import Health
from lms.health.reasons import CODES, Reason
from lms.health.spells import NAME, UNSEEN, Spells
from lms.web.current_site import site_of
from lms.web.database.extensions import db

PATHS = {"fr": "/fr/etat-du-site", "en": "/en/status"}
ALWAYS = {
    "fr": ("/fr/vrai-probleme", "/fr/quand-j-appelle", "/fr/fievre", "/fr/signes", "/fr/signes/diarrhee"),
    "en": ("/en/real-problem", "/en/when-i-call", "/en/fever", "/en/symptoms", "/en/symptoms/diarrhoea"),
}
HELP = {"fr": "/fr/vrai-probleme", "en": "/en/real-problem"}
ANSWERS = {
    WORKS: {"fr": "Oui, le site fonctionne.", "en": "Yes, the site works."},
    LATE: {"fr": "pas entièrement.", "en": "but not all of it."},
    CLOSED: {"fr": "Pas entièrement\u00a0:", "en": "Not entirely: nothing new can be kept"},
}


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Flask]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lrs.storage.database.WAIT_MS", 100)
        app = make_site(tmp_path / "data", instance="real")
        yield app
        close(app)


def look(app: Flask, person: Person | None = None, lang: str = "en") -> str:
    site_of(app).health._last = None
    client = person.client if person else app.test_client()
    page = client.get(PATHS[lang])
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert 'href="tel:15"' in page.text
    assert f'href="{HELP[lang]}"' in page.text
    return page.text


@contextmanager
def locked(app: Flask) -> Iterator[None]:
    other = sqlite3.connect(site_of(app).settings.data / "horslesmurs.sqlite", isolation_level=None)
    other.execute("begin immediate")
    try:
        yield
    finally:
        other.close()


def test_each_code_is_noticed_or_said_to_be_no_affair_of_people() -> None:
    """A new code must say what it means for a person."""
    assert sorted(NOT_NOTICED | _BY_CODE.keys()) == sorted(CODES)
    assert not NOT_NOTICED & _BY_CODE.keys()


@given(st.lists(st.sampled_from(CODES), unique=True))
def test_the_worst_effect_decides_and_order_of_reasons_does_not(codes: list[str]) -> None:
    effects = effects_of(Reason(code, "") for code in codes)
    assert effects == effects_of(Reason(code, "") for code in reversed(codes))
    assert (state_of(effects) == WORKS) == (set(codes) <= NOT_NOTICED)
    assert (state_of(effects) == CLOSED) == ("keeping" in effects)


def test_what_people_are_not_told_leaves_no_trace_on_the_page(apart: Flask) -> None:
    """A copy that is missing and a disk that fills are the operator's affair."""
    data = site_of(apart).settings.data
    notes.write(data, "backup", {"made": 0.0, "failure": "OSError"})
    text = look(apart)
    assert ANSWERS[WORKS]["en"] in text
    for word in ("backup", "copy_", "OSError", str(data), "database_", "worker"):
        assert word not in text.partition("<main")[2].partition("</main>")[0], word


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_state_is_said_and_goes_when_it_is_healed(apart: Flask, lang: str) -> None:
    person = add_person(apart, "patient", "jeanne")
    for who in (None, person):
        assert ANSWERS[WORKS][lang] in look(apart, who, lang)
        with locked(apart):
            text = look(apart, who, lang)
            assert ANSWERS[CLOSED][lang] in text
            assert 'class="callout care" id="state"' in text
        assert ANSWERS[WORKS][lang] in look(apart, who, lang)
    data = site_of(apart).settings.data
    dead = {**notes.identity(), "failures": 3, "error": "OSError"}
    notes.write(data, "turn", dead)
    notes.write(data, "worker", notes.identity())
    os.utime(notes.path_of(data, "worker"), (1, 1))
    assert ANSWERS[LATE][lang] in look(apart, None, lang)


def test_a_database_that_is_gone_leaves_the_page_and_the_real_help_open_to_somebody_who_is_signed_in(apart: Flask) -> None:
    person = add_person(apart, "patient", "jeanne")
    data = site_of(apart).settings.data
    data.rename(data.with_name("gone"))
    with apart.app_context():
        db.engine.dispose()
    try:
        for lang in ("fr", "en"):
            assert ANSWERS[CLOSED][lang] in look(apart, person, lang)
            for path in ALWAYS[lang]:
                page = person.get(path)
                assert page.status_code == 200, path
        account = person.get("/fr/compte")
        assert account.status_code == 503
        assert PATHS["fr"] in account.text
    finally:
        shutil.rmtree(data, ignore_errors=True)  # a note of the health has made it again
        data.with_name("gone").rename(data)
        with apart.app_context():
            db.engine.dispose()
    assert person.get("/fr/compte").status_code == 200


def test_a_state_keeps_its_beginning_over_a_restart_and_begins_anew_after_a_time_unseen(tmp_path: Path) -> None:
    begin = datetime.now(UTC).replace(microsecond=0)
    moment = [begin]
    first = Spells(tmp_path, lambda: moment[0])
    assert first.note(WORKS).since == begin
    moment[0] = begin + timedelta(seconds=30)
    assert first.note(WORKS).since == begin
    restarted = Spells(tmp_path, lambda: moment[0])
    assert restarted.note(WORKS).since == begin
    assert Spells(tmp_path, lambda: moment[0]).note(CLOSED).since == moment[0]
    late = (begin - UNSEEN - timedelta(minutes=1)).timestamp()
    os.utime(notes.path_of(tmp_path, NAME), (late, late))
    moment[0] = begin + timedelta(minutes=1)
    assert Spells(tmp_path, lambda: moment[0]).note(CLOSED).since == moment[0]


def test_a_clock_put_back_and_a_folder_without_room_give_a_beginning_all_the_same(tmp_path: Path) -> None:
    begin = datetime.now(UTC)
    moment = [begin]
    spells = Spells(tmp_path, lambda: moment[0])
    spells.note(WORKS)
    moment[0] = begin - timedelta(hours=26)
    assert spells.note(WORKS).since == moment[0]
    blocked = tmp_path / "file"
    blocked.write_text("")
    elsewhere = Spells(blocked, lambda: moment[0])
    assert elsewhere.note(CLOSED).since == moment[0]
    moment[0] += timedelta(minutes=5)
    assert elsewhere.note(CLOSED).since == moment[0] - timedelta(minutes=5)


def test_the_address_without_a_language_leads_to_the_page(apart: Flask) -> None:
    answer = apart.test_client().get("/status", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (302, PATHS["en"])


def test_somebody_who_has_not_agreed_and_staff_without_a_second_step_open_it(apart: Flask) -> None:
    new = add_person(apart, "patient", "neuve", has_consented=False)
    assert ANSWERS[WORKS]["en"] in look(apart, new)
    staff = add_person(apart, "educator", "sans")
    with staff.client.session_transaction() as session:
        session.pop("second_factor_passed", None)
    assert ANSWERS[WORKS]["en"] in look(apart, staff)


def test_health_carries_the_state_for_people(apart: Flask) -> None:
    seen: Health = site_of(apart).health.health()
    assert (seen.spell.state, seen.effects) == (WORKS, ())
