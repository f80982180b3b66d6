"""A real served site (web and worker, as `horslesmurs serve` starts them) with 30 simulated learners, and a real Chromium."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from served import PHONE, ROOT, MakePage, Site, environment, fill, free_port, wait_for

from lms.settings import read

REFUSED = "422"
"""A form that lacks a choice comes back with this status, and Chromium calls that an error of the console; it is meant."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data, port = tmp_path_factory.mktemp("site"), free_port()
    passes, cohort = fill(read(environment(data, port)))
    log = data.parent / "served.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "horslesmurs.py"), "serve"],
            env=environment(data, port),
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, process, log)
        yield Site(address, data, passes, cohort, log, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    assert not [line for line in log.read_text().splitlines() if '"level": "error"' in line], "a part of the site failed"


@pytest.fixture
def make_page(chromium: Browser, site: Site) -> Iterator[MakePage]:
    """make_page(javascript=…, width=…): a new person's browser, at a phone's size. Its page fails the test on an error of the console."""
    made: list[BrowserContext] = []
    errors: list[str] = []

    def make(*, javascript: bool = True, width: int = PHONE["width"], height: int = PHONE["height"], scheme: str = "light") -> Page:
        context = chromium.new_context(
            base_url=site.address,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        context.set_default_timeout(60_000)
        made.append(context)
        page = context.new_page()
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" and REFUSED not in said.text else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield make
    for context in made:
        context.close()
    assert not errors
