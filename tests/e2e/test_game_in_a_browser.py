"""The game inside the browser, in Chromium: a week begun with network, played on without it through five kills, delivered once.

The browser is killed with SIGKILL, all its processes at once; the site's processes stand still while there is no network.
"""

import json
import os
import re
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Error, Page, expect
from served import ARGUMENTS, CHROMIUM, PHONE, MakePage, Site
from test_window_delivers import asked_code, counted, horslesmurs, settled, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE, NAME = "/fr/jouer-ici", "ondine"
START_MS = 180_000
KILLS = 5
WAYS = {"card": ["begin_day"], "situation": ["choice:", "validate"], "call": ["person:", "dial", "say:", "validate", "hang_up"]}


@pytest.fixture(scope="module")
def offered(site: Site) -> Site:
    """The site once its operator fetched the runtime."""
    try:
        said = horslesmurs(site, "browser-edition")
    except AssertionError as error:
        pytest.skip(f"the runtime cannot be had: {error}")
    assert "Pyodide" in said
    return site


@pytest.fixture(scope="module")
def chromium_type(chromium: object) -> BrowserType:
    return chromium.browser_type  # type: ignore[attr-defined,no-any-return]


@contextmanager
def opened(kind: BrowserType, site: Site, folder: Path, *, is_offline: bool = False) -> Iterator[Page]:
    context: BrowserContext = kind.launch_persistent_context(
        str(folder), executable_path=CHROMIUM, args=ARGUMENTS, viewport=PHONE, base_url=site.address, offline=is_offline
    )
    context.set_default_timeout(60_000)
    try:
        yield context.pages[0]
    finally:
        with suppress(Error):
            context.close()


def kill(folder: Path) -> None:
    """Every process of the browser of this profile, at once."""
    found = subprocess.run(["pgrep", "-f", f"user-data-dir={folder}"], capture_output=True, text=True).stdout.split()
    assert found
    for number in map(int, found):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    time.sleep(1)


def start(page: Page) -> None:
    page.goto(PAGE)
    page.click("#begin")
    page.wait_for_selector("#game:not([hidden]), #trouble:not([hidden])", timeout=START_MS)


def begin(page: Page) -> None:
    start(page)
    assert page.locator("#trouble").is_hidden(), page.locator("#trouble").get_attribute("data-detail")


def press(page: Page, key: str) -> None:
    one = page.locator(f'#game [data-press^="{key}"]:not(:disabled)').first
    if one.evaluate("one => one.nodeName") == "INPUT":
        one.check(force=True)
        page.wait_for_timeout(60)
    else:
        one.click(force=True)  # also one that waits for what the field before it brings
    page.wait_for_selector("#game:not([aria-busy])")


def keys(page: Page) -> list[str]:
    return page.eval_on_selector_all("#game [data-press]:not(:disabled):not([aria-disabled])", "all => all.map((one) => one.dataset.press)")


def one_page(page: Page) -> bool:
    """A plain player's presses on the page that is there; False on the look back."""
    name = page.locator("#game").get_attribute("data-screen") or ""
    if name == "debrief":
        return False
    for part in WAYS.get(name, ["next"]):
        if any(one.startswith(part) for one in keys(page)):
            press(page, part)
    return True


def statements(site: Site) -> list[dict[str, object]]:
    """Those of the store that say that they were made in a browser, as they were sent."""
    with closing(sqlite3.connect(f"file:{site.data}/horslesmurs.sqlite?mode=ro", uri=True)) as base:
        rows = [json.loads(text) for (text,) in base.execute("select body from lrs_statements order by seq")]
    return [one for one in rows if one.get("context", {}).get("platform") == "browser"]


def test_a_week_killed_five_times_without_network_arrives_once(
    offered: Site, chromium_type: BrowserType, make_page: MakePage, tmp_path: Path
) -> None:
    site = offered
    passphrase = horslesmurs(site, "user", "add", NAME, "--role", "patient", "--demo").rpartition(": ")[2].strip()
    horslesmurs(site, "cohort", "join", site.cohort, NAME)
    educator = make_page(width=1280, height=900)
    sign_in(educator, "educator", site.passphrases["educator"])
    before = settled(educator, site)
    with opened(chromium_type, site, tmp_path) as page:
        sign_in(page, NAME, passphrase)
        code = asked_code(page)
        begin(page)
        press(page, "link")
        page.fill('[data-field="field:code"]', code)
        press(page, "pair")
        expect(page.locator("#game")).to_contain_text("Lié à")
        press(page, "back")
        page.wait_for_selector("html[data-compiled]", timeout=START_MS)
        press(page, "new")
        press(page, "story:azur")
        press(page, "validate")
        press(page, "week:2")
        for _ in range(4):
            press(page, "validate")
        page.context.set_offline(True)
        one_page(page)
        where = page.locator("#game h1").inner_text()
        kill(tmp_path)
    with site.silent():
        for _ in range(KILLS - 1):
            with opened(chromium_type, site, tmp_path, is_offline=True) as page:
                begin(page)
                press(page, "kept:0")
                assert page.locator("#game h1").inner_text() == where
                for _ in range(3):
                    one_page(page)
                where = page.locator("#game h1").inner_text()
                kill(tmp_path)
        with opened(chromium_type, site, tmp_path, is_offline=True) as page:
            begin(page)
            press(page, "kept:0")
            for _ in range(80):
                if not one_page(page):
                    break
            assert "En attente" in page.locator("#said").inner_text()
    assert len([one for one in statements(site) if "completed" in str(one["verb"])]) == 0
    with opened(chromium_type, site, tmp_path) as page:
        begin(page)
        expect(page.locator("#said")).to_have_text("Tout est envoyé", timeout=120_000)
    made = statements(site)
    verbs = [str(one["verb"]) for one in made]
    assert len({str(one["id"]) for one in made}) == len(made) > 10
    assert sum("completed" in verb for verb in verbs) == 1
    assert counted_soon(educator, site, before + 1) == before + 1


def counted_soon(page: Page, site: Site, wanted: int) -> int:
    until = time.monotonic() + 60
    while (number := counted(page, site)) != wanted and time.monotonic() < until:
        time.sleep(0.5)
    return number


def test_a_second_tab_is_refused_with_a_sentence(offered: Site, chromium_type: BrowserType, tmp_path: Path) -> None:
    with opened(chromium_type, offered, tmp_path) as page:
        begin(page)
        other = page.context.new_page()
        start(other)
        assert "déjà ouvert dans un autre onglet" in other.locator("#trouble").inner_text()
        page.close()
        other.click("#begin")
        other.wait_for_selector("#game:not([hidden])", timeout=START_MS)


def test_a_start_that_fails_leads_to_the_pages(offered: Site, chromium_type: BrowserType, tmp_path: Path) -> None:
    with opened(chromium_type, offered, tmp_path) as page:
        page.context.route(re.compile(r"python_stdlib"), lambda route: route.abort())
        start(page)
        assert "n’a pas pu commencer" in page.locator("#trouble").inner_text()
        page.click('main a[href="/fr/jouer"]')
        expect(page.locator("h1")).to_be_visible()


def test_by_keyboard_alone_a_week_begins(offered: Site, chromium_type: BrowserType, tmp_path: Path) -> None:
    with opened(chromium_type, offered, tmp_path) as page:
        page.goto("/en/play-here")
        tab_to(page, "#begin")
        page.keyboard.press("Enter")
        page.wait_for_selector("#game:not([hidden])", timeout=START_MS)
        for key in ("new", *["validate"] * 5):
            tab_to(page, f'[data-press="{key}"]')
            page.keyboard.press("Enter")
            page.wait_for_selector("#game:not([aria-busy])")
            assert page.evaluate("document.activeElement.nodeName") == "H1"
        page.keyboard.press("Escape")
        expect(page.locator("#game h1")).to_have_text("Pause")


SPOILT = (
    "cut off",
    "no longer what it was",
    "of another browser",
    "one that killed its tab",
    "whole, and of nothing",
    "another in its middle",
)
SPOIL = """async (why) => {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const place = await caches.open(`play-here-${facts.mark}`);
  const through = async (bytes, way) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(way)).arrayBuffer());
  const kept = new Uint8Array(await (await place.match(facts.memory)).arrayBuffer());
  let bytes = kept;
  if (why === "whole, and of nothing") {
    const memory = await through(kept, new DecompressionStream("gzip"));
    bytes = await through(memory.fill(0, new Uint32Array(memory.buffer, 0, 2)[1] + 1_000_000), new CompressionStream("gzip"));
  } else if (why === "another in its middle") {
    const memory = await through(kept, new DecompressionStream("gzip"));
    bytes = await through(memory.fill(255, memory.length / 10, memory.length / 2), new CompressionStream("gzip"));
  } else if (why === "cut off") bytes = kept.slice(0, kept.length / 2);
  else if (why === "no longer what it was") bytes.fill(7, 1_000_000, 1_000_400);
  else if (why === "one that killed its tab") await place.put(`${facts.memory}-trying`, new Response(""));
  const by = why === "of another browser" ? "one of last year" : navigator.userAgent;
  await place.put(facts.memory, new Response(bytes, { headers: { "Made-By": by } }));
}"""

COUNTED = """async (count) => {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  await (await caches.open(`play-here-${facts.mark}`)).put(`${facts.memory}-copies`, new Response(String(count)));
}"""


def began(page: Page) -> str | None:
    begin(page)
    return page.get_attribute("html", "data-began")


def test_the_next_start_is_from_copied_memory_and_one_that_is_spoilt_is_left(
    offered: Site, chromium_type: BrowserType, tmp_path: Path
) -> None:
    with opened(chromium_type, offered, tmp_path) as page:
        assert began(page) == "anew"
        page.wait_for_selector("html[data-memory=copied]", timeout=START_MS)
        assert began(page) == "memory"
        for key in ("new", *["validate"] * 5):
            press(page, key)
        where = page.locator("#game h1").inner_text()
        for why in SPOILT:
            page.evaluate(SPOIL, why)
            assert began(page) == "anew", why
            press(page, "kept:0")
            assert page.locator("#game h1").inner_text() == where, why
            page.wait_for_selector("html[data-memory=copied]", timeout=START_MS)
            page.evaluate(COUNTED, 0)
            assert began(page) == "memory", f"copied again after one that was {why}"
    with opened(chromium_type, offered, tmp_path, is_offline=True) as page:
        assert began(page) == "memory"


def test_a_device_that_cannot_read_its_copies_makes_no_more(offered: Site, chromium_type: BrowserType, tmp_path: Path) -> None:
    with opened(chromium_type, offered, tmp_path) as page:
        begin(page)
        page.wait_for_selector("html[data-memory=copied]", timeout=START_MS)
        page.evaluate(SPOIL, "cut off")
        page.evaluate(COUNTED, 5)
        assert began(page) == "anew"
        page.wait_for_selector("html[data-memory='not copied']", timeout=START_MS)


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        if page.evaluate(f"document.activeElement.matches({json.dumps(selector)})"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by Tab")
