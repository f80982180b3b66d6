"""A sign that is not there beside one that is (« pas de fièvre mais très mal »): what is there is found as well as if it stood alone."""

from pathlib import Path

import pytest
from flask import Flask

from courses.text import yaml_files
from lms.finding import site_search

QUERIES = Path(__file__).parents[2] / "courses"
SIGNS = {
    "fr": (
        "fièvre",
        "frissons",
        "nausées",
        "diarrhée",
        "constipation",
        "toux",
        "essoufflement",
        "douleur",
        "boutons",
        "fatigue",
        "insomnie",
        "chute",
    ),
    "en": (
        "fever",
        "shivers",
        "nausea",
        "diarrhoea",
        "constipation",
        "cough",
        "breathlessness",
        "pain",
        "rash",
        "fatigue",
        "insomnia",
        "bleeding",
    ),
}
DENIED = {"fr": ("pas de {} mais {}", "{1} sans {0}"), "en": ("no {} but {}", "{1} without {0}")}
NEAR, SHOWN, OFTEN = 5, 10, 0.95


def places(language: str, query: str, role: str = "patient") -> list[tuple[str, str]]:
    return [(hit.module, hit.screen) for hit in site_search.find(query, language, 20, role)[0] if not hit.is_far]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_queries_written_before_the_search_knew_of_denials_find_their_module(site: Flask, language: str) -> None:
    rows = yaml_files.read(QUERIES / "search_denied_queries.yml", language)[language]
    with site.test_request_context(f"/{language}"):
        misses = [row["q"] for row in rows if row["module"] not in [module for module, _ in places(language, row["q"])[:NEAR]]]
    assert len(rows) == 12
    assert misses == []


@pytest.mark.parametrize("form", [0, 1])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_on_the_sign_that_is_there_is_never_lost_to_the_one_that_is_not(site: Flask, language: str, form: int) -> None:
    signs, near, lost = SIGNS[language], 0, []
    with site.test_request_context(f"/{language}"):
        best = {sign: places(language, sign)[0] for sign in signs}
        pairs = [(absent, there) for absent in signs for there in signs if absent != there]
        for absent, there in pairs:
            query = DENIED[language][form].format(absent, there)
            found = places(language, query)
            near += best[there] in found[:NEAR]
            lost += [] if best[there] in found[:SHOWN] else [query]
    print(f"{language}: {near} of {len(pairs)} in the first {NEAR}")
    assert lost == []
    assert near >= OFTEN * len(pairs)


def test_feeling_very_bad_without_a_fever_leads_to_the_page_on_fever(site: Flask) -> None:
    """The rule there says that shivers or feeling bad are enough, whatever the number."""
    for language, query in (("fr", "pas de fièvre mais très mal"), ("en", "no fever but very unwell")):
        with site.test_request_context(f"/{language}"):
            assert "fever" in [module for module, _ in places(language, query)[:NEAR]]
