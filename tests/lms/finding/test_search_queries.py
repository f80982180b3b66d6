"""What people type, in both languages, against the whole site: the first result is one that helps. Professionals search as their role."""

from pathlib import Path

import pytest
from flask import Flask

from courses.serving.search import Hit
from courses.text import search_terms, yaml_files
from lms.finding import site_pages, site_search

QUERIES = Path(__file__).parents[2] / "courses"
ENOUGH = 0.9


def first_key(hits: list[Hit]) -> str:
    """How the lists name a result; "none" for the page that offers ways on, as it is for pages of professionals alone."""
    near = [hit for hit in hits if not hit.is_far]
    if not near:
        return "none"
    return f"{near[0].module}:{near[0].screen}" if near[0].kind != "screen" else f"{near[0].module}#{near[0].screen}"


PARTS = [
    "tuned",
    "held",
    "sentences",
    "professionals",
    "tired",
    "frightened",
    "frightened-held",
    "frightened-unseen",
    "frightened-third",
    "frightened-fourth",
]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nine_of_ten_first_results_are_acceptable(site: Flask, language: str, part: str) -> None:
    asked = yaml_files.read(QUERIES / f"search_queries_{language}.yml", language)[part]
    misses = []
    with site.test_request_context(f"/{language}"):
        for row in asked:
            key = first_key(site_search.find(row["q"], language, 20, row.get("role", ""))[0])
            if key not in row["ok"] and key.split("#")[0] not in row["ok"]:
                misses.append(f"{row['q']!r} gives {key}, not {row['ok']}")
    good = len(asked) - len(misses)
    print(f"{language} {part}: {good} of {len(asked)} acceptable", *misses, sep="\n  ")
    assert good >= ENOUGH * len(asked), misses


def test_the_pages_that_the_register_of_synonyms_may_name_are_those_of_the_site() -> None:
    assert set(search_terms.PAGES) == set(site_pages.ENDPOINTS)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_of_professionals_stands_among_the_results_of_a_patient(site: Flask, language: str) -> None:
    asked = yaml_files.read(QUERIES / f"search_queries_{language}.yml", language)
    count = 0
    with site.test_request_context(f"/{language}"):
        for row in (row for part in asked.values() for row in part):
            hits = site_search.find(row["q"], language, 20, "caregiver")[0]
            assert all(hit.is_far for hit in hits if hit.audience in ("pharmacist", "gp"))
            count += sum(hit.is_far for hit in hits)
        assert not any(hit.is_far for hit in site_search.find("DPD", language, 20, "gp")[0])
    assert count > 100, "they are listed below, in a part of their own"


@pytest.mark.slow
@pytest.mark.parametrize(("language", "words"), [("fr", "vitamines immunothérapie fatigue"), ("en", "vitamins worn out drip")])
def test_a_profession_finds_its_short_cases_and_where_they_begin(site: Flask, language: str, words: str) -> None:
    with site.test_request_context(f"/{language}"):
        found = [hit for hit in site_search.find(words, language, 20, "gp")[0] if hit.kind == "case"]
        assert "gp-flat" in [hit.screen for hit in found]
        assert all(site_pages.address(hit).endswith(f"/{hit.screen}") for hit in found)
        assert not [hit for hit in site_search.find(words, language, 20, "patient")[0] if hit.kind == "case" and not hit.is_far]
