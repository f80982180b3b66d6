"""Take the README's pictures again: a served demo site, a real Chromium, two small PNG files of the pages in docs/screenshots/."""

import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "screenshots"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
COLOURS = 128
MOST_BYTES = 200_000
PATIENCE_MS = 120_000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str) -> None:
    for _ in range(720):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)  # noqa: S310 - our own site
            return
        except OSError:
            time.sleep(0.25)
    raise SystemExit("the site does not answer: run `horslesmurs serve` by hand to see why")


def evening(page: Page) -> None:
    """Day 9, the evening: she is cold, and the call is one press away."""
    page.goto("/fr/jouer/personnage/azur/2")
    page.locator("main form .actions button").click()
    for _ in range(30):
        if "9" in page.locator("h1").inner_text() and "soir" in page.locator("h1").inner_text():
            return
        if page.locator("input[name=option]").count():
            page.locator("input[name=option]").first.press("Space")
            page.locator("button[value=decide]").click()
        else:
            page.locator(".bar-call [value=next]").click()


def report(page: Page, data: Path) -> None:
    """An educator's report on simulated learners."""
    words = dict(line.split("\t") for line in (data / "demo-accounts.txt").read_text(encoding="utf-8").splitlines())
    page.goto("/fr/connexion")
    page.locator("#name").fill("educator")
    page.locator("#passphrase").fill(words["educator"])
    page.locator("main form .button").click()
    page.goto("/fr/cohortes")
    page.locator("main .cards a.card").first.click()
    cohort = page.url
    for _ in range(60):
        page.goto(f"{cohort}/signs")
        if page.locator("svg.chart, .stats").count():
            return
        time.sleep(1)


def save_picture(page: Page, name: str, *, full: bool = False) -> None:
    drawn = Image.open(io.BytesIO(page.screenshot(full_page=full, animations="disabled"))).convert("RGB")
    path = OUT / f"{name}.png"
    drawn.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {size / 1000:.0f} kB")
    if size > MOST_BYTES:
        raise SystemExit(f"{path.name} is over {MOST_BYTES / 1000:.0f} kB: take a smaller part of the page")


def take(address: str, data: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        controller = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800}).new_page()
        controller.set_default_timeout(PATIENCE_MS)
        controller.set_default_navigation_timeout(PATIENCE_MS)
        evening(controller)
        save_picture(controller, "game")
        report(controller, data)
        save_picture(controller, "report")
        browser.close()


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        environment = {**os.environ, "HORSLESMURS_DATA": folder, "HORSLESMURS_PORT": str(port), "HORSLESMURS_ORIGIN": address}
        command = [sys.executable, str(ROOT / "horslesmurs.py")]
        subprocess.run([*command, "demo", "--learners", "40", "--seed", "11"], env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        process = subprocess.Popen([*command, "serve"], env=environment)  # noqa: S603 - our own command
        try:
            wait_for(address)
            take(address, Path(folder))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


if __name__ == "__main__":
    main()
