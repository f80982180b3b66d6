"""One play, whatever it is played on: two windows and the pages of one learner, a site that is really served, a real disk for each."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from devices import Device, Pages, code_for, link
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from stored_plays import count_events, documents_of, index_row, save_of, statements_at_one_sitting, statements_of

from game.core.state.commands import Act
from game.device import pairing
from game.screens.widgets import Text
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.weeks import play_documents
from lrs.storage.tables import access_keys
from lrs.writing import documents
from lrs.writing.row_extraction import agent_term
from tests.game.ui.walks import begin, play_on

NOWHERE = "http://127.0.0.1:9/xapi"

MakeClient = Callable[[], FlaskClient]


def words(device: Device) -> str:
    """What the page of a window says."""
    screen = device.app.screen()
    texts = [block.text for block in screen.blocks if isinstance(block, Text)]
    return "\n".join([*texts, *(f"{item.label} {item.note}" for item in screen.items())])


def test_a_second_window_finds_the_week_and_goes_on_from_it(site: Flask, make_device: Callable[..., Device]) -> None:
    salon, bedroom = make_device(), make_device()
    salon.begin()
    salon.step(6)
    salon.carry()
    assert bedroom.app.controller.plays() == []
    bedroom.carry()
    assert bedroom.save == salon.save
    bedroom.resume()
    assert bedroom.app.controller.view() == salon.app.controller.view()
    bedroom.step(5)
    bedroom.carry()
    salon.app.home()
    salon.carry()
    assert salon.save == bedroom.save
    platforms = count_events(statements_of(site, salon.save["play"]))
    assert max(platforms.values()) == 1


def test_a_week_played_through_all_doors_tells_each_event_once(
    site: Flask, browser: FlaskClient, make_device: Callable[..., Device]
) -> None:
    """Window, pages, other window, pages…: the statements are those of the same week played at one sitting, no more and no fewer."""
    pages, windows = Pages(browser), [make_device(), make_device()]
    windows[0].begin()
    windows[0].step(3)
    windows[0].carry()
    play = windows[0].save["play"]
    windows[0].app.home()
    week = f"/fr/jouer/{play}"
    for number in range(60):
        for _ in range(3):
            if browser.get(f"{week}/bilan").status_code != 200:
                assert pages.step(week) == 303
        window = windows[number % 2]
        window.carry()
        window.resume()
        if window.app.screen().name == "debrief":
            break
        window.step(2)
        window.carry()
        window.app.home()
    found = statements_of(site, play)
    assert {one["context"]["platform"] for one in found} == {"window", "pages"}
    assert len({one["context"]["registration"] for one in found}) == 1
    saved = save_of(site, play)
    assert saved["is_over"]
    assert count_events(found) == count_events(statements_at_one_sitting(site, saved, found[0]["context"]["registration"]))


def test_a_week_begun_in_the_pages_goes_on_in_a_window_and_back(
    site: Flask, browser: FlaskClient, make_device: Callable[..., Device]
) -> None:
    pages, window = Pages(browser), make_device()
    week = pages.begin()
    for _ in range(3):
        assert pages.step(week) == 303
    window.carry()
    assert window.save == save_of(site, week.rpartition("/")[2])
    window.resume()
    window.step(4)
    window.carry()
    assert pages.turn(week) == window.app.controller.view().turn
    assert pages.step(week) == 303
    assert window.save["play"] in browser.get("/fr/jouer").text


def test_a_week_of_another_campaign_keeps_the_registration_it_was_begun_with(
    site: Flask, browser: FlaskClient, make_device: Callable[..., Device]
) -> None:
    """A device is linked in one campaign; a week of another one, begun in the pages, keeps that one's registration."""
    pages, window = Pages(browser), make_device()
    linked = pairing.load(window.folder)
    assert linked is not None
    week = pages.begin(campaign="caregiver", week="1")
    window.carry()
    window.resume()
    window.step(6)
    window.carry()
    found = statements_of(site, window.save["play"])
    assert {one["context"]["platform"] for one in found} == {"window", "pages"}
    assert len({one["context"]["registration"] for one in found} - {linked.registration}) == 1
    assert len({one["context"]["registration"] for one in found}) == 1
    assert pages.turn(week) == window.app.controller.view().turn


def test_a_form_of_the_pages_that_a_window_overtook_changes_nothing(
    site: Flask, browser: FlaskClient, make_device: Callable[..., Device]
) -> None:
    pages, window = Pages(browser), make_device()
    week = pages.begin()
    window.carry()
    turn = pages.turn(week)
    window.resume()
    window.step(2)
    window.carry()
    before = statements_of(site, window.save["play"])
    assert pages.step(week, turn) == 303
    assert save_of(site, window.save["play"]) == window.save
    assert statements_of(site, window.save["play"]) == before


def test_a_window_that_writes_between_reading_and_turning_wins_and_the_page_says_where_the_week_stands(
    site: Flask, browser: FlaskClient, make_device: Callable[..., Device], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document moves after the page's row was read and before its turn is written: the turn is not taken, and nothing is told."""
    pages, window = Pages(browser), make_device()
    week = pages.begin()
    window.carry()
    window.resume()
    window.step(2)
    play, real = window.save["play"], play_documents.write

    def late(*args: Any, **more: Any) -> None:
        connection, where = args[:2]
        documents.put(connection, where, documents.NewDocument(play, b"{}", "application/json", now()), documents.Conditions())
        real(*args, **more)

    before = statements_of(site, play)
    with monkeypatch.context() as patch:
        patch.setattr("lms.weeks.play_documents.write", late)
        assert pages.step(week) == 303
    assert statements_of(site, play) == before
    assert index_row(site, play).turn == 1
    window.carry()
    assert pages.turn(week) == window.app.controller.view().turn


@pytest.mark.parametrize("keeps_mine", [True, False])
def test_both_moved_on_and_the_stale_one_is_told_and_chooses(site: Flask, make_device: Callable[..., Device], keeps_mine: bool) -> None:
    salon, bedroom = make_device(), make_device()
    salon.begin()
    salon.step(3)
    salon.carry()
    bedroom.carry()
    bedroom.resume()
    salon.app.press("pause")
    salon.app.press("resume")
    salon.app.controller.do(Act("measure_temp"))
    salon.app.scene.show_day()
    salon.step(2)
    bedroom.step(4)
    first, second = salon.save, bedroom.save
    assert first != second
    bedroom.carry()
    salon.carry()
    assert salon.app.screen().name == "meeting"
    assert salon.app.say("window.meet_lead", name="Hélène") in words(salon)
    assert f"Jour {bedroom.app.controller.view().day}" in words(salon)
    assert salon.save == first
    salon.app.press("validate")
    assert salon.app.screen().name == "meeting"
    salon.app.press("here" if keeps_mine else "there")
    salon.app.press("validate")
    assert salon.app.scene.name == "turn"
    kept = {**first, "turn": 1 + max(first["turn"], second["turn"])} if keeps_mine else second
    assert salon.save == kept
    salon.carry()
    bedroom.app.home()
    bedroom.carry()
    assert bedroom.save == kept


def test_deciding_later_leaves_both_as_they_are(make_device: Callable[..., Device]) -> None:
    salon, bedroom = make_device(), make_device()
    salon.begin()
    salon.carry()
    bedroom.carry()
    bedroom.resume()
    bedroom.step(3)
    salon.app.controller.do(Act("measure_temp"))
    first, second = salon.save, bedroom.save
    bedroom.carry()
    salon.carry()
    salon.app.press("back")
    assert salon.app.screen().name == "title"
    salon.carry()
    bedroom.carry()
    assert (salon.save, bedroom.save) == (first, second)
    salon.app.press("kept:0")
    assert salon.app.screen().name == "meeting"


def test_a_week_that_only_went_on_elsewhere_is_offered_from_there(make_device: Callable[..., Device]) -> None:
    salon, bedroom = make_device(), make_device()
    salon.begin()
    salon.carry()
    bedroom.carry()
    bedroom.resume()
    bedroom.step(3)
    bedroom.carry()
    salon.carry()
    assert salon.app.say("window.meet_behind", name="Hélène") in words(salon)
    salon.app.press("there")
    salon.app.press("validate")
    assert salon.save == bedroom.save


def test_offline_nothing_waits_for_the_site_and_all_arrives_later(site: Flask, make_device: Callable[..., Device]) -> None:
    salon = make_device()
    kept = pairing.load(salon.folder)
    assert kept is not None
    pairing.save(salon.folder, pairing.Pairing(**{**vars(kept), "endpoint": NOWHERE}))
    salon.kill()
    salon.begin()
    salon.step(5)
    salon.carry()
    assert salon.app.controller.outbox.waiting > 0
    before = salon.save
    pairing.save(salon.folder, kept)
    salon.kill()
    assert salon.save == before
    salon.carry()
    assert salon.app.status() == salon.app.say("window.delivered")
    other = make_device()
    other.carry()
    assert other.save == before


def test_a_save_never_runs_ahead_of_its_statements(site: Flask, make_device: Callable[..., Device]) -> None:
    salon, bedroom = make_device(), make_device()
    salon.begin()
    assert salon.app.controller.outbox.waiting
    salon.now += 4000
    salon.sync_client.exchange()
    bedroom.carry()
    assert bedroom.app.controller.plays() == []


def test_a_lost_answer_or_a_lost_note_is_no_other_week(make_device: Callable[..., Device], monkeypatch: pytest.MonkeyPatch) -> None:
    from game.device.state_documents import StateDocuments
    from game.errors import SiteUnreachable

    salon = make_device()
    salon.begin()
    salon.carry()
    real = StateDocuments.put

    def lost(*args: Any) -> bool:
        real(*args)
        raise SiteUnreachable("timeout")

    salon.step(2)
    with monkeypatch.context() as patch:
        patch.setattr(StateDocuments, "put", lost)
        salon.carry()
    salon.step(2)
    (salon.folder / "carried.json").write_text("{")
    salon.kill()
    salon.carry()
    assert salon.sync_client.meetings == {}
    other = make_device()
    other.carry()
    assert other.save == salon.save


def test_unlinking_takes_the_link_s_note_and_leaves_the_site_s_weeks(make_device: Callable[..., Device]) -> None:
    salon = make_device()
    salon.begin()
    salon.carry()
    assert (salon.folder / "carried.json").exists()
    assert salon.app.link.unpair is not None
    salon.app.home()
    salon.app.link.unpair(True)
    left = "".join(path.read_text(errors="replace") for path in salon.folder.rglob("*") if path.is_file())
    assert "learner" not in left
    assert salon.app.controller.plays() == []
    other = make_device()
    other.carry()
    assert len(other.app.controller.plays()) == 1


def test_the_next_person_at_the_device_neither_sees_nor_sends_the_week_of_the_first(
    site: Flask, address: str, make_learner: MakeClient, make_device: Callable[..., Device]
) -> None:
    salon = make_device()
    salon.begin()
    salon.step(2)
    salon.carry()
    play = salon.save["play"]
    assert salon.app.link.unpair is not None
    salon.app.link.unpair(False)
    assert len(salon.app.controller.plays()) == 1
    daughter = make_learner()
    salon.close()
    link(salon.folder, address, code_for(daughter))
    salon.open()
    assert salon.app.controller.plays() == []
    salon.carry()
    assert play not in daughter.get("/fr/jouer").text


def test_a_guest_keeps_her_weeks_to_herself_in_window_and_pages(site: Flask, tmp_path: Path) -> None:
    guest = Device(tmp_path / "guest", site)
    begin(guest.app)
    play_on(guest.app)
    assert guest.app.link.sync_client is None
    guest.close()
    pages = Pages(site.test_client())
    week = pages.begin()
    assert pages.step(week) == 303
    (document,) = documents_of(site, week.rpartition("/")[2])
    with site.app_context(), db.engine.connect() as connection:
        keys = connection.execute(select(access_keys.c.actor).where(access_keys.c.actor.is_not(None))).scalars()
        assert document.agent not in {agent_term(json.loads(actor)) for actor in keys}
    assert Pages(site.test_client()).client.get(week).status_code == 404


def test_a_name_that_is_somebody_else_s_play_touches_nothing_of_hers(
    site: Flask, browser: FlaskClient, make_learner: MakeClient, make_device: Callable[..., Device]
) -> None:
    """A device writes under its own learner whatever name it likes: it neither takes nor shows another learner's play."""
    hers = Pages(browser).begin().rpartition("/")[2]
    stranger = make_learner()
    thief = make_device(stranger)
    states = thief.sync_client._states
    assert states.put(hers, json.dumps({"version": 1, "registration": "x", "cohort": None, "save": save_of(site, hers)}).encode(), "")
    before = index_row(site, hers)
    assert stranger.get(f"/fr/jouer/{hers}").status_code == 404
    assert hers not in stranger.get("/fr/jouer").text
    after = index_row(site, hers)
    assert (after.registration_id, after.touched_at) == (before.registration_id, before.touched_at)


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"version": 1}', b'{"version": 9, "save": {}, "registration": "", "cohort": null}'])
def test_a_document_that_is_no_play_is_left_alone_everywhere(browser: FlaskClient, make_device: Callable[..., Device], data: bytes) -> None:
    salon = make_device()
    name, states = str(uuid4()), salon.sync_client._states
    if data == b"{":
        from game.errors import StatementsRefused

        with pytest.raises(StatementsRefused):
            states.put(name, data, "")
        return
    assert states.put(name, data, "")
    salon.carry()
    assert salon.app.controller.plays() == []
    assert browser.get("/fr/jouer").status_code == 200
    assert browser.get(f"/fr/jouer/{name}").status_code == 404
    found = states.get(name)
    assert found is not None
    assert found.data == data


def test_damaged_saves_under_a_play_s_own_name_never_break_a_page(browser: FlaskClient, make_device: Callable[..., Device]) -> None:
    salon = make_device()
    salon.begin()
    salon.carry()
    save, states = salon.save, salon.sync_client._states
    changes: list[dict[str, Any]] = [{"campaign": "nowhere"}, {"week": 99}, {"gauges": 5}, {"notices": [[1]]}, {"skills": {"K01": 3}}]
    for number, change in enumerate([*changes, {"regimen": 7}, {"character": {"name": "<script>"}}]):
        name = str(uuid4())
        text = {"version": 1, "registration": "x", "cohort": None, "save": {**save, "play": name, **change}}
        assert states.put(name, json.dumps(text).encode(), "")
        assert browser.get(f"/fr/jouer/{name}").status_code in (200, 404, 409), number
    assert browser.get("/fr/jouer").status_code == 200


def test_the_document_holds_the_game_s_state_and_no_word_of_the_learner(make_device: Callable[..., Device]) -> None:
    from game.core.state.week_state import NAMES

    salon = make_device()
    salon.app.prefer(day="01 99 00 12 34", night="01 99 00 56 78")
    salon.begin()
    salon.step(8)
    salon.carry()
    response = salon.sync_client._states.get(salon.save["play"])
    assert response is not None
    text = json.loads(response.data)
    assert set(text) == {"version", "registration", "cohort", "save"}
    assert set(text["save"]) <= {"version", *NAMES}
    assert not re.search(rb"01 99|nadia-", response.data)


def test_the_next_week_in_a_window_leaves_the_finished_one_to_look_back_on(
    site: Flask, browser: FlaskClient, make_device: Callable[..., Device]
) -> None:
    salon = make_device()
    salon.begin(week=1)
    play_on(salon.app)
    salon.carry()
    play = salon.save["play"]
    salon.app.home()
    salon.begin(week=2)
    assert salon.save["play"] == play
    salon.carry()
    page = browser.get("/fr/jouer").text
    assert index_row(site, play).week == 2
    names = set(re.findall(r"/fr/jouer/([0-9a-f-]{36})", page))
    assert len(names) == 2
    (finished,) = names - {play}
    assert browser.get(f"/fr/jouer/{finished}/bilan").status_code == 200
    bedroom = make_device()
    bedroom.carry()
    assert [(one.play, one.note.week, one.note.is_over) for one in bedroom.app.controller.plays() if one.note.is_over] == [
        (finished, 1, True)
    ]
