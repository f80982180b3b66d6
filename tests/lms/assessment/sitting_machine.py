"""Everything that can happen to sittings in any order, and what must hold after each step."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import time_machine
from flask import Flask
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from lms_cast import Person, add_person
from sitting_cast import PHARMACISTS, Returning, finish_modules, hand_in, items, other_fields, right_fields, sittings, told

from lms.assessment import question_view
from lms.assessment.frozen_items import thaw
from lms.assessment.models import SittingItem

BEGINS = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
KINDS = ("right", "other", "unsafe")


class Sittings(RuleBasedStateMachine):
    """One pharmacist with several tabs. `make_app` opens the site anew on the same database."""

    make_app: Callable[[], Flask]
    close_app: Callable[[Flask], None]

    def __init__(self) -> None:
        super().__init__()
        self.site = type(self).make_app()
        self.clock = time_machine.travel(BEGINS, tick=False)
        self.moved = self.clock.start()
        self.name = f"pharmacist-{uuid4().hex[:10]}"
        add_person(self.site, "pharmacist", self.name)
        self.person: Person = Returning(self.site, self.name)
        self.address = ""
        self.kept: dict[str, dict[int, Any]] = {}
        """By sitting: what the newest accepted page said of each question."""
        self.tabs: list[tuple[str, int, int]] = []
        """(address, question, revision) of pages opened and never closed."""
        self.verdicts: dict[int, tuple[str | None, int]] = {}

    def teardown(self) -> None:
        self.clock.stop()
        type(self).close_app(self.site)

    @initialize()
    def finish(self) -> None:
        finish_modules(self.site, self.person)

    @rule()
    def press_begin(self) -> None:
        reply = self.person.post(f"{PHARMACISTS}/test", phase="final")
        assert reply.status_code == 303
        address, is_question, _ = reply.headers["Location"].partition("/question/")
        if is_question:
            self.address = address

    @precondition(lambda self: self.address)
    @rule(place=some.integers(1, 20))
    def open_tab(self, place: int) -> None:
        page = self.person.get(f"{self.address}/question/{place}")
        if page.status_code == 200:
            self.tabs.append((self.address, place, int(page.text.partition('name="revision" value="')[2].partition('"')[0])))

    @precondition(lambda self: self.tabs)
    @rule(data=some.data(), kind=some.sampled_from(KINDS), twice=some.booleans())
    def answer_in_a_tab(self, data: some.DataObject, kind: str, twice: bool) -> None:
        """An old tab, the newest, or one of a sitting that is ended; sometimes pressed twice."""
        address, place, revision = data.draw(some.sampled_from(self.tabs))
        row = items(self.site, address)[place - 1]
        fields = right_fields(row) if kind == "right" else other_fields(row, kind)
        for _ in range(2 if twice else 1):
            reply = self.person.post(f"{address}/question/{place}", **{"revision": str(revision), **(fields or {})})
            assert reply.status_code in (303, 409)
            if reply.status_code == 303 and not reply.headers["Location"].endswith("/recu"):
                self.kept.setdefault(address, {})[place] = fields

    @precondition(lambda self: self.address)
    @rule(kind=some.sampled_from(("right", "right", "unsafe")))
    def answer_all_that_is_left(self, kind: str) -> None:
        for row in items(self.site, self.address):
            if not row.is_answered:
                fields = right_fields(row) if kind == "right" else (other_fields(row, kind) or right_fields(row))
                reply = self.person.post(f"{self.address}/question/{row.position}", **{"revision": str(row.revision), **fields})
                if reply.headers["Location"].endswith("/recu"):
                    return
                self.kept.setdefault(self.address, {})[row.position] = fields

    @precondition(lambda self: self.address)
    @rule(times=some.integers(1, 3))
    def press_hand_in(self, times: int) -> None:
        for _ in range(times):
            assert hand_in(self.person, self.address).status_code in (303, 422)

    @rule()
    def kill_and_start_again(self) -> None:
        type(self).close_app(self.site)
        self.site = type(self).make_app()
        self.person = Returning(self.site, self.name)

    @rule(hours=some.sampled_from((-48, -1, 1, 26, 24 * 8, 24 * 15)))
    def move_the_clock(self, hours: int) -> None:
        self.moved.shift(timedelta(hours=hours))

    @invariant()
    def no_answer_is_lost(self) -> None:
        for address, answers in self.kept.items():
            rows = {row.position: row for row in items(self.site, address)}
            for place, fields in answers.items():
                assert _fields(rows[place]) == (fields or {}), (address, place)

    @invariant()
    def each_sitting_has_one_result_for_good(self) -> None:
        rows = sittings(self.site, self.person)
        assert [row.attempt for row in rows] == list(range(1, len(rows) + 1))
        assert len(rows) <= 3
        assert sum(row.is_open for row in rows) <= 1
        assert sum(row.verdict == "passed" for row in rows) <= 1
        for row in rows:
            if not row.is_open:
                assert self.verdicts.setdefault(row.id, (row.verdict, row.right)) == (row.verdict, row.right)
                if row.verdict == "passed":
                    assert row is rows[-1]
        ended = told(self.site, self.person, "passed", "failed")
        assert len(ended) == sum(row.verdict in ("passed", "not-yet") for row in rows)
        assert len({one["context"]["extensions"][_SITTING] for one in ended}) == len(ended)

    @invariant()
    def no_pass_holds_an_unsafe_final_answer(self) -> None:
        for row in sittings(self.site, self.person):
            if row.verdict == "passed":
                rows = items(self.site, f"/fr/test/{row.uuid}")
                assert not any(_is_unsafe(one) for one in rows)
                assert row.right * 100 >= 80 * row.total


_SITTING = "https://hors-les-murs.example/xapi/ext/sitting"


def _fields(row: SittingItem) -> dict[str, list[str]]:
    return question_view.fields_of(thaw(row.frozen), row.response)


def _is_unsafe(row: SittingItem) -> bool:
    """Marked here anew, by the frozen options alone."""
    verdicts = {option["key"]: option["verdict"] for option in row.frozen["item"]["options"]}
    return verdicts.get(row.response if isinstance(row.response, str) else "") == "unsafe"
