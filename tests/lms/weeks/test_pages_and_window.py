"""Two tabs, a window and a site that fails half-way, all clocks of the site standing still: no decision is lost, no event is told twice."""

import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

import pytest
from devices import Device, Pages, code_for, link
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from stored_plays import count_events, documents_of, index_row, save_of, statements_at_one_sitting, statements_of

from game.core.state.commands import Act
from game.device import play_saves
from lrs.writing import documents

STILL = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
FAILURES = {
    "document": "lrs.writing.documents._write",
    "row": "lms.weeks.play_index.set_row",
    "statements": "lms.statements.statement_writer.put",
}
"""What of a turn's transaction cannot be done, as when the process dies there: nothing of the turn may stay."""


class PagesAndWindow(RuleBasedStateMachine):
    """One learner. history: every save that was ever in the play's document; given_up: saves she chose against when she was asked."""

    site: ClassVar[Flask]
    address: ClassVar[str]
    make_learner: ClassVar[Callable[[], FlaskClient]]

    @initialize()
    def begin(self) -> None:
        self.patches = ExitStack()
        real = documents.NewDocument
        self.patches.enter_context(patch("lms.weeks.routes.now", lambda: STILL))
        self.patches.enter_context(patch("lrs.web.documents.NewDocument", lambda name, content, kind, at: real(name, content, kind, STILL)))
        self.browser = type(self).make_learner()
        self.pages = Pages(self.browser)
        self.folder = Path(tempfile.mkdtemp(prefix="window-"))
        link(self.folder, self.address, code_for(self.browser))
        self.window = Device(self.folder, self.site)
        self.week = self.pages.begin()
        self.play = self.week.rpartition("/")[2]
        self.forms: list[dict[str, str]] = [self.form(), self.form()]
        self.history = [self.save()]
        self.given_up: list[Any] = []
        self.is_forked = False

    def save(self) -> dict[str, Any]:
        return save_of(self.site, self.play)

    def form(self) -> dict[str, str]:
        """The page of a tab, as the first thing a reader could do on it."""
        page = self.browser.get(self.week, follow_redirects=True).text
        turns = re.findall(r'name="turn" value="(\d+)"', page)
        option = re.findall(r'name="option" value="([^"]+)"', page)
        if option:
            return {"turn": turns[0], "do": "decide", "option": option[0]}
        return {"turn": turns[0] if turns else "0", "do": "hang_up" if 'value="hang_up"' in page else "next"}

    def has_play_in_window(self) -> bool:
        return self.window.in_hand == self.play and self.play not in self.window.sync_client.meetings

    @rule(tab=st.integers(0, 1))
    def open_tab(self, tab: int) -> None:
        self.forms[tab] = self.form()

    @rule(tab=st.integers(0, 1), is_act=st.booleans(), is_double=st.booleans())
    def send(self, tab: int, is_act: bool, is_double: bool) -> None:
        """A form as it stands in the tab, however old; a double click sends it twice."""
        form = self.forms[tab]
        if is_act and form["do"] == "next":
            form = {**form, "do": "act", "action": "measure_temp"}
        before = self.save()
        for _ in range(1 + is_double):
            assert self.browser.post(f"{self.week}/faire", data=form).status_code in (303, 400)
        after = self.save()
        assert after["turn"] - before["turn"] in (0, 1)
        if form["turn"] != str(before["turn"]):
            assert after == before
        row = index_row(self.site, self.play)
        if after != before:
            assert (row.turn, row.etag) == (after["turn"], documents_of(self.site, self.play)[0].etag)

    @rule(tab=st.integers(0, 1), stage=st.sampled_from(sorted(FAILURES)))
    def fail_half_way(self, tab: int, stage: str) -> None:
        before = documents_of(self.site, self.play), statements_of(self.site, self.play)
        row = index_row(self.site, self.play)
        with patch(FAILURES[stage], side_effect=OSError("gone")) as broken:
            self.browser.post(f"{self.week}/faire", data=self.forms[tab])
        if broken.called:
            assert (documents_of(self.site, self.play), statements_of(self.site, self.play)) == before
            assert index_row(self.site, self.play).etag == row.etag

    @rule()
    def fetch(self) -> None:
        self.window.carry()

    @rule()
    def take_up_in_window(self) -> None:
        plays = self.window.app.controller.plays()
        if plays and plays[0].play not in self.window.sync_client.meetings:
            self.window.resume()

    @precondition(lambda self: self.has_play_in_window())
    @rule(steps=st.integers(1, 2), is_act=st.booleans())
    def play_in_window(self, steps: int, is_act: bool) -> None:
        if self.window.app.controller.view().is_over:
            return
        if is_act and self.window.app.controller.peek(Act("measure_temp")) is not None:
            self.window.app.controller.do(Act("measure_temp"))
        else:
            self.window.step(steps)

    @rule()
    def kill_window(self) -> None:
        self.window.kill()

    @rule()
    def list_plays(self) -> None:
        assert self.play in self.browser.get("/fr/jouer").text
        row, save = index_row(self.site, self.play), self.save()
        assert (row.turn, row.day, row.slot, row.etag) == (
            save["turn"],
            save["day"],
            save["slot"],
            documents_of(self.site, self.play)[0].etag,
        )

    @precondition(lambda self: self.play in self.window.sync_client.meetings)
    @rule(keep_mine=st.booleans())
    def choose(self, keep_mine: bool) -> None:
        meeting = self.window.sync_client.meetings[self.play]
        self.given_up.append(meeting.there.save if keep_mine else self.window.save)
        self.is_forked |= not meeting.is_behind
        self.window.app.home()
        self.window.sync_client.resolve(self.play, keep_mine=keep_mine)

    @invariant()
    def the_document_goes_back_only_by_choice(self) -> None:
        if not hasattr(self, "history"):
            return
        now, last = self.save(), self.history[-1]
        if now != last:
            assert play_saves.is_before(last, now) or any(play_saves.is_before(last, gone) for gone in self.given_up)
            self.history.append(now)

    def teardown(self) -> None:
        if not hasattr(self, "history"):
            return
        try:
            self.end()
        finally:
            self.patches.close()
            self.window.close()
            shutil.rmtree(self.folder)

    def end(self) -> None:
        """All meet; the pages take one turn after that, and the statements are those of the save, each once."""
        for _ in range(3):
            self.window.app.home()
            self.window.carry()
            if self.play in self.window.sync_client.meetings:
                self.choose(keep_mine=False)
        self.browser.post(f"{self.week}/faire", data=self.form())
        self.the_document_goes_back_only_by_choice()
        stored, save = statements_of(self.site, self.play), self.save()
        expected = count_events(statements_at_one_sitting(self.site, save, stored[0]["context"]["registration"]))
        if self.is_forked:
            assert not expected - count_events(stored), "an event of the week as it stands was told to nobody"
        else:
            assert count_events(stored) == expected


FEW = settings(
    max_examples=2,
    stateful_step_count=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def machine(site: Flask, address: str, make_learner: Callable[[], FlaskClient]) -> type[PagesAndWindow]:
    parts = {"site": site, "address": address, "make_learner": staticmethod(make_learner)}
    return type("Here", (PagesAndWindow,), parts)


def test_tabs_and_a_window_lose_no_decision(site: Flask, address: str, make_learner: Callable[[], FlaskClient]) -> None:
    run_state_machine_as_test(machine(site, address, make_learner), settings=FEW)


@pytest.mark.slow
def test_tabs_and_a_window_over_many_runs(site: Flask, address: str, make_learner: Callable[[], FlaskClient]) -> None:
    run_state_machine_as_test(machine(site, address, make_learner), settings=settings(FEW, max_examples=60, stateful_step_count=30))
