"""The game inside Firefox ESR: it begins, a week is begun, the page is left, and the next page finds the files free and the week whole."""

import time

import pytest
from firefox_browser import Firefox, firefox, missing
from served import Site
from test_window_delivers import horslesmurs

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason=f"not on this machine: {', '.join(missing())}"),
]
PATIENCE_S = 180
CUT_OFF = """(async () => {
  const facts = JSON.parse(document.getElementById('facts').textContent);
  const place = await caches.open(`play-here-${facts.mark}`);
  const bytes = await (await place.match(facts.memory)).arrayBuffer();
  const headers = { 'Made-By': navigator.userAgent };
  await place.put(facts.memory, new Response(bytes.slice(0, bytes.byteLength / 2), { headers }));
})()"""


def wait(one: Firefox, wanted: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while not one.value(wanted):
        assert time.monotonic() < until, wanted
        time.sleep(0.1)


def begin(one: Firefox, site: Site) -> None:
    one.open(f"{site.address}/fr/jouer-ici")
    one.ask("click", selector="#begin")
    wait(one, "!document.getElementById('game').hidden || !document.getElementById('trouble').hidden")
    assert one.value("document.getElementById('trouble').hidden"), one.value("document.getElementById('trouble').dataset.detail")


def press(one: Firefox, key: str) -> None:
    one.ask("click", selector=f'[data-press="{key}"]')
    wait(one, "!document.getElementById('game').hasAttribute('aria-busy')")


def test_a_week_is_begun_and_found_again_from_files_and_from_copied_memory(site: Site) -> None:
    try:
        horslesmurs(site, "browser-edition")
    except AssertionError as error:
        pytest.skip(f"the runtime cannot be had: {error}")
    with firefox() as one:
        one.ask("size", width=360, height=640)
        begin(one, site)
        for key in ("new", *["validate"] * 5, "begin_day", "next"):
            press(one, key)
        where = one.text("#game h1")
        one.open("about:blank")
        begin(one, site)
        press(one, "kept:0")
        assert one.text("#game h1") == where
        wait(one, "document.documentElement.dataset.memory === 'copied'")
        one.open("about:blank")
        begin(one, site)
        assert one.value("document.documentElement.dataset.began") == "memory"
        press(one, "kept:0")
        assert one.text("#game h1") == where
        assert not one.value("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert one.ask("said") == []
        one.value(CUT_OFF)
        one.open("about:blank")
        begin(one, site)
        assert one.value("document.documentElement.dataset.began") == "anew", "a copy that is cut off is left"
        press(one, "kept:0")
        assert one.text("#game h1") == where
