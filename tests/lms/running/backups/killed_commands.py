"""Run as a program: `killed_commands.py SECONDS,SECONDS,… WORDS…`: the command in children, each killed after so long; prints their ends.

Before each `upgrade` the tables go back to an old form, and after each kill another is left to end. One process loads the program for all.
"""

import importlib
import os
import signal
import sys
import time

from horslesmurs import main
from lms.running import database_setup
from lms.settings import read

OLD = "0003_authoring"
LONG_S = 300.0


def run(words: list[str], seconds: float) -> int:
    child = os.fork()
    if child == 0:
        try:
            main(words, standalone_mode=False)
            os._exit(0)
        finally:
            os._exit(1)
    until, ended = time.monotonic() + seconds, (0, 0)
    while not ended[0] and time.monotonic() < until:
        time.sleep(0.005)
        ended = os.waitpid(child, os.WNOHANG)
    if not ended[0]:
        os.kill(child, signal.SIGKILL)
        ended = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(ended[1])


if __name__ == "__main__":
    for module in ("lms.cli", "lms.running.backups.commands", "lms.running.upgrading"):
        importlib.import_module(module)  # before the children begin, so that the kill falls into the work
    seconds_of_kills, words = sys.argv[1].split(","), sys.argv[2:]
    for seconds in seconds_of_kills:
        if words == ["upgrade"]:
            database_setup.downgrade(read(), OLD)
        print(run(words, float(seconds)), flush=True)
    last = run(words, LONG_S)
    print(last, flush=True)
