"""The window: ready to play, update and draw, idle, memory. Figures of one machine; the probe is a bare pygame window of the same run."""

import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOFTWARE = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
PROBE = "import pygame; pygame.display.init(); pygame.font.init(); s = pygame.display.set_mode((1280, 720)); pygame.display.flip()"
IDLE_SECONDS = 10
SETTLE_SECONDS = 8  # what may come is made ready meanwhile, poses last; `ahead` tells what that costs


def main() -> None:
    """Prints a line a figure. With an argument, plays that part in this process and prints it as JSON."""
    for name, value in SOFTWARE.items():
        os.environ.setdefault(name, value)
    if len(sys.argv) > 1:
        print(json.dumps({"ready": ready, "play": play, "idle": idle}[sys.argv[1]](Path(sys.argv[2]))))
        return
    data = Path(tempfile.mkdtemp(prefix="bench-window-"))
    part("ready", data)  # the first run writes the catalogue cache
    probe = min(seconds(PROBE) for _ in range(3))
    runs = [part("ready", data) for _ in range(5)]
    starts, worked = [run["seconds"] for run in runs], statistics.median(run["worked"] for run in runs)
    ratio = statistics.median(starts) / probe
    print(f"ready to play, warm cache: {statistics.median(starts):.2f} s (aim 1.5; {worked:.2f} s of work)")
    print(f"a bare pygame window of the same run: {probe:.2f} s; ready is {ratio:.1f} times that")
    played = part("play", data)
    print(f"update + draw at 1280x720: median {played['median']:.1f} ms, p99 {played['p99']:.1f} ms (aim 16)")
    print(f"the slowest of {played['n']} frames, a new picture drawn: {played['slowest']:.0f} ms")
    print(f"the frames after a press: p95 {played['press']:.0f} ms")
    print(f"pictures made ready ahead by a thread: {played['ahead']:.1f} % of a core while playing")
    print(f"private memory after a week: {played['private']:.0f} MB (aim 150)")
    with display() as name:
        resting = part("idle", data, SDL_VIDEODRIVER="x11", DISPLAY=name)
    print(f"idle in an X11 window, light drifting: {resting['moving']:.2f} % of a core (aim 2), over {IDLE_SECONDS} s")
    print(f"the same, reduced motion: {resting['share']:.2f} %")


@contextmanager
def display() -> Iterator[str]:
    """A real X display without a screen: what a window costs there the dummy driver hides."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as said:
        yield f":{said.readline().strip()}"
    server.terminate()
    server.wait()


def seconds(code: str) -> float:
    """Wall time of a Python process that runs this."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, **SOFTWARE}, cwd=ROOT)
    return time.perf_counter() - began


def part(name: str, data: Path, **environment: str) -> dict[str, float]:
    """One part in a process of its own. ready: from the start of the process to its first frame."""
    began = time.time()
    command = [sys.executable, "-P", __file__, name, str(data)]
    process = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT), **environment}, cwd=ROOT
    )
    document = json.loads(process.stdout.splitlines()[-1])
    if "at" in document:
        document["seconds"] = document["at"] - began
    return document


def open_app(data: Path, *, calm: bool):
    """The app as `horslesmurs play` composes it, on the software renderer."""
    from game import play as game_play  # what importing costs is part of the figure
    from game.device import preferences
    from game.ui.window.fonts import font_folder
    from game.ui.window.pygame_window import PygameWindow

    book, rule, is_demo = game_play.open_book(ROOT / "content", None, data)
    window = PygameWindow((1280, 720), "bench", font_folder(), sound=False)
    prefer = preferences.Preferences(calm=calm, sound=False)
    return game_play.compose(window, data, ROOT / "content", book, rule, prefer, is_demo=is_demo, seed=7)


def ready(data: Path) -> dict[str, float]:
    """The moment the title can be pressed."""
    app = open_app(data, calm=True)
    app.draw()
    return {"at": time.time(), "worked": time.process_time()}


def play(data: Path) -> dict[str, float]:
    """A whole week at a brisk pace, one press every five seconds: 150 frames a press, each timed from the inputs to the flip.

    Processor time, not wall time: other processes of the machine do not count.
    """
    moment = [0.0]
    app = open_app(data, calm=False)
    app.clock = lambda: moment[0]
    times: list[float] = []
    answers: list[float] = []

    def frames(count: int) -> None:
        for _ in range(count):
            began = time.thread_time()
            for given in app.window.inputs():
                app.take(given)
            app.draw()
            times.append(1000 * (time.thread_time() - began))
            moment[0] += 1 / 30
            while any(not coming.done() for coming, _ in app.window._coming.values()):
                time.sleep(0.002)  # a frame lasts 33 ms: time enough for the thread that draws ahead; its work is told apart below

    from tests.game.ui.walks import begin, next_press

    frames(30)
    begin(app)
    while app.screen().name != "debrief":
        for key in next_press(app.screen()):
            item = app.screen().item(key)
            if item is not None and item.is_enabled and app.screen().name != "debrief":
                app.press(key)
                first = len(times)
                frames(150)
                answers.append(max(times[first : first + 3]))
    spent = time.process_time() - time.thread_time()
    presses = sorted(answers)
    times.sort()
    return {
        "press": presses[int(len(presses) * 0.95)],
        "ahead": 100 * spent / moment[0],
        "median": statistics.median(times),
        "p99": times[int(len(times) * 0.99)],
        "n": len(times),
        "slowest": times[-1],
        "private": private_megabytes(),
    }


def private_megabytes() -> float:
    """Memory no other process shares; the peak resident size where the system does not tell."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1024


def idle(data: Path) -> dict[str, float]:
    """Processor time of the real loop while nobody touches anything, in a morning of a week."""
    return {"share": share(data, calm=True), "moving": share(data, calm=False)}


def share(data: Path, *, calm: bool) -> float:
    from tests.game.ui.walks import begin

    app = open_app(data, calm=calm)
    begin(app)

    async def rest() -> float:
        loop = asyncio.ensure_future(app.run())
        await asyncio.sleep(SETTLE_SECONDS)
        began = time.process_time()
        await asyncio.sleep(IDLE_SECONDS)
        used = time.process_time() - began
        app.is_open = False
        await loop
        return used

    try:
        return 100 * asyncio.run(rest()) / IDLE_SECONDS
    finally:
        app.controller.outbox.close()
        app.window.close()


if __name__ == "__main__":
    main()
