"""The declaration of accessibility: what it says follows from the tests that ran and from an audit, and is never better than both."""

import importlib.util
import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from lms_site import close, make_settings, make_site

from lms.accessibility_audit import CRITERIA, THEMES, AccessibilityAudit
from lms.errors import SettingsInvalid
from lms.home import declaration
from lms.home.declaration import NONE, PARTIAL, TOTAL, SeenByTests

TODAY = date(2026, 11, 30)
SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "accessibility.py"


def audit(met: int, failed: int, day: date = TODAY) -> AccessibilityAudit:
    sets = CRITERIA[:met], CRITERIA[met : met + failed], CRITERIA[met + failed :]
    return AccessibilityAudit(day, "Cabinet", *(frozenset(one) for one in sets))


def results(faults: dict[str, int]) -> SeenByTests:
    return SeenByTests(TODAY, "axe-core", "chromium", 2, 4, 9, frozenset({"1.1", "3.2", *faults}), faults)


def module() -> Any:
    spec = importlib.util.spec_from_file_location("accessibility_script", SCRIPT)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


def test_there_are_106_criteria_in_13_themes() -> None:
    assert len(CRITERIA) == len(set(CRITERIA)) == 106
    assert [row[0] for row in THEMES] == list(range(1, 14))


@given(st.dictionaries(st.sampled_from(CRITERIA), st.integers(0, 3)))
def test_no_result_of_a_test_alone_gives_more_than_not_compliant(faults: dict[str, int]) -> None:
    made = declaration.make(results(faults), None, TODAY)
    assert made.state == NONE
    assert sum(len(theme.looked_at) + len(theme.left) for theme in made.themes) == 106


@pytest.mark.parametrize(
    ("met", "failed", "state"), [(106, 0, TOTAL), (105, 1, PARTIAL), (50, 50, PARTIAL), (49, 51, NONE), (0, 106, NONE), (80, 0, TOTAL)]
)
def test_the_state_is_the_share_of_criteria_that_apply(met: int, failed: int, state: str) -> None:
    assert declaration.make(None, audit(met, failed), TODAY).state == state


def test_an_old_audit_and_one_to_come_count_no_more_and_a_fault_speaks_against_one() -> None:
    for day in (TODAY - timedelta(days=3 * 365), TODAY + timedelta(days=1)):
        made = declaration.make(None, audit(106, 0, day), TODAY)
        assert (made.state, made.audit) == (NONE, None)
    contradicted = declaration.make(results({"1.1": 2}), audit(106, 0), TODAY)
    assert (contradicted.state, contradicted.failed) == (PARTIAL, ("1.1",))
    assert contradicted.rate == pytest.approx(105 / 106)
    assert declaration.make(results({"1.1": 0}), audit(106, 0), TODAY).state == TOTAL


@pytest.mark.parametrize(
    "text",
    [
        'day = 2026-11-30\nby = "x"\nmet = ["1.1"]\n',
        f'day = 2026-11-30\nby = "x"\nmet = {[*CRITERIA, "1.1"]}\n',
        f'day = "2026-11-30"\nby = "x"\nmet = {list(CRITERIA)}\n',
        f"day = 2026-11-30\nmet = {list(CRITERIA)}\n",
        f'day = 2026-11-30\nby = "x"\nmet = {list(CRITERIA)}\nfailed = ["14.1"]\n',
        f'day = 2026-11-30\nby = "x"\nmet = {list(CRITERIA)}\nfailed = ["1.1"]\n',
        f'day = 2026-11-30\nby = "x"\nmet = {list(CRITERIA)}\nrate = 1\n',
    ],
)
def test_an_audit_that_leaves_something_out_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "audit.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsInvalid):
        make_settings(tmp_path, accessibility_audit=str(tmp_path / "audit.toml"))


def test_the_summary_counts_what_axe_said_and_nothing_else() -> None:
    rule, other = ["wcag2a", "RGAAv4", "RGAA-1.1.1", "RGAA-1.1.2"], ["RGAA-3.2.1"]
    base = {"width": 360, "theme": "light", "engine": "axe-core 4", "browser": "chromium 1", "incomplete": {}}
    lines = [
        {**base, "url": "fr/", "passes": {"image-alt": rule}, "violations": {}},
        {**base, "url": "fr/", "width": 1280, "passes": {"image-alt": rule}, "violations": {"contrast": other}},
        {**base, "url": "en/", "passes": {}, "violations": {"contrast": other}, "incomplete": {"bypass": ["RGAA-12.7.1"]}},
    ]
    found = module().summary(lines, "2026-11-30")
    assert (found["pages"], found["views"]) == (2, 3)
    assert found["criteria"] == {"1.1": 0, "3.2": 2}
    assert found["undecided"] == {"bypass": 1}
    with pytest.raises(SystemExit):
        module().summary([], "2026-11-30")


def test_a_file_of_results_that_is_damaged_counts_as_none(tmp_path: Path) -> None:
    for text in ("", "[]", "{}", '{"day": "x"}'):
        (tmp_path / "results.json").write_text(text)
        declaration.results.cache_clear()
        assert declaration.results(tmp_path / "results.json") is None
    declaration.results.cache_clear()


def test_the_shipped_results_are_whole() -> None:
    shipped = declaration.results()
    assert shipped is not None
    assert shipped.views >= shipped.pages > 20
    assert shipped.looked_at <= set(CRITERIA)


@pytest.fixture
def audited(tmp_path: Path) -> Iterator[Flask]:
    lists = f"met = {list(CRITERIA[:90])}\nfailed = {list(CRITERIA[90:])}\n"
    (tmp_path / "audit.toml").write_text(f'day = {date.today() - timedelta(days=3)}\nby = "Cabinet d’exemple"\n{lists}', "utf-8")
    app = make_site(tmp_path / "data", accessibility_audit=str(tmp_path / "audit.toml"), contact="acces@exemple.org", site_name="CHU")
    yield app
    close(app)


def test_the_page_says_the_state_the_contact_and_what_nobody_looked_at(audited: Flask) -> None:
    french = audited.test_client().get("/fr/accessibilite").text
    assert "partiellement conforme" in french
    assert "acces@exemple.org" in french
    assert "Cabinet d’exemple" in french
    assert "85\u00a0%" in french
    english = audited.test_client().get("/en/accessibility").text
    assert "State: partially compliant." in english
    assert "criteria that no test looks at" in english
    assert "Défenseur des droits" in english


def test_a_site_without_an_audit_says_not_compliant(site: Flask) -> None:
    assert "non conforme" in site.test_client().get("/fr/accessibilite").text
    assert "State: not compliant." in site.test_client().get("/en/accessibility").text


def test_the_home_page_says_the_state_beside_its_link_as_french_law_asks(site: Flask, audited: Flask) -> None:
    def link(app: Flask, path: str, to: str) -> str:
        found = re.search(rf'<a href="{to}">([^<]+)</a>', app.test_client().get(path).text)
        assert found is not None
        return found[1].replace("\u00a0", " ")

    assert link(site, "/fr/", "/fr/accessibilite") == "Accessibilité : non conforme"
    assert link(site, "/en/", "/en/accessibility") == "Accessibility: not compliant"
    assert link(audited, "/fr/", "/fr/accessibilite") == "Accessibilité : partiellement conforme"
    assert link(audited, "/en/courses", "/en/accessibility") == "Accessibility"
