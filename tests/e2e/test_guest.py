"""Somebody without an account: what to do for a fever in two taps, and a page for a real problem that no log knows of."""

import re

import pytest
from served import MakePage, Site

pytestmark = pytest.mark.browser

FIRST = {"fr": "/fr/", "en": "/en/"}
SAFETY = {"fr": "J’appelle tout de suite|j’appelle tout de suite|appelez tout de suite", "en": "I call now|call now|you call now"}


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "plain"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_guest_finds_what_to_do_for_a_fever_in_two_taps(make_page: MakePage, lang: str, javascript: bool) -> None:
    page = make_page(javascript=javascript)
    page.goto(FIRST[lang])
    taps = 0
    text = page.locator("main").inner_text()
    for selector in ("main a.card.first", "main a.phone, main .actions a"):
        if re.search(SAFETY[lang], text):
            break
        page.locator(selector).first.click()
        taps += 1
        text = page.locator("main").inner_text()
    assert re.search(SAFETY[lang], text)
    assert re.search(r"3[78][.,]\d", text)
    assert taps <= 2


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "plain"])
def test_a_real_problem_is_one_tap_away_and_leaves_no_trace(make_page: MakePage, site: Site, javascript: bool) -> None:
    page = make_page(javascript=javascript)
    page.goto("/fr/jouer")
    page.locator("header a.sos").click()
    assert page.locator('main a[href="tel:15"]').first.is_visible()
    assert page.locator('main a[href="tel:0199001234"]').is_visible()

    page.locator("main summary").first.click()
    page.locator("#day").fill("01 98 76 54 32")
    page.locator('button[value="keep"]').click()
    page.locator('main a[href="tel:0198765432"]').wait_for()
    page.reload()
    assert page.locator('main a[href="tel:0198765432"]').is_visible()

    said = site.log.read_text(errors="replace") + "".join(
        path.read_text(errors="replace") for path in (site.data / "logs").glob("*") if path.is_file()
    )
    assert "vrai-probleme" not in said
    assert "0198765432" not in said
    kept = b"".join(path.read_bytes() for path in site.data.glob("horslesmurs.sqlite*"))
    assert b"0198765432" not in kept
    assert b"vrai-probleme" not in kept


def test_with_javascript_the_numbers_are_not_sent_at_all(make_page: MakePage) -> None:
    page = make_page()
    sent: list[str] = []
    page.on("request", lambda one: sent.append(f"{one.method} {one.url} {one.post_data} {one.headers.get('cookie')}"))
    page.goto("/en/real-problem")
    page.locator("main summary").first.click()
    page.locator("#night").fill("+44 20 7946 0000")
    page.locator('button[value="keep"]').click()
    page.locator('main a[href="tel:+442079460000"]').wait_for()
    page.goto("/en/")
    page.goto("/en/real-problem")
    assert page.locator('main a[href="tel:+442079460000"]').is_visible()
    assert not [line for line in sent if "7946" in line or line.startswith("POST")]


def test_what_is_not_for_now_is_not_shown(make_page: MakePage) -> None:
    page = make_page()
    page.goto("/fr/vrai-probleme")
    page.locator("main summary").first.click()
    assert not page.locator("#forget").is_visible()
    page.locator("#day").fill("01 98 76 54 32")
    page.locator('button[value="keep"]').click()
    page.locator("main summary").first.click()
    assert page.locator("#forget").is_visible()
    page.locator("#forget").click()
    page.locator('main a[href="tel:0199001234"]').wait_for()
    assert page.locator('main a[href="tel:0198765432"]').count() == 0
