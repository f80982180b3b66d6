"""A process that says every two seconds that it runs. A stopped or frozen one says nothing, and that is seen."""

import threading
from pathlib import Path

from lms.health import notes

EVERY_S = 2.0


def start(data: Path, name: str) -> threading.Event:
    """Begin to beat as `name`, from a thread of its own; set the event to end. The note stays and its process id tells who left it."""
    stop = threading.Event()
    who = notes.identity()

    def beat() -> None:
        while True:
            if not notes.touch(data, name):
                notes.write(data, name, who)
            if stop.wait(EVERY_S):
                return

    notes.write(data, name, who)
    threading.Thread(target=beat, name="heartbeat", daemon=True).start()
    return stop
