"""The outbox on a device: waits, refusals, full disks, torn files, two windows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from game.device.files import DISK
from game.device.journal import Journal
from game.device.outbox import BACKOFF, BATCH, Outbox
from game.errors import AlreadyOpen, DiskRefused, KeyRevoked, SiteUnreachable, StatementsRefused


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def box(tmp_path, clock):
    box = Outbox(tmp_path, clock=clock, chance=lambda: 1.0)
    yield box
    box.close()


def some(n, start=0):
    return [{"id": f"s{i:04}"} for i in range(start, start + n)]


def test_it_sends_in_batches_and_in_order(box):
    box.append(some(120))
    sent = []
    while box.deliver(lambda batch: sent.append([one["id"] for one in batch])):
        pass
    assert [len(batch) for batch in sent] == [BATCH, BATCH, 20]
    assert [one for batch in sent for one in batch] == [one["id"] for one in some(120)]
    assert box.waiting == 0


def test_the_wait_doubles_to_five_minutes_and_ends_with_the_first_success(box, clock):
    box.append(some(1))

    def down(batch):
        raise SiteUnreachable("it answered 503")

    waits = []
    for _ in range(10):
        assert not box.deliver(down)
        waits.append(box._not_before - clock.now)
        clock.now = box._not_before - 0.01
        assert not box.is_due()
        clock.now = box._not_before
    assert waits[:4] == pytest.approx([2, 4, 8, 16])
    assert waits[-1] == BACKOFF.longest_s
    assert box.deliver(lambda batch: None)
    box.append(some(1, 5))
    assert box.is_due()


def test_it_waits_as_long_as_the_site_asks(box, clock):
    box.append(some(1))

    def busy(batch):
        raise SiteUnreachable("it answered 429", retry_after=120.0)

    box.deliver(busy)
    clock.now = 119
    assert not box.is_due()
    clock.now = 120
    assert box.is_due()


def test_a_revoked_key_stops_the_sending_and_loses_nothing(box):
    box.append(some(3))

    def revoked(batch):
        raise KeyRevoked

    assert not box.deliver(revoked)
    assert box.is_revoked
    assert box.waiting == 3
    assert not box.is_due()


def test_one_refused_statement_does_not_hold_up_the_rest(box, tmp_path):
    box.append(some(5))
    taken = []

    def picky(batch):
        if any(one["id"] == "s0002" for one in batch):
            raise StatementsRefused("answer 400")
        taken.extend(one["id"] for one in batch)

    box.deliver(picky)
    assert taken == ["s0000", "s0001", "s0003", "s0004"]
    assert box.refused == 1
    assert json.loads((tmp_path / "refused.jsonl").read_text())["id"] == "s0002"
    assert box.waiting == 0


def test_a_full_disk_is_said_and_the_line_is_written_later(box, tmp_path, monkeypatch, clock):
    box.append(some(1), play="p", save={"turn": 1})

    def full(handle, data):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(DiskRefused, match="No space left"):
            box.append(some(1, 1), play="p", save={"turn": 2})
        assert not box.is_kept
        assert box.last("p")["save"] == {"turn": 2}
        assert box.batch() == []
    box.append(some(1, 2), play="p", save={"turn": 3})
    assert box.is_kept
    box.close()
    again = Outbox(tmp_path, clock=clock, chance=lambda: 1.0)
    assert [one["id"] for one in again.batch()] == ["s0000", "s0001", "s0002"]
    assert again.last("p")["save"] == {"turn": 3}
    again.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_line_a_real_full_device_refuses_is_said(tmp_path):
    (tmp_path / "journal.jsonl").symlink_to("/dev/full")
    journal = Journal.__new__(Journal)
    journal.path, journal.records, journal._lock, journal._files = tmp_path / "journal.jsonl", [], None, DISK
    with pytest.raises(DiskRefused):
        journal.append({"a": 1})
    assert journal.records == []


@pytest.mark.parametrize(
    "odd",
    [
        b'{"v":1,"statements":[],"save":{"turn":3}}',
        b'{"v":1,"play":"p","statements":[{"no":"id"}],"save":null}',
        b'{"v":1,"play":"p","statements":5,"save":null}',
        b'{"v":1,"play":["p"],"statements":[],"save":{"turn":3}}',
        b'{"v":1,"play":"p","statements":[{"id":[1]}],"save":null}',
        b'{"v":1,"play":"p","statements":[],"save":[1]}',
        b"[1]",
        b"\xff\xfe",
        b"[" * 100_000,
    ],
    ids=lambda odd: odd[:40].decode("latin-1"),
)
def test_an_odd_line_is_set_aside_and_the_lines_around_it_stay(box, tmp_path, odd):
    box.append(some(1), play="p", save={"turn": 1})
    box.close()
    path = tmp_path / "journal.jsonl"
    after = path.read_bytes().replace(b'"turn":1', b'"turn":2').replace(b'"s0"', b'"s7"')
    path.write_bytes(path.read_bytes() + odd + b"\n" + after)
    again = Outbox(tmp_path, clock=lambda: 0.0, chance=lambda: 1.0)
    assert again.last("p")["save"] == {"turn": 2}
    assert len(again.plays()) == 1
    assert again.waiting == 2
    assert (tmp_path / "journal.torn").read_bytes() == odd + b"\n"
    again.took(again.batch())
    assert again.waiting == 0
    again.close()


@pytest.mark.parametrize(
    "taken", [b"5", b'{"a": 1}', b'[["s0"], {"x": 1}, 3]', b"\xff", b"[" * 100_000], ids=lambda raw: raw[:12].decode("latin-1")
)
def test_a_damaged_list_of_what_was_taken_sends_once_more(box, tmp_path, taken):
    box.append(some(1), play="p", save={"turn": 1})
    box.close()
    (tmp_path / "taken.json").write_bytes(taken)
    again = Outbox(tmp_path, clock=lambda: 0.0, chance=lambda: 1.0)
    assert again.waiting == 1
    again.close()


def test_a_place_for_odd_lines_that_cannot_be_read_is_said_as_a_disk_that_refuses(box, tmp_path):
    """The window then plays in a folder of its own; any other error would keep it from starting."""
    box.close()
    (tmp_path / "journal.torn").mkdir()
    (tmp_path / "journal.jsonl").write_bytes(b"[1]\n")
    with pytest.raises(DiskRefused):
        Outbox(tmp_path, clock=lambda: 0.0, chance=lambda: 1.0)


def test_lines_set_aside_earlier_stay_beside_the_new_ones(box, tmp_path):
    box.close()
    (tmp_path / "journal.torn").write_bytes(b"earlier\n")
    (tmp_path / "journal.jsonl").write_bytes(b"[1]\n")
    Outbox(tmp_path, clock=lambda: 0.0, chance=lambda: 1.0).close()
    assert (tmp_path / "journal.torn").read_bytes() == b"earlier\n[1]\n"


def test_a_torn_last_line_is_set_aside(box, tmp_path, clock):
    box.append(some(2), play="p", save={"turn": 1})
    box.close()
    with (tmp_path / "journal.jsonl").open("ab") as file:
        file.write(b'{"v":1,"play":"p","statements":[{"id":"s9')
    again = Outbox(tmp_path, clock=clock, chance=lambda: 1.0)
    assert again.waiting == 2
    assert (tmp_path / "journal.torn").read_bytes().startswith(b'{"v":1')
    assert (tmp_path / "journal.jsonl").read_bytes().endswith(b"\n")
    again.close()


def test_two_windows_cannot_share_a_folder(box, tmp_path, clock):
    with pytest.raises(AlreadyOpen, match="already open"):
        Outbox(tmp_path, clock=clock, chance=lambda: 1.0)


def test_what_is_delivered_leaves_only_the_last_save(box, tmp_path):
    for turn in range(30):
        box.append(some(2, 2 * turn), play="p", save={"turn": turn})
    while box.deliver(lambda batch: None):
        pass
    lines = (tmp_path / "journal.jsonl").read_text().splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["save"] == {"turn": 29}
    assert json.loads((tmp_path / "taken.json").read_text()) == []


def test_a_long_journal_is_tidied_when_it_is_opened_and_loses_nothing(box, tmp_path, clock):
    for turn in range(300):
        box.append(some(1, turn) if turn % 3 == 0 else [], play=f"p{turn % 2}", save={"turn": turn})
    box.took(box.batch())
    waiting = box.waiting
    box.close()
    again = Outbox(tmp_path, clock=clock, chance=lambda: 1.0)
    assert len((tmp_path / "journal.jsonl").read_text().splitlines()) == waiting + 2
    assert again.waiting == waiting
    assert [one["id"] for one in again.batch()] == sorted(one["id"] for one in again.batch())
    assert [record["save"]["turn"] for record in again.plays()] == [299, 298]
    again.close()


def test_forgetting_keeps_the_saves_unless_asked(box):
    box.append(some(3), play="p", save={"turn": 1})
    box.forget(saves=False)
    assert box.waiting == 0
    assert box.last("p")["save"] == {"turn": 1}
    box.forget(saves=True)
    assert box.plays() == []


def test_what_was_forgotten_while_it_travelled_takes_nothing_of_the_next_person_with_it(box):
    """A batch is on its way, the device is unlinked and linked to somebody else, then the answer comes."""
    box.append(some(3))

    def slow(batch):
        box.forget(saves=True)
        box.append(some(3, 10))

    assert box.deliver(slow)
    assert [one["id"] for one in box.batch()] == ["s0010", "s0011", "s0012"]


def test_files_are_for_their_owner_alone(box, tmp_path):
    box.append(some(1))
    assert (tmp_path / "journal.jsonl").stat().st_mode & 0o077 == 0


KILLED = """
import os, sys
from pathlib import Path
from game.device.outbox import Outbox
box = Outbox(Path(sys.argv[1]), clock=lambda: 0.0, chance=lambda: 0.5)
n = 0
while True:
    box.append([{"id": f"s{n:06}"}], play="p", save={"turn": n})
    n += 1
    print(n, flush=True)
"""


def test_every_line_told_to_the_player_survives_kill_9(tmp_path, clock):
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3], text=True)
    said = 0
    for _ in range(40):
        said = int(process.stdout.readline())
    process.kill()
    said = max([said, *(int(line) for line in process.stdout.read().splitlines() if line.isdigit())])
    process.wait()
    process.stdout.close()
    box = Outbox(tmp_path, clock=clock, chance=lambda: 0.5)
    assert box.waiting >= said
    assert box.last("p")["save"]["turn"] >= said - 1
    box.close()
