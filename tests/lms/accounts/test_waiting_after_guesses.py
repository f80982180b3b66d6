"""Wrong guesses cost a growing wait: the right people are not delayed by it, and guessing stays slow, over restarts too."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from lms_cast import PASSPHRASE, Person, add_person
from lms_site import close, make_site
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.accounts.guess_rules import BY_DEVICE, BY_NAME, PAIRING_BY_ADDRESS, REGISTERING, Rule
from lms.accounts.models import Account, GuessCount
from lms.web.current_site import site_of
from lms.web.database.extensions import db

DAY_S = 86_400
CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSPHRASE)
"""The same passphrase under a hash that costs little, so that hundreds of guesses fit in a test."""


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 28, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("lms.accounts.throttle.now", clock, raising=False)
    return clock


@pytest.fixture(scope="module")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_site(tmp_path_factory.mktemp("waiting"))
    site_of(app).decoy = CHEAP
    for name in ("nadia", "paul"):
        add_person(app, "patient", name)
    with app.app_context(), Session(db.engine) as work, work.begin():
        for row in work.scalars(select(Account)):
            row.password = CHEAP
    yield app
    close(app)


@pytest.fixture
def site(shared_site: Flask, clock: Clock) -> Flask:
    """One site for the file; no count is left of the test before."""
    with shared_site.app_context(), Session(db.engine) as work, work.begin():
        for row in work.scalars(select(GuessCount)):
            work.delete(row)
    return shared_site


class Browser:
    """Somebody's browser at an address, with the cookies it was given."""

    def __init__(self, site: Flask, address: str) -> None:
        self.person, self.address = Person(site, None), address
        self.wait, self.token = 0, ""

    def sign_in(self, name: str, passphrase: str) -> int:
        """The status of the answer; wait: the seconds it asks for."""
        self.token = self.token or self.person.token()
        data = {"csrf_token": self.token, "name": name, "passphrase": passphrase}
        answer = self.person.client.post("/fr/connexion", data=data, environ_overrides={"REMOTE_ADDR": self.address})
        self.wait = int(answer.headers.get("Retry-After", 0))
        self.text = answer.text
        if answer.status_code == 303:
            self.token = ""  # a session of its own begins
        return answer.status_code

    def sign_out(self) -> None:
        self.person.post("/fr/deconnexion")

    def guess(self, name: str) -> int:
        return self.sign_in(name, "a wrong passphrase")


def known_browser(site: Flask, name: str, address: str) -> Browser:
    """A browser that has signed in once."""
    browser = Browser(site, address)
    assert browser.sign_in(name, PASSPHRASE) == 303
    browser.sign_out()
    return browser


def test_the_wait_grows_and_is_told_in_words(site: Flask, clock: Clock) -> None:
    stranger = Browser(site, "192.0.2.1")
    assert [stranger.guess("nadia") for _ in range(4)] == [422] * 4
    waits = []
    for _ in range(12):
        assert stranger.guess("nadia") == 429
        waits.append(stranger.wait)
        clock.go(stranger.wait)
        assert stranger.guess("nadia") == 422
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    stranger.guess("nadia")
    assert "Patientez 15 minutes, puis réessayez. Rien n’est bloqué." in stranger.text


def test_a_known_and_an_unknown_name_wait_alike(site: Flask, clock: Clock) -> None:
    told = {}
    for name in ("nadia", "nobody"):
        stranger = Browser(site, "192.0.2.1")
        told[name] = []
        for _ in range(20):
            told[name].append((stranger.guess(name), stranger.wait))
            clock.go(stranger.wait)
    assert told["nadia"] == told["nobody"]


def test_a_stranger_does_not_delay_the_owner_on_her_own_device(site: Flask, clock: Clock) -> None:
    hers = known_browser(site, "nadia", "203.0.113.7")
    strangers = [Browser(site, f"192.0.2.{number}") for number in range(9)]
    for number in range(100):
        strangers[number % 9].guess("nadia")
    assert hers.sign_in("nadia", PASSPHRASE) == 303
    hers.sign_out()
    assert hers.guess("nadia") == 422
    assert hers.sign_in("Nadia", PASSPHRASE) == 303


def test_a_device_known_to_one_account_is_a_stranger_to_another(site: Flask, clock: Clock) -> None:
    pauls = known_browser(site, "paul", "192.0.2.1")
    assert [pauls.guess("nadia") for _ in range(5)] == [422] * 4 + [429]
    assert pauls.sign_in("paul", PASSPHRASE) == 303


def test_a_cookie_that_somebody_made_up_is_not_believed(site: Flask, clock: Clock) -> None:
    hers = known_browser(site, "nadia", "192.0.2.1")
    cookie = hers.person.client.get_cookie("hlm_device")
    assert cookie is not None
    assert cookie.http_only
    assert "nadia" not in cookie.value
    browser = Browser(site, "192.0.2.2")
    browser.person.client.set_cookie("hlm_device", cookie.value[:-3] + "xyz")
    assert [browser.guess("nadia") for _ in range(5)] == [422] * 4 + [429]


def test_a_changed_passphrase_makes_devices_strangers_again(site: Flask, clock: Clock) -> None:
    former = known_browser(site, "nadia", "192.0.2.1")
    with site.app_context(), Session(db.engine) as work, work.begin():
        row = work.scalars(select(Account).where(Account.username == "nadia")).one()
        row.password = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSPHRASE)
    assert [former.guess("nadia") for _ in range(5)] == [422] * 4 + [429]


def test_wrong_guesses_of_a_hospital_do_not_stop_the_others_behind_its_address(site: Flask, clock: Clock) -> None:
    hers = known_browser(site, "nadia", "203.0.113.7")
    stranger = Browser(site, "203.0.113.7")
    assert {stranger.guess(f"somebody{number}") for number in range(60)} == {422}
    assert hers.sign_in("nadia", PASSPHRASE) == 303
    assert Browser(site, "203.0.113.7").sign_in("paul", PASSPHRASE) == 303


@pytest.mark.slow
def test_at_an_address_under_attack_a_right_passphrase_passes_after_one_short_wait(site: Flask, clock: Clock) -> None:
    hers = known_browser(site, "nadia", "203.0.113.7")
    attacker = Browser(site, "203.0.113.7")
    for number in range(110):
        attacker.guess(f"somebody{number}")
    assert attacker.guess("somebody-new") == 429
    assert hers.sign_in("nadia", PASSPHRASE) == 303
    newcomer = Browser(site, "203.0.113.7")
    assert newcomer.sign_in("paul", PASSPHRASE) == 429
    assert newcomer.wait <= 30
    clock.go(newcomer.wait)
    for number in range(200, 240):
        attacker.guess(f"somebody{number}")  # goes on meanwhile
    assert newcomer.sign_in("paul", PASSPHRASE) == 303


def test_the_wait_at_an_address_under_attack_runs_from_the_first_time_one_asks(site: Flask, clock: Clock) -> None:
    attacker, newcomer = Browser(site, "203.0.113.7"), Browser(site, "203.0.113.7")
    for number in range(110):
        attacker.guess(f"somebody{number}")
    assert newcomer.sign_in("paul", PASSPHRASE) == 429
    whole = newcomer.wait
    clock.go(0.4)
    assert newcomer.sign_in("paul", PASSPHRASE) == 429
    assert newcomer.wait == whole, "less than a second has passed"
    clock.go(1.0)
    assert newcomer.sign_in("paul", PASSPHRASE) == 429
    assert newcomer.wait == whole - 1


def test_forty_parallel_guesses_pass_no_more_than_one_after_the_other(site: Flask, clock: Clock) -> None:
    browsers = [Browser(site, "192.0.2.1") for _ in range(40)]
    codes: list[int] = []
    threads = [threading.Thread(target=lambda one=one: codes.append(one.guess("nadia"))) for one in browsers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(codes) == [422] * 4 + [429] * 36


def test_the_count_outlives_the_process_and_is_shared_by_processes(site: Flask, clock: Clock) -> None:
    assert [Browser(site, "192.0.2.1").guess("nadia") for _ in range(4)] == [422] * 4
    other = make_site(site_of(site).settings.data)
    try:
        assert Browser(other, "192.0.2.1").guess("nadia") == 429
    finally:
        close(other)


def test_a_clock_put_back_does_not_close_a_name_for_as_long(site: Flask, clock: Clock) -> None:
    stranger = Browser(site, "192.0.2.1")
    for _ in range(6):
        stranger.guess("nadia")
        clock.go(stranger.wait)
    clock.go(-30 * DAY_S)
    newcomer = Browser(site, "192.0.2.9")
    newcomer.sign_in("nadia", PASSPHRASE)
    clock.go(newcomer.wait)
    assert newcomer.sign_in("nadia", PASSPHRASE) == 303


def test_the_table_holds_no_name_and_no_address_and_empties_itself(site: Flask, clock: Clock) -> None:
    for name in ("nadia", "a-canary"):
        Browser(site, "192.0.2.77").guess(name)
    with site.app_context():
        keys = db.session.scalars(select(GuessCount.key)).all()
    assert keys
    assert all(re.fullmatch("[0-9a-f]{32}", key) for key in keys)
    clock.go(5 * 3600)
    Browser(site, "192.0.2.78").guess("paul")
    with site.app_context():
        assert db.session.scalar(select(func.count()).select_from(GuessCount)) == 2


def test_names_cannot_be_asked_for_fast_at_registration(site: Flask, clock: Clock) -> None:
    guest, seen = Browser(site, "192.0.2.1"), []
    for _ in range(REGISTERING.free + 2):
        data = {"csrf_token": guest.person.token(), "name": "Nadia", "role": "patient", "passphrase": PASSPHRASE, "consent": "yes"}
        answer = guest.person.client.post("/fr/nouveau-compte", data=data, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
        seen.append(answer.status_code)
    assert seen == [422] * (REGISTERING.free + 1) + [429]
    assert answer.headers["Retry-After"] == "1"
    assert "Patientez 1 seconde" in answer.text
    elsewhere = guest.person.client.post("/fr/nouveau-compte", data=data, environ_overrides={"REMOTE_ADDR": "192.0.2.2"})
    assert elsewhere.status_code == 422


def test_a_signed_in_person_may_change_her_passphrase_whatever_strangers_try(site: Flask, clock: Clock) -> None:
    hers = Browser(site, "203.0.113.7")
    assert hers.sign_in("paul", PASSPHRASE) == 303
    for _ in range(30):
        Browser(site, "203.0.113.7").guess("paul")
    codes = [hers.person.post("/fr/compte/phrase", old="wrong", new="encore quatre mots longs").status_code for _ in range(7)]
    assert codes == [422] * 6 + [429]
    clock.go(1)
    assert hers.person.post("/fr/compte/phrase", old=PASSPHRASE, new=PASSPHRASE + " encore").status_code == 303
    assert hers.person.post("/fr/compte/phrase", old=PASSPHRASE + " encore", new=PASSPHRASE).status_code == 303


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([BY_NAME, BY_DEVICE, PAIRING_BY_ADDRESS, REGISTERING]), st.lists(st.integers(0, 3000), max_size=400))
def test_guesses_in_a_day_stay_under_the_documented_number(rule_: Rule, pauses: list[int]) -> None:
    """A guesser of any patience: each pause is added to the wait that the rule asks for."""
    start = datetime(2026, 11, 28, tzinfo=UTC)
    at, last, failures, days = 0.0, start, 0, []
    for pause in (*pauses, *([0] * 400)):
        at += rule_.wait_s(failures, last, start + timedelta(seconds=at)) + pause
        moment = start + timedelta(seconds=at)
        assert rule_.wait_s(failures, last, moment) == 0
        failures, last = rule_.remaining(failures, last, moment) + 1, moment
        days.append(at)
    most = rule_.most_guesses(DAY_S)
    assert all(days[index + most] - days[index] > DAY_S for index in range(len(days) - most))


def test_the_documented_numbers() -> None:
    assert (BY_NAME.most_guesses(DAY_S), BY_DEVICE.most_guesses(DAY_S)) == (110, 303)


class Guessing(RuleBasedStateMachine):
    """Strangers guess at one account from many addresses while its owner goes on, in any order, over restarts."""

    site: Any
    clock: Any

    @initialize()
    def begin(self) -> None:
        with self.site.app_context(), Session(db.engine) as work, work.begin():
            for row in work.scalars(select(GuessCount)):
                work.delete(row)
        self.owner = known_browser(self.site, "nadia", "203.0.113.7")
        self.looked_at: list[datetime] = []
        self.own_mistakes = 0

    @rule(place=st.integers(1, 3), times=st.integers(1, 12), in_her_ward=st.booleans())
    def guess(self, place: int, times: int, in_her_ward: bool) -> None:
        stranger = Browser(self.site, "203.0.113.7" if in_her_ward else f"192.0.2.{place}")
        for _ in range(times):
            if stranger.guess("nadia") == 422:
                self.looked_at.append(self.clock.now)

    @rule(seconds=st.sampled_from([0.5, 1, 7, 60, 900, 4000, 30_000]))
    def let_time_pass(self, seconds: float) -> None:
        self.clock.go(seconds)

    @rule()
    def spray_other_names(self) -> None:
        stranger = Browser(self.site, "203.0.113.7")
        for number in range(15):
            stranger.guess(f"name{number}{self.clock.now.second}")

    @precondition(lambda self: self.own_mistakes < BY_DEVICE.free)
    @rule()
    def mistype(self) -> None:
        assert self.owner.guess("nadia") == 422
        self.own_mistakes += 1

    @rule()
    def sign_in_on_the_own_device(self) -> None:
        assert self.owner.sign_in("nadia", PASSPHRASE) == 303
        self.owner.sign_out()
        self.own_mistakes = 0

    @rule()
    def sign_in_on_a_new_device(self) -> None:
        newcomer = Browser(self.site, "198.51.100.4")
        if newcomer.sign_in("nadia", PASSPHRASE) == 429:
            assert newcomer.wait <= BY_NAME.longest_s
            self.clock.go(newcomer.wait)
            assert newcomer.sign_in("nadia", PASSPHRASE) == 303

    @rule()
    def restart(self) -> None:
        fresh = make_site(site_of(self.site).settings.data)
        site_of(fresh).decoy = CHEAP
        try:
            if Browser(fresh, "192.0.2.200").guess("nadia") == 422:
                self.looked_at.append(self.clock.now)
        finally:
            close(fresh)

    @invariant()
    def guesses_in_a_day_are_few(self) -> None:
        recent = [at for at in getattr(self, "looked_at", []) if at > self.clock.now - timedelta(days=1)]
        assert len(recent) <= BY_NAME.most_guesses(DAY_S)


def test_no_order_of_events_stops_the_owner_or_helps_the_guesser(site: Flask, clock: Clock) -> None:
    machine = type("OnThisSite", (Guessing,), {"site": site, "clock": clock})
    profile = settings(max_examples=2, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=profile)


@pytest.mark.slow
def test_no_long_order_of_events_stops_the_owner_or_helps_the_guesser(site: Flask, clock: Clock) -> None:
    machine = type("OnThisSite", (Guessing,), {"site": site, "clock": clock})
    profile = settings(max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=profile)


def test_a_site_whose_proxy_was_not_declared_stays_usable(site: Flask, tmp_path: Path, clock: Clock) -> None:
    """With trusted_proxies at 0 everybody comes from the proxy's address."""
    stranger = Browser(site, "127.0.0.1")
    for number in range(110):
        stranger.guess(f"somebody{number}")
    newcomer = Browser(site, "127.0.0.1")
    newcomer.sign_in("paul", PASSPHRASE)
    clock.go(newcomer.wait)
    assert newcomer.wait <= 30
    assert newcomer.sign_in("paul", PASSPHRASE) == 303
