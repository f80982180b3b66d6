"""A module of a package, walked through in a platform with a runtime of SCORM that nobody here wrote: npm's scorm-again in Chromium."""

from pathlib import Path

import learning_platform
import pytest
from content_day import DAY_OF_CONTENT, NOON_OF_CONTENT
from playwright.sync_api import Browser

from courses.packages import archive
from courses.serving import catalogue

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(bool(learning_platform.MISSING), reason=f"not on this machine: {learning_platform.MISSING}"),
]
SHIPPED_FOLDER = Path(__file__).resolve().parents[3] / "content"
NOTHING_KEPT = ["GetValue", ["cmi.suspend_data"], "", "403"]
"""SCORM 2004 says so of a value that nobody has set: a first launch asks all the same, since platforms call a second one first too."""
NOW = NOON_OF_CONTENT


def packed(course: str, language: str, kind: archive.Kind) -> bytes:
    request = archive.Request(course, language, kind, SHIPPED_FOLDER / "media", DAY_OF_CONTENT)
    return archive.pack(catalogue.load(SHIPPED_FOLDER, now=NOW), request)


def read_all(launch, facts):
    for _screen in range(facts["screens"]):
        launch.step_on()


def answer_all(launch, facts, *, safely):
    for number, item in enumerate(facts["items"], 1):
        launch.answer(number, item, safely=safely)
        launch.step_on()


def values(calls, name):
    return [call[1][1] for call in calls if "SetValue" in call[0] and call[1][0] == name]


@pytest.mark.parametrize("kind", ["scorm-1.2", "scorm-2004"])
@pytest.mark.parametrize(("course", "module", "language"), [("patient-essentials", "fever", "fr"), ("pharmacists", "at-the-counter", "en")])
def test_a_module_is_read_left_taken_up_again_and_finished(chromium: Browser, tmp_path, kind, course, module, language):
    is_professional = course == "pharmacists"
    status = "cmi.completion_status" if kind == "scorm-2004" else "cmi.core.lesson_status"
    with learning_platform.platform(packed(course, language, kind), tmp_path) as address:
        context = chromium.new_context(viewport={"width": 360, "height": 740})
        launch = learning_platform.Launch(context, address, kind, f"{language}/{module}.html")
        facts = launch.facts()
        read_all(launch, facts)
        answer_all(launch, facts, safely=False)
        assert launch.frame.locator("#review .care").count() == 1, "unsafe answers are named first"
        assert "completed" not in values(launch.calls(), status)
        launch.leave()
        calls = launch.calls()
        assert [call for call in calls if call[3] != "0" and call != NOTHING_KEPT] == [], "the runtime takes every call"
        assert sum("Initialize" in call[0] for call in calls) == 1
        assert sum(call[0] in ("Terminate", "LMSFinish") for call in calls) == 1

        again = learning_platform.Launch(context, address, kind, f"{language}/{module}.html")
        assert again.frame.locator("#end").is_visible(), "the learner is back where she left"
        again.frame.click("#review button >> nth=0")
        for number, item in enumerate(facts["items"], 1):
            while not again.frame.locator(f"#item-{number}").is_visible():
                again.frame.click("#back" if number == 1 else "#on")
            again.answer(number, item, safely=True)
        again.step_on()
        assert again.frame.locator("#review .good").is_visible()
        again.leave()
        calls = again.calls()
        assert [call for call in calls if call[3] != "0"] == []
        assert values(calls, status)[-1] == ("passed" if is_professional and kind == "scorm-1.2" else "completed")
        has_score = any("score" in call[1][0] for call in calls if call[1])
        has_answers = any("interactions" in call[1][0] for call in calls if call[1])
        assert (has_score, has_answers) == (is_professional, is_professional), "a patient's score and answers stay with her"
        assert len(values(calls, "cmi.suspend_data")[-1]) < 3500
        assert launch.errors == again.errors == []


def test_opened_alone_it_says_that_nothing_is_kept_and_can_be_read(chromium: Browser, tmp_path):
    with learning_platform.platform(packed("patient-essentials", "fr", "scorm-1.2"), tmp_path) as address:
        page = chromium.new_context().new_page()
        page.goto(f"{address}/package/fr/fever.html")
        page.wait_for_selector(".moves:not([hidden])")
        assert "rien n’est enregistré" in page.inner_text("#platform")
        page.click("#on")
        assert page.locator(".step:not([hidden])").count() == 1


def test_without_script_everything_can_be_read(chromium: Browser, tmp_path):
    with learning_platform.platform(packed("patient-essentials", "en", "scorm-2004"), tmp_path) as address:
        page = chromium.new_context(java_script_enabled=False).new_page()
        page.goto(f"{address}/package/en/fever.html")
        assert page.locator(".step").first.is_visible()
        assert page.locator(".item").last.is_visible()
