"""Work in a copy of this process, with limits of time, or in a process of its own; what either answers is a small dictionary."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import IO, Any

from drawing import Mutant

WALL_S = 600
"""A copy that waits for ever, for a lock or a thread, is ended after this time."""
Answer = dict[str, Any]


class OutOfTime(BaseException):
    """The tests of this mutant took all their time."""


def in_copy(work: Callable[[], Answer], cpu_s: int) -> Answer:
    """What the work answers. One that fails, ends or runs past its processor seconds counts as killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(work, cpu_s, writing)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = _read_in_time(pipe, child, max(WALL_S, 3 * cpu_s))
    os.waitpid(child, 0)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what it started and left
    answer: Answer = json.loads(text) if text else {"status": "killed", "test": "", "why": "the process ended"}
    return answer


def _answer(work: Callable[[], Answer], cpu_s: int, writing: int) -> None:
    os.setpgid(0, 0)
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)
    try:
        signal.signal(signal.SIGXCPU, _stop)
        used = int(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (used + cpu_s, used + cpu_s + 20))
        answer = work()
    except BaseException as error:
        answer = {"status": "killed", "test": "", "why": f"{type(error).__name__}: {error}"[:300]}
    with os.fdopen(writing, "w") as pipe:
        json.dump(answer, pipe)
    os._exit(0)


def _stop(number: int, frame: FrameType | None) -> None:
    raise OutOfTime


def _read_in_time(pipe: IO[str], child: int, seconds: int) -> str:
    def end(number: int, frame: FrameType | None) -> None:
        os.kill(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    text = pipe.read()
    signal.alarm(0)
    return text


def in_new_process(mutant: Mutant, tests: Sequence[str]) -> Answer:
    """The mutant from the first import, by `run.py --one`."""
    work = json.dumps({"area": mutant.area, "key": mutant.key, "tests": list(tests)})
    command = [sys.executable, str(Path(__file__).with_name("run.py")), "--one"]
    try:
        process = subprocess.run(command, input=work, capture_output=True, text=True, timeout=WALL_S, check=False)  # noqa: S603 - our own command
    except subprocess.TimeoutExpired:
        return {"status": "killed", "test": "", "why": "out of time"}
    lines = [line for line in process.stdout.splitlines() if line.startswith("{")]
    answer: Answer = json.loads(lines[-1]) if lines else {"status": "killed", "test": "", "why": process.stderr[-300:]}
    return answer


def outcome(failed: tuple[str, str] | None) -> Answer:
    """failed: the first test that failed and what it said."""
    return {"status": "killed", "test": failed[0], "why": failed[1]} if failed else {"status": "survived"}
