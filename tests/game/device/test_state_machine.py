"""Whatever happens between device and site, each statement arrives exactly once, in the order it was made."""

import shutil
import tempfile
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from game.device.outbox import Outbox
from game.errors import KeyRevoked, SiteUnreachable


@pytest.fixture(autouse=True)
def tidy_often(monkeypatch):
    """A journal of more than four lines is tidied at each opening, so that tidying meets every fault as well."""
    monkeypatch.setattr("game.device.outbox.MOST_LINES", 4)


class Killed(Exception):
    """The process ends here, as by kill -9."""


class Site:
    """A store that, like ours, takes each id once and says yes again for one it has."""

    def __init__(self):
        self.order: list[str] = []
        self.fails: list[str] = []
        self.is_revoked = False

    def post(self, batch):
        if self.is_revoked:
            raise KeyRevoked
        fault = self.fails.pop(0) if self.fails else ""
        if fault == "busy":
            raise SiteUnreachable("it answered 429", retry_after=30.0)
        if fault in ("down", "kill before"):
            raise Killed if fault == "kill before" else SiteUnreachable("it answered 503")
        self.order += [one["id"] for one in batch if one["id"] not in self.order]
        if fault in ("lost answer", "kill after"):
            raise Killed if fault == "kill after" else SiteUnreachable("timeout")


class Deliveries(RuleBasedStateMachine):
    """Drives a real outbox on a real folder against a site that may do anything but forget."""

    made = Bundle("made")
    outbox_class = Outbox

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="outbox-"))
        self.now = 0.0
        self.ids = count()
        self.kept: list[str] = []
        self.site = Site()
        self.box = None

    @initialize()
    def open(self):
        self.box = self.outbox_class(self.folder, clock=lambda: self.now, chance=lambda: 0.5)

    def reopen(self):
        self.box.close()
        self.open()

    @rule(size=st.integers(0, 60))
    def play(self, size):
        batch = [{"id": f"s{next(self.ids):05}"} for _ in range(size)]
        self.box.append(batch, play="p", save={"turn": len(self.kept)})
        self.kept += [one["id"] for one in batch]

    @rule(fault=st.sampled_from(["", "busy", "down", "lost answer", "kill before", "kill after"]))
    def deliver(self, fault):
        self.site.fails = [fault]
        try:
            self.box.deliver(self.site.post)
        except Killed:
            self.reopen()

    @rule(seconds=st.floats(0, 4000))
    def time_passes(self, seconds):
        self.now += seconds

    @rule()
    def kill(self):
        self.reopen()

    @rule(torn=st.binary(min_size=1, max_size=40).filter(lambda data: b"\n" not in data))
    def kill_while_writing(self, torn):
        self.box.close()
        with (self.folder / "journal.jsonl").open("ab") as file:
            file.write(torn)
        self.open()

    @rule()
    def revoke_then_pair_again(self):
        self.site.is_revoked = True
        self.now += 4000
        self.box.deliver(self.site.post)
        self.site.is_revoked = False
        self.reopen()

    @invariant()
    def what_arrived_is_a_beginning_of_what_was_made(self):
        assert self.site.order == self.kept[: len(self.site.order)]

    @invariant()
    def nothing_is_lost(self):
        if self.box is not None:
            assert len(self.site.order) + self.box.waiting >= len(self.kept)

    def teardown(self):
        self.site.fails = []
        for _ in range(200):
            self.now += 4000
            if self.box is None or not (self.box.deliver(self.site.post) or self.box.waiting):
                break
        assert self.site.order == self.kept
        if self.box is not None:
            assert self.kept == [] or self.box.last("p") is not None
            self.box.close()
        shutil.rmtree(self.folder)


FEW = settings(max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))


def test_each_statement_arrives_exactly_once_and_in_order():
    run_state_machine_as_test(Deliveries, settings=FEW)


@pytest.mark.slow
def test_each_statement_arrives_exactly_once_over_many_runs():
    run_state_machine_as_test(Deliveries, settings=settings(FEW, max_examples=300, stateful_step_count=50))


class DeletesBeforeSending(Outbox):
    """The planted fault: a batch is forgotten before the site answered."""

    def deliver(self, post):
        if not self.is_due():
            return False
        batch = self.batch()
        self.took(batch)
        try:
            post(batch)
        except (SiteUnreachable, KeyRevoked) as error:
            self.failed(error, batch)
        return True


class NewIdAtResend(Outbox):
    """The planted fault: each try mints its ids anew."""

    tries = count()

    def batch(self):
        return [{**one, "id": f"{one['id']}-{next(self.tries)}"} for one in super().batch()]


class SendsWhatIsNotKept(Outbox):
    """The planted fault: a torn line is believed."""

    def took(self, batch):
        self._queue = self._queue[len(batch) + 1 :]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("fault", [DeletesBeforeSending, NewIdAtResend, SendsWhatIsNotKept])
def test_a_planted_fault_goes_red(fault):
    planted = type("Planted", (Deliveries,), {"outbox_class": fault})
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(planted, settings=settings(FEW, phases=[Phase.generate]))  # red is enough: no shorter way to it is sought
