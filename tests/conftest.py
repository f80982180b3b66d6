"""What tests of every package share: one Chromium a test process (Playwright's sync door opens once), and how files go to processes."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright
from xdist.scheduler import LoadFileScheduling

# How fast inputs are drawn says how busy the machine is, and nothing of the code.
settings.register_profile("search", suppress_health_check=[HealthCheck.too_slow], deadline=None)
# The inputs of `make test` follow from the test's own code: what turns it red is then the change at hand, and it is red again.
settings.register_profile("same", settings.get_profile("search"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_INPUTS", "same"))
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


PARSED = "TEST_PARSED_CONTENT"
"""Names the folder in which the processes of one run keep the shipped content as parsed; empty at the beginning of each run."""


def pytest_configure(config: pytest.Config) -> None:
    if PARSED not in os.environ:  # the process that starts the others; they inherit it
        folder = os.environ[PARSED] = tempfile.mkdtemp(prefix="parsed-content-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        config.add_cleanup(lambda: os.environ.pop(PARSED))


def pytest_collection_finish() -> None:
    """Let no collection of garbage look at 9,000 tests and all modules again: they stay until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.hookimpl(tryfirst=True)  # before the marks of the command line choose
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a test marked `sampled(n)` the fast set runs every n-th case, the slow set all others."""
    cases: dict[str, int] = {}
    for item in items:
        sampled = item.get_closest_marker("sampled")
        if sampled is None:
            continue
        name = item.nodeid.split("[")[0]
        place = cases[name] = cases.get(name, -1) + 1
        if place % sampled.args[0]:
            item.add_marker(pytest.mark.slow)


class OneServedSite(LoadFileScheduling):
    """A file to a process, and all of tests/e2e to one: its served site is made once, and its browsers do not wait for each other."""

    def _split_scope(self, nodeid: str) -> str:
        return "tests/e2e" if nodeid.startswith("tests/e2e/") else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    return OneServedSite(config, log) if config.getoption("dist") == "loadfile" else None
