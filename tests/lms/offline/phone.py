"""A phone with the site on it, for tests: a site whose server can really be stopped, and a Chromium that can really be killed."""

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import BaseWSGIServer, make_server

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--headless=new")
COURSE = "caregivers-living"
"""The shortest of the site: two modules."""
SLOW_MS = 60_000


class StoppableSite:
    """One site on one port, whose server goes and comes back."""

    def __init__(self, site: Flask) -> None:
        self.site = site
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self.site, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        """Nothing listens on the port after this."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = None


@contextmanager
def killable(chromium: Browser, profile: Path) -> Iterator[tuple[BrowserContext, "subprocess.Popen[bytes]"]]:
    """A Chromium of its own process, with a profile that stays; the test may kill it."""
    port_file = profile / "DevToolsActivePort"
    port_file.unlink(missing_ok=True)
    command = [CHROMIUM, *ARGUMENTS, f"--user-data-dir={profile}", "--remote-debugging-port=0", "--window-size=360,740", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        for _ in range(600):
            if port_file.exists() and port_file.read_text().strip():
                break
            time.sleep(0.1)
        browser = chromium.browser_type.connect_over_cdp(f"http://127.0.0.1:{port_file.read_text().split()[0]}")
        yield browser.contexts[0], process
    finally:
        kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """All processes of the browser at once, as a phone does that needs its memory."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def sign_in(context: BrowserContext, address: str, name: str, passphrase: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/fr/connexion", timeout=SLOW_MS)
    page.fill("#name", name)
    page.fill("#passphrase", passphrase)
    page.locator("main form button.button").first.click()
    page.wait_for_url(lambda url: "connexion" not in url, timeout=SLOW_MS)
    page.close()


def open_phone_page(context: BrowserContext, address: str, lang: str = "fr") -> Page:
    """The page of what is on this phone, once its own copy is kept."""
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    page.goto(f"{address}/{'fr/hors-connexion' if lang == 'fr' else 'en/offline'}")
    expect(page.locator("#all")).to_be_visible(timeout=SLOW_MS)
    for _ in range(300):
        if page.evaluate(
            """async () => Boolean(await (await caches.open(`phone-${document.documentElement.lang}`)).match("/offline-filled"))"""
        ):
            return page
        page.wait_for_timeout(200)
    raise AssertionError("the page of the phone is not kept")


def keep_course(page: Page, course: str = COURSE) -> None:
    row = page.locator(f'[data-course="{course}"]')
    row.locator("[data-keep]").click()
    expect(row.locator("[data-remove]")).to_be_visible(timeout=2 * SLOW_MS)


def open_module(context: BrowserContext, address: str, module: str, lang: str = "fr") -> Page:
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    page.goto(f"{address}/{'fr/hors-connexion/cours' if lang == 'fr' else 'en/offline/courses'}/{COURSE}/{module}")
    expect(page.locator("#moves")).to_be_visible(timeout=SLOW_MS)
    return page


def read_to_first_question(page: Page) -> None:
    while page.locator("form.item:visible").count() == 0:
        page.locator("#on").click()


def answer_first(page: Page) -> None:
    """Give the first answer of the question that is open, and wait until the page says what becomes of it."""
    form = page.locator("form.item:visible")
    if form.locator("select").count():
        for at, field in enumerate(form.locator("select").all()):
            field.select_option(index=at + 1)
    elif form.locator("input[inputmode]").count():
        form.locator("input[inputmode]").fill("38")
    else:
        form.locator("label.choice").first.click()
    form.locator(".check").click()
    expect(form.locator(".why")).to_be_visible(timeout=SLOW_MS)


def waiting(page: Page) -> int:
    """How many answers wait on the device."""
    script = """async () => (await Offline.events()).filter((one) => one.kind === "answer").length"""
    return int(page.evaluate(script))
