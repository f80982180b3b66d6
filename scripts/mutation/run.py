"""Run the drawn mutants of an area against the tests that cover them, one at a time, in copies of one process.

    python scripts/mutation/run.py [--first SHARE] [--again] [--seconds N] [AREA ...]

The tests of an area are collected once. One copy of the process notes which test runs which line; then each mutant gets a copy in which
the code of the changed function is replaced, and its tests run until one fails. What stands outside functions is changed in a process of
its own. Results are kept in .cache/mutants; scripts/mutation/report.py writes docs/mutants.md from them.
"""

import argparse
import json
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[2])]

import pytest
from areas import AREAS, Area
from changing import ChangedModule, can_replace, replace_code
from copying import Answer, OutOfTime, in_copy, in_new_process, outcome
from drawing import Mutant, modules, mutants
from noting import CACHE, RESULTS, ROOT, choose_tests, read_values, write_values

WHICH = ("-m", "not slow and not browser and not window", "-k", "not postgresql")
OPTIONS = ("-q", "-x", "-p", "no:cacheprovider", *WHICH)
CPU_S, SLOW_S = 8, 2
"""Processor seconds that the tests of one mutant may take, and one test alone: a slower one is left out."""


class TooSlow(BaseException):
    """This test is not for mutants."""


class SameExamples:
    """Hypothesis tries the same examples each time, and keeps none."""

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:
        from hypothesis import settings

        settings.register_profile("mutants", derandomize=True, database=None, deadline=None)
        settings.load_profile("mutants")


class Runs(SameExamples):
    """A pytest plugin in place of pytest's own loop."""

    def __init__(self, area: Area, drawn: Sequence[Mutant], seconds: int, with_slow: bool) -> None:
        self._area, self._drawn, self._seconds, self._with_slow = area, drawn, seconds, with_slow
        self._failed: tuple[str, str] | None = None
        self._cov: Any = None
        self._times: dict[str, float] = {}
        self._slow: set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise SystemExit("the tests of this area cannot be collected")
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # one for all copies
        self._items = {item.nodeid: item for item in session.items}
        self._warm(session.items)
        self._note_new_tests()
        lines = read_values(f"lines-{self._area.name}")
        for at, mutant in enumerate(self._drawn, 1):
            begun = time.monotonic()
            answer = self._run(mutant, choose_tests(mutant, lines, self._seconds * 0.7, with_slow=self._with_slow))
            write_values(RESULTS, read_values(RESULTS) | {mutant.key: answer | {"module": mutant.module}})
            change = f"{mutant.module}:{mutant.line} {mutant.kind}: {mutant.before[:60]} -> {mutant.after[:60]}"
            took = f"{time.monotonic() - begun:.1f}s"
            print(f"\n{at}/{len(self._drawn)} {mutant.key} {answer['status']} {took} {change} {answer.get('test', '')}", flush=True)
        return True

    def _run(self, mutant: Mutant, tests: Sequence[str]) -> Answer:
        def work() -> Answer:
            replace_code(mutant)
            self._loop(tests)
            return outcome(self._failed)

        answer = in_copy(work, self._seconds) if can_replace(mutant) else in_new_process(mutant, tests)
        return answer | {"tests": len(tests)}

    def _warm(self, items: Sequence[pytest.Item]) -> None:
        """Run one test here, so that each copy has what is read once: the shipped content, the game, drivers."""
        site = sys.modules.get("lms_site")
        if site is not None:
            site.shared_catalogue()
        other = next((item for item in items if item.path.parent != items[0].path.parent), None)
        other = other or next((item for item in items if item.path != items[0].path), items[-1])
        items[0].config.hook.pytest_runtest_protocol(item=items[0], nextitem=other)
        if self._failed:
            raise SystemExit(f"{self._area.name}: {self._failed} without a mutant")

    def _note_new_tests(self) -> None:
        """Note which test runs which line, for tests that were not seen yet, or whose file is newer."""
        name = f"lines-{self._area.name}"
        seen = read_values(name)
        stamp = {id: int(item.path.stat().st_mtime) for id, item in self._items.items()}
        new = [id for id in self._items if seen.get(id, {}).get("stamp") != stamp[id]]
        if not new:
            return
        answer = in_copy(lambda: self._note_lines(new), 3600)
        if "lines" not in answer:
            raise SystemExit(f"{self._area.name}: the tests are not green without a mutant: {answer}")
        noted = {id: answer["lines"].get(id, {"files": {}, "time": SLOW_S, "is_slow": True}) | {"stamp": stamp[id]} for id in new}
        write_values(name, {id: row for id, row in seen.items() if id in self._items} | noted)

    def _note_lines(self, tests: Sequence[str]) -> Answer:
        import coverage

        files = {str(path): module for module, path in modules(self._area).items()}
        self._cov = coverage.Coverage(data_file=None, include=list(files), config_file=False)
        self._cov.start()
        self._cov.switch_context("none")
        signal.signal(signal.SIGPROF, _stop_slow)
        self._loop(tests)
        self._cov.stop()
        if self._failed:
            return {"failed": self._failed}
        rows: dict[str, dict[str, Any]] = {id: {"files": {}, "time": self._times[id]} for id in tests if id not in self._slow}
        data = self._cov.get_data()
        for file in data.measured_files():
            for line, contexts in data.contexts_by_lineno(file).items():
                for id in {id for context in contexts for id in _tests_of(context, rows)}:
                    rows[id]["files"].setdefault(files[file], []).append(line)
        return {"lines": rows}

    def _loop(self, tests: Sequence[str]) -> None:
        items = [self._items[id] for id in tests if id in self._items]
        if not items:
            return
        items[0].session._setupstate.teardown_exact(items[0])  # what the warm test left
        try:
            for at, item in enumerate(items):
                begun = time.process_time()
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=items[at + 1] if at + 1 < len(items) else None)
                self._times[item.nodeid] = round(time.process_time() - begun, 3)
                if self._failed:
                    break
        except OutOfTime:
            self._failed = ("", "out of time")
        finally:
            signal.signal(signal.SIGXCPU, signal.SIG_IGN)
            items[0].session._setupstate.teardown_exact(None)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and "TooSlow" in str(report.longrepr):
            self._slow.add(report.nodeid)
        elif report.failed and self._failed is None:
            self._failed = _failure(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if self._cov:
            self._cov.switch_context(f"setup|{item.nodeid}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> None:
        if self._cov:
            self._cov.switch_context(f"call|{item.nodeid}")
            signal.setitimer(signal.ITIMER_PROF, SLOW_S)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)


class RunsInOrder(SameExamples):
    """Runs the tests in the order given, and notes the first that fails."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._at = {test: at for at, test in enumerate(tests)}
        self.failed: tuple[str, str] | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((item for item in items if item.nodeid in self._at), key=lambda item: self._at[item.nodeid])

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.failed is None:
            self.failed = _failure(report)


def _failure(report: pytest.TestReport) -> tuple[str, str]:
    crash = getattr(report.longrepr, "reprcrash", None)
    return report.nodeid, str(crash.message if crash else report.longrepr)[:300]


def _tests_of(context: str, rows: dict[str, Any]) -> list[str]:
    """The tests that run what this context ran: what a fixture of a whole file runs counts for each test of the file."""
    phase, _, id = context.partition("|")
    if phase == "setup":
        return [other for other in rows if other.split("::")[0] == id.split("::")[0]]
    return [id] if id in rows else []


def _stop_slow(number: int, frame: FrameType | None) -> None:
    raise TooSlow


def run_one() -> None:
    """The other side of `in_new_process`."""
    work = json.loads(sys.stdin.read())
    area = next(area for area in AREAS if area.name == work["area"])
    mutant = next(mutant for mutant in mutants(area) if mutant.key == work["key"])
    resource.setrlimit(resource.RLIMIT_CPU, (60, 80))
    sys.meta_path.insert(0, ChangedModule(mutant))
    runs = RunsInOrder(work["tests"])
    status = pytest.main([*OPTIONS, *sorted({test.split("::")[0] for test in work["tests"]})], plugins=[runs])
    answer = outcome(runs.failed)
    if status not in (0, pytest.ExitCode.NO_TESTS_COLLECTED) and runs.failed is None:
        answer = {"status": "killed", "test": "", "why": f"pytest ended with {status}"}
    print("\n" + json.dumps(answer))


def run_area(area: Area, share: float, again: bool, seconds: int, with_slow: bool) -> None:
    results = read_values(RESULTS)
    drawn = [one for one in mutants(area)[: round(area.count * share)] if again or results.get(one.key, {}).get("status") != "killed"]
    if not drawn and share:
        return
    folder = CACHE / f"tmp-{area.name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    tests = [path for path in area.tests if (ROOT / path).exists()]
    pytest.main([*OPTIONS, f"--basetemp={folder}", *tests], plugins=[Runs(area, drawn, seconds, with_slow)])


def main() -> None:
    reader = argparse.ArgumentParser(description="Run the drawn mutants.")
    reader.add_argument("areas", nargs="*", default=[area.name for area in AREAS])
    reader.add_argument("--first", type=float, default=1.0, help="share of each area's draw, from its beginning")
    reader.add_argument("--again", action="store_true", help="those also that were killed before")
    reader.add_argument("--seconds", type=int, default=CPU_S, help="processor seconds for the tests of one mutant")
    reader.add_argument("--note", action="store_true", help="only note which test runs which line")
    reader.add_argument("--slow", action="store_true", help="with the tests that are left out for their slowness, last")
    reader.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = reader.parse_args()
    os.chdir(ROOT)
    if given.one:
        run_one()
        return
    if not given.note:
        os.nice(5)
    for area in (area for area in AREAS if area.name in given.areas):
        if os.fork():  # each area begins with no module read
            os.wait()
            continue
        run_area(area, 0.0 if given.note else given.first, given.again, given.seconds, given.slow)
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
