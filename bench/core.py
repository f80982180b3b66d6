"""How long the game's rules take: one week, a 21-day cycle, and every regimen with three ways to play. Prints and writes nothing.

Run: .venv/bin/python bench/core.py [seeds]      seeds: of the long run, 500 by default
Milliseconds are processor time, of each seed the least of many rounds, since the machine is shared; the probe is what chance alone costs.
"""

import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from courses.game import book_reader
from courses.model.game import Book
from courses.model.rules import SiteRule
from courses.rules import rule_files
from game.core import policies
from game.core.state.chance import draw
from game.core.week import Week

REGIMENS = ("azur", "corail", "indigo", "ambre", "jade", "nacre")
NAMES = ("ideal", "average", "passive")
DRAWS_A_CYCLE = 600


def load() -> tuple[Book, SiteRule]:
    rule = rule_files.load(ROOT / "content").preset()
    book = book_reader.load(ROOT / "content", rule, now=date.today()).book
    if book is None:
        sys.exit("The game's numbers cannot be read. Run: horslesmurs content check")
    return book, rule


def cycle(shipped: tuple[Book, SiteRule], campaign: str, seed: int, name: str, weeks: int = 3) -> None:
    before = None
    for plan in shipped[0].campaigns[campaign].weeks[:weeks]:
        week = Week.start(*shipped, campaign=campaign, week=plan.number, seed=seed, play="bench", difficulty=2, before=before)
        policies.play(week, policies.POLICIES[name])
        before = week.save()


def best(run: object, rounds: int = 60, size: int = 40) -> float:
    """Milliseconds of processor time: the mean over seeds of the least that each took in as many rounds. Other work on the machine adds
    to some rounds of a seed, not to all.
    """
    least = [float("inf")] * size
    for _ in range(rounds):
        for seed in range(size):
            start = time.process_time_ns()
            run(seed)  # type: ignore[operator]  # each entry is a function
            least[seed] = min(least[seed], time.process_time_ns() - start)
    return sum(least) / size / 1e6


def probe(seed: int) -> None:
    for day in range(DRAWS_A_CYCLE):
        draw(seed, 1, day, "nausea", "onset")


def main() -> None:
    shipped = load()
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    bare = best(probe)
    one_week = best(lambda seed: cycle(shipped, "azur", seed, "ideal", 1))
    one_cycle = best(lambda seed: cycle(shipped, "azur", seed, "ideal"))
    view = Week.start(*shipped, campaign="azur", week=2, seed=7, play="bench")
    view.begin()
    looked = best(lambda seed: view.view(), size=10)
    print(f"probe, {DRAWS_A_CYCLE} draws of chance: {bare:.2f} ms")
    print(
        f"a week, ideal play: {one_week:.2f} ms ({one_week / bare:.1f} probes); a 21-day cycle: {one_cycle:.2f} ms ({one_cycle / bare:.1f})"
    )
    print(f"the view of a moment: {looked:.3f} ms")
    start, processor = time.perf_counter(), time.process_time()
    for campaign in REGIMENS:
        for name in NAMES:
            for seed in range(seeds):
                cycle(shipped, campaign, seed, name)
    wall, spent = time.perf_counter() - start, time.process_time() - processor
    print(f"{seeds} seeds x {len(REGIMENS)} regimens x {len(NAMES)} policies: {spent:.1f} s of processor, {wall:.1f} s")


if __name__ == "__main__":
    main()
