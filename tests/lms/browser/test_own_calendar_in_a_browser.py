"""Own dates as a calendar file, made in the browser: two whole days, no word of what they are, and no date in any request."""

from pathlib import Path

import pytest
from conftest_browser import Served
from icalendar import Calendar
from playwright.sync_api import Browser

from courses.rules import cohort_names
from lms.settings import CONTENT

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATHS = {"fr": "/fr/selon-mes-dates", "en": "/en/by-my-dates"}


@pytest.mark.parametrize(("lang", "width"), [("fr", 360), ("en", 1280)])
def test_the_file_is_made_on_the_device_and_says_nothing_but_days(chromium: Browser, served: Served, lang: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{served.address}{PATHS[lang]}")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url} {request.post_data}"))
    assert page.locator("#save-dates").is_disabled()
    fields = page.locator("[data-milestone]")
    for place, day in enumerate(("2027-03-28", "2027-12-31")):
        fields.nth(place).fill(day)
        fields.nth(place).dispatch_event("change")
    page.locator("#save-dates").focus()
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    raw = Path(saved.value.path()).read_bytes()
    assert saved.value.suggested_filename.endswith(".ics")
    events = Calendar.from_ical(raw).walk("VEVENT")
    assert [(str(one["DTSTART"].dt), str(one["DTEND"].dt)) for one in events] == [
        ("2027-03-28", "2027-03-29"),
        ("2027-12-31", "2028-01-01"),
    ]
    assert len({str(one["UID"]) for one in events}) == 2
    assert raw.count(b"\r\n") == raw.count(b"\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    text = raw.decode()
    assert cohort_names.load(CONTENT).first_in(text) is None
    assert not [words for words in page.locator("#own-list strong").all_inner_texts() if words in text]
    icon = f"GET {served.address}/static/icon.svg"  # Chromium asks for it when it likes
    assert [one for one in sent if "2027" in one or not one.startswith(("GET blob:", icon))] == []
    page.locator("#forget-dates").click()
    assert page.locator("#save-dates").is_disabled()
    context.close()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_without_scripts_the_page_says_so_and_has_lines_for_a_pen(chromium: Browser, served: Served, lang: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}{PATHS[lang]}")
    words = page.locator("#no-script").inner_text()
    assert "JavaScript" in words
    assert words.count("____ / ____") == page.locator("[data-milestone]").count() > 1
    assert not page.locator("#save-dates").is_visible()
    context.close()
