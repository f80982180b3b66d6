"""The running worker of `horslesmurs serve` tells another program, by its own loop; killed before it could, its successor tells it once."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lms_cast import add_person
from lms_site import close, make_site
from people_cast import open_cohort, put_in
from test_commands import ROOT, environment
from test_signatures_of_webhooks import JUDGE, PYTHON
from test_webhooks import make_hook
from webhook_receiver import Receiver, receiving

from lms.api.webhooks.sending import LOOK_S

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "health"))
from test_real_processes import Site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PYTHON.exists(), reason="the library is not here: make .venvs/api/made installs it"),
]
PATIENCE_S = 120.0
AGAIN_S = LOOK_S + 5
"""After as long the worker has looked once more for what is to be told."""


def leave(folder: Path, *names: str) -> None:
    """The command of an operator, beside the running site."""
    file = folder / "left.csv"
    file.write_text("name\n" + "".join(f"{name}\n" for name in names), "utf-8")
    command = [sys.executable, "-m", "horslesmurs", "user", "left", str(file), "--write"]
    done = subprocess.run(command, env=environment(folder), cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def wait_for(receiver: Receiver, count: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while len(receiver.got) < count and time.monotonic() < until:
        time.sleep(0.2)
    assert len(receiver.got) == count


def test_the_worker_tells_it_and_after_a_kill_its_successor_tells_the_rest_once(tmp_path: Path) -> None:
    with receiving() as receiver:
        app = make_site(tmp_path, webhooks_to_loopback="yes")
        secret = make_hook(add_person(app, "admin", "chef"), receiver, "person.suspended")
        cohort = open_cohort(app, add_person(app, "educator", "marie"), "Officines", "pharmacists")
        people = [add_person(app, "pharmacist", name) for name in ("claire", "paul")]
        for person in people:
            put_in(app, person, cohort)
        names = [person.account.username for person in people]
        close(app)
        site = Site(tmp_path, webhooks_to_loopback="yes")
        try:
            site.wait_until_well()
            leave(tmp_path, names[0])
            wait_for(receiver, 1)
            worker = site.pid("worker")
            os.kill(worker, signal.SIGSTOP)
            leave(tmp_path, names[1])
            os.kill(worker, signal.SIGKILL)
            wait_for(receiver, 2)
            time.sleep(AGAIN_S)
            assert len(receiver.got) == 2
            assert site.pid("worker") not in (0, worker)
        finally:
            site.stop()
    signed = [{name: value for name, value in headers.items() if name.startswith("webhook-")} for headers, _ in receiver.got]
    taken = [[secret, headers, body.decode()] for headers, (_, body) in zip(signed, receiver.got, strict=True)]
    assert len({headers["webhook-id"] for headers in signed}) == 2
    assert not any(name in body for _, _, body in taken for name in names)
    judged = subprocess.run([PYTHON, "-c", JUDGE], input=json.dumps(taken), capture_output=True, text=True, timeout=60)
    assert json.loads(judged.stdout) == ["person.suspended", "person.suspended"]
