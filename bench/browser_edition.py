"""The game inside a browser: bytes sent, and how long until its first page beside a bare Pyodide.

Cold, with compiled code, from copied memory, and without network. A site must be running, whose operator fetched the runtime:
`python bench/browser_edition.py http://127.0.0.1:8000 [rounds]`
"""

import json
import os
import re
import statistics
import sys
import tempfile
import urllib.request
from html import unescape

from playwright.sync_api import BrowserContext, Page, Route, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PAGE, PROBE = "/en/play-here", "/bench-probe"
START_MS = 300_000
BARE = """<!doctype html><title>probe</title><script type="module">
const begun = performance.now();
const { loadPyodide } = await import("%spyodide.mjs");
const python = await loadPyodide({ indexURL: "%s" });
python.runPython("1 + 1");
document.title = String(performance.now() - begun);
</script>"""


def fetched(address: str) -> bytes:
    """A body as it travels, in the smaller packing."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br, gzip"})
    with urllib.request.urlopen(request) as answer:
        body: bytes = answer.read()
    return body


def facts_of(site: str) -> dict[str, object]:
    with urllib.request.urlopen(site + PAGE) as answer:
        found = re.search(r'<p id="facts" hidden>(.*?)</p>', answer.read().decode(), re.DOTALL)
    assert found is not None, "this site has no runtime: horslesmurs browser-edition"
    facts: dict[str, object] = json.loads(unescape(found[1]))
    return facts


def ready(page: Page, site: str) -> float:
    """Seconds from the press on "Play here" to the first page of the game."""
    page.goto(site + PAGE)
    page.click("#begin")
    page.wait_for_selector("#game:not([hidden])", timeout=START_MS)
    took: float = page.evaluate("performance.getEntriesByName('play-ready')[0].duration")
    return took / 1000


def bare(context: BrowserContext, site: str, runtime: str) -> float:
    """Seconds of a bare Pyodide from the same files."""

    def answer(route: Route) -> None:
        route.fulfill(body=BARE % (runtime, runtime), content_type="text/html")

    page = context.new_page()
    page.route(f"**{PROBE}", answer)
    page.goto(site + PROBE)
    page.wait_for_selector("title", state="attached")
    for _ in range(3000):
        if page.title() != "probe":
            break
        page.wait_for_timeout(100)
    took = float(page.title())
    page.close()
    return took / 1000


def main(site: str, rounds: int) -> None:
    facts = facts_of(site)
    files = facts["files"]
    assert isinstance(files, list)
    runtime = next(str(one["address"]) for one in files).rpartition("/")[0] + "/"
    sent = sum(len(fetched(site + one["address"])) for one in files)
    print(f"sent {sent / 1e6:.2f} MB, load {os.getloadavg()[0]:.1f}")
    rows: dict[str, list[float]] = {"cold": [], "compiled": [], "from memory": [], "without network": [], "bare": []}
    with sync_playwright() as engine:
        for _ in range(rounds):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                context = engine.chromium.launch_persistent_context(folder, executable_path=CHROMIUM, args=ARGUMENTS)
                page = context.pages[0]
                rows["cold"].append(ready(page, site))
                page.wait_for_selector("html[data-compiled]", timeout=START_MS)
                page.goto("about:blank")
                rows["compiled"].append(ready(page, site))
                page.wait_for_selector("html[data-memory=copied]", timeout=START_MS)
                page.goto("about:blank")
                rows["from memory"].append(ready(page, site))
                assert page.get_attribute("html", "data-began") == "memory"
                page.goto("about:blank")
                context.set_offline(True)
                rows["without network"].append(ready(page, site))
                context.set_offline(False)
                page.goto("about:blank")
                rows["bare"].append(bare(context, site, runtime))
                context.close()
    probe = statistics.median(rows.pop("bare"))
    print(f"a bare Pyodide {probe:.2f} s")
    for name, values in rows.items():
        if values:
            took = statistics.median(values)
            print(f"{name}: {took:.2f} s, {took / probe:.2f} times the bare one; each: {' '.join(f'{one:.2f}' for one in values)}")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), int(sys.argv[2]) if len(sys.argv) > 2 else 3)
