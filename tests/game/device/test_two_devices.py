"""Two windows of one learner and a site, whatever happens in between: no play goes over another unsaid, and all agree in the end."""

import shutil
import tempfile
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from game.device import play_saves, sync
from game.device.files import DISK
from game.device.outbox import Outbox
from game.device.play_notes import LinkedLearner, PlayNote
from game.device.state_documents import Document
from game.device.sync import SyncClient
from game.errors import DiskRefused, KeyRevoked, SiteUnreachable

PLAY = "0b7f6a0e-5d0c-4a3c-9d38-d1f7a0a3a0aa"
LEARNER = LinkedLearner("0b7f6a0e-5d0c-4a3c-9d38-d1f7a0a3a001", "0b7f6a0e-5d0c-4a3c-9d38-d1f7a0a3a002", None)
SLOTS = ("morning", "noon", "evening", "night")
BEGUN = {
    "version": 1, "play": PLAY, "campaign": "azur", "week": 2, "seed": 7, "difficulty": 1, "length": "normal", "day": 8, "first_day": 8,
    "slot": "morning", "turn": 1, "origin": {"turn": 0}, "log": [],
}  # fmt: skip


def after(save, mark):
    """One command later: an act that bears a mark of its own, or (mark 0) the next slot. Equal steps, equal saves."""
    if mark:
        return {**save, "turn": save["turn"] + 1, "log": [*save["log"], [save["day"], save["slot"], "act", f"m{mark}"]]}
    number = SLOTS.index(save["slot"]) + 1
    day, slot = (save["day"], SLOTS[number]) if number < 4 else (save["day"] + 1, "morning")
    return {**save, "turn": save["turn"] + 1, "day": day, "slot": slot}


class Killed(Exception):
    """The process ends here, as by kill -9."""


class Site:
    """State documents with If-Match. fails: what the next calls meet. history: every text that was ever there, in order."""

    def __init__(self):
        self.documents, self.fails, self.history = {}, [], []

    def meet(self):
        fault = self.fails.pop(0) if self.fails else ""
        if fault == "down":
            raise SiteUnreachable("it answered 503")
        if fault == "kill before":
            raise Killed
        return fault

    def answer(self, fault):
        if fault == "lost answer":
            raise SiteUnreachable("timeout")
        if fault == "kill after":
            raise Killed

    def names(self):
        fault = self.meet()
        self.answer(fault)
        return list(self.documents)

    def etag(self, play):
        self.answer(self.meet())
        return play_saves.etag(self.documents[play]) if play in self.documents else ""

    def get(self, play):
        self.answer(self.meet())
        return Document(play_saves.etag(self.documents[play]), self.documents[play]) if play in self.documents else None

    def put(self, play, data, etag):
        fault = self.meet()
        known = play_saves.etag(self.documents[play]) if play in self.documents else ""
        if etag != known:
            self.answer(fault)
            return False
        self.documents[play] = data
        self.history.append(play_saves.read(data, play).save)
        self.answer(fault)
        return True


class Device:
    def __init__(self, site, kind):
        self.folder, self.site, self.kind, self.now = Path(tempfile.mkdtemp(prefix="two-")), site, kind, 0.0
        self.open()

    def open(self):
        self.box = Outbox(self.folder, clock=lambda: self.now, chance=lambda: 0.5)
        note = self.folder / "carried.json"
        self.sync_client = self.kind(note, self.site, self.box, LEARNER, clock=lambda: self.now, chance=lambda: 0.5)
        self.in_hand = ""

    def kill(self):
        self.box.close()
        self.open()

    @property
    def save(self):
        record = self.box.last(PLAY)
        return record and record["save"]

    def append(self, save):
        self.box.append([], play=PLAY, save=save, about=PlayNote(owner=LEARNER).to_record())

    def meet_site(self):
        self.now += 4000
        try:
            self.sync_client.exchange()
        except Killed:
            self.kill()
            return
        self.sync_client.apply_arrivals(self.in_hand)


class TwoDevices(RuleBasedStateMachine):
    """The pages are a third device: one that is never stale, since they write where the document lies."""

    kind = SyncClient

    @initialize()
    def begin(self):
        self.site, self.marks = Site(), count(1)
        self.devices = [Device(self.site, self.kind), Device(self.site, self.kind)]
        self.devices[0].append(BEGUN)
        self.chosen_away, self.made = [], set()

    def mark(self, is_act):
        """A new command's own mark; 0 for the next slot, which leaves none."""
        number = next(self.marks) if is_act else 0
        self.made |= {f"m{number}"} if is_act else set()
        return number

    @rule(which=st.integers(0, 1), steps=st.lists(st.booleans(), min_size=1, max_size=3))
    def play(self, which, steps):
        device = self.devices[which]
        if device.save is None or PLAY in device.sync_client.meetings:
            return
        device.in_hand = PLAY
        for is_act in steps:
            device.append(after(device.save, self.mark(is_act)))

    @rule(is_act=st.booleans())
    def play_in_the_pages(self, is_act):
        if PLAY in self.site.documents:
            found = play_saves.read(self.site.documents[PLAY], PLAY)
            saved = after(found.save, self.mark(is_act))
            self.site.documents[PLAY] = play_saves.PlayDocument(found.registration, None, saved).to_bytes()
            self.site.history.append(saved)

    @rule(which=st.integers(0, 1))
    def put_away(self, which):
        self.devices[which].in_hand = ""

    @rule(which=st.integers(0, 1), faults=st.lists(st.sampled_from(["", "down", "lost answer", "kill before", "kill after"]), max_size=4))
    def meet_the_site(self, which, faults):
        self.site.fails = list(faults)
        self.devices[which].meet_site()
        self.site.fails = []

    @rule(which=st.integers(0, 1))
    def kill(self, which):
        self.devices[which].kill()

    @rule(which=st.integers(0, 1))
    def lose_the_note(self, which):
        (self.devices[which].folder / "carried.json").unlink(missing_ok=True)
        self.devices[which].kill()

    @rule(which=st.integers(0, 1), keep_mine=st.booleans())
    def choose(self, which, keep_mine):
        device = self.devices[which]
        if PLAY in device.sync_client.meetings:
            meeting = device.sync_client.meetings[PLAY]
            self.chosen_away.append(meeting.there.save if keep_mine else device.save)
            device.sync_client.resolve(PLAY, keep_mine=keep_mine)

    @invariant()
    def every_step_is_still_somewhere_or_was_chosen_away(self):
        """A command that was made is in a device's save, at the site, or in a play the learner gave up when she was asked."""
        if not hasattr(self, "site"):
            return
        alive = [device.save for device in self.devices if device.save] + self.chosen_away
        alive += [play_saves.read(data, PLAY).save for data in self.site.documents.values()]
        assert self.made <= {entry[3] for save in alive for entry in save["log"]}

    @invariant()
    def the_site_goes_back_only_by_choice(self):
        for old, new in zip(getattr(self, "site", Site()).history, getattr(self, "site", Site()).history[1:], strict=False):
            assert play_saves.is_before(old, new) or any(play_saves.is_before(old, gone) for gone in self.chosen_away)

    def teardown(self):
        if not hasattr(self, "site"):
            return
        for _ in range(8):
            for device in self.devices:
                device.in_hand = ""
                device.meet_site()
                if PLAY in device.sync_client.meetings:
                    self.chosen_away.append(device.save)
                    device.sync_client.resolve(PLAY, keep_mine=False)
        saves = [device.save for device in self.devices] + [play_saves.read(data, PLAY).save for data in self.site.documents.values()]
        assert all(save == saves[0] for save in saves)
        for device in self.devices:
            device.box.close()
            shutil.rmtree(device.folder)


FEW = settings(max_examples=100, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def no_disk_wait(monkeypatch):
    """The disk's own waiting is tested elsewhere: a kill here is the loss of everything that was not written."""
    monkeypatch.setattr("game.device.files.os.fsync", lambda handle: None)


def test_two_devices_and_the_pages_never_lose_a_play_unsaid():
    run_state_machine_as_test(TwoDevices, settings=FEW)


@pytest.mark.slow
def test_two_devices_and_the_pages_over_many_runs():
    run_state_machine_as_test(TwoDevices, settings=settings(FEW, max_examples=600, stateful_step_count=40))


class NewestWins(SyncClient):
    """The planted fault: what is there is written over without asking."""

    def _weigh(self, play, document, in_hand):
        there = play_saves.read(document.data, play)
        self._agree({play: sync.Base(document.etag, play_saves.digest(there.to_bytes()))})


class TakesWhatComes(SyncClient):
    """The planted fault: what arrives replaces what is here."""

    def _weigh(self, play, document, in_hand):
        there = play_saves.read(document.data, play)
        self._adopt(play, there, sync.Base(document.etag, play_saves.digest(there.to_bytes())))


class NoCondition(SyncClient):
    """The planted fault: the tag that is sent is whatever is there now."""

    def _send(self, play, here, base):
        super()._send(play, here, sync.Base(self._states.etag(play), base.digest))


@pytest.mark.parametrize("fault", [NewestWins, TakesWhatComes, pytest.param(NoCondition, marks=pytest.mark.slow)])
def test_a_planted_fault_goes_red(fault):
    planted = type("Planted", (TwoDevices,), {"kind": fault})
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(planted, settings=settings(FEW, max_examples=1500, phases=[Phase.generate], derandomize=True))


def test_a_revoked_key_stops_the_carrying_and_a_full_disk_only_costs_requests(tmp_path, monkeypatch):
    device = Device(Site(), SyncClient)
    device.append(BEGUN)

    def full(*_, **__):
        raise DiskRefused("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(DISK, "write_whole", full)
        device.meet_site()
    assert PLAY in device.site.documents
    device.kill()
    device.meet_site()
    assert device.sync_client.meetings == {}
    device.append(after(device.save, 1))

    def revoked(*_):
        raise KeyRevoked

    monkeypatch.setattr(device.site, "put", revoked)
    device.meet_site()
    assert device.sync_client.is_revoked
    device.now += 10_000
    assert not device.sync_client.is_due()
    device.box.close()
    shutil.rmtree(device.folder)
