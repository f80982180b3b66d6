"""What waits in a device is never sent once its learner took back that anything is kept, even when she agrees again."""

import time
from pathlib import Path

from devices import code_for, link
from flask import Flask
from flask.testing import FlaskClient
from lms_cast import TOKEN

from game.device import linking, machine_link, pairing
from game.device.outbox import Outbox


def press(browser: FlaskClient, path: str, **data: str) -> int:
    found = TOKEN.search(browser.get("/fr/accessibilite").text)
    assert found
    return browser.post(path, data={"csrf_token": found[1], **data}).status_code


def waiting(folder: Path) -> int:
    outbox = Outbox(folder / "outbox", clock=time.monotonic, chance=lambda: 0.5)
    try:
        return outbox.waiting
    finally:
        outbox.close()


def played_offline(folder: Path) -> None:
    outbox = Outbox(folder / "outbox", clock=time.monotonic, chance=lambda: 0.5)
    outbox.append([{"id": "one"}, {"id": "two"}])
    outbox.close()


def test_it_is_dropped_at_the_next_pairing(site: Flask, address: str, browser: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "outbox").mkdir()
    link(tmp_path, address, code_for(browser))
    played_offline(tmp_path)
    assert press(browser, "/fr/compte/accords/retirer/learning") == 303
    assert press(browser, "/fr/accord", consent="yes") == 303
    assert waiting(tmp_path) == 2
    machine_link.pair_device(tmp_path, address, code_for(browser))
    assert waiting(tmp_path) == 0


def test_it_stays_when_she_only_links_again(site: Flask, address: str, browser: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "outbox").mkdir()
    link(tmp_path, address, code_for(browser))
    played_offline(tmp_path)
    machine_link.pair_device(tmp_path, address, code_for(browser))
    assert waiting(tmp_path) == 2


def test_a_device_that_an_earlier_version_linked_drops_nothing() -> None:
    actor = {"account": {"homePage": "https://x.example/", "name": "7"}}
    before = pairing.Pairing("https://x.example", "https://x.example/xapi", "a:b", actor, "r", "patient", None, "fr")
    after = pairing.Pairing(**{**vars(before), "agreement": "2026-11-29"})
    assert not linking.was_taken_back(before, after)
    assert not linking.was_taken_back(None, after)
    assert linking.was_taken_back(after, pairing.Pairing(**{**vars(after), "agreement": "2026-11-30"}))
