"""Each of the modules is found by words its readers type, asked with their role: in the first five results, own audience first."""

from pathlib import Path

import pytest
from flask import Flask

from courses.serving import search
from courses.text import yaml_files
from lms.finding import site_search
from lms.web.site import content

QUERIES = Path(__file__).parents[2] / "courses"
NEAR = 5
EACH, TOGETHER, HELD = 0.8, 0.95, 0.9


def asked(site: Flask, name: str, language: str, most: int = 10):
    """For each query: module, query, the place of its first screen among the first five or 0, whether the first is for this audience."""
    rows = []
    with site.test_request_context(f"/{language}"):
        audiences = {key: course.audience for course in content.catalogue().courses.values() for key in course.modules}
        for module, queries in yaml_files.read(QUERIES / name, name).items():
            for query in queries[language][:most]:
                hits = site_search.find(query, language, 20, audiences[module])[0]
                place = next((at for at, hit in enumerate(hits[:NEAR], 1) if hit.module == module), 0)
                is_own = bool(hits) and hits[0].audience == audiences[module]
                rows.append((module, query, place, is_own or audiences[module] in search.LAY))
    return rows, set(audiences)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_module_is_found_by_the_first_of_its_queries(site: Flask, language: str) -> None:
    rows, modules = asked(site, "search_module_queries.yml", language, most=1)
    assert {module for module, _, place, is_own in rows if place and is_own} == modules


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_module_is_found_by_eight_of_its_ten_queries(site: Flask, language: str) -> None:
    rows, modules = asked(site, "search_module_queries.yml", language)
    places = {module: [place for name, _, place, _ in rows if name == module] for module in modules}
    assert {module: len(found) for module, found in places.items()} == dict.fromkeys(modules, 10)
    misses = [f"{module}: {query!r}" for module, query, place, _ in rows if not place]
    first = sum(place == 1 for _, _, place, _ in rows)
    print(f"{language}: {len(rows) - len(misses)} of {len(rows)} in the first {NEAR}, {first} first", *misses, sep="\n  ")
    assert {module: found for module, found in places.items() if sum(map(bool, found)) < EACH * 10} == {}
    assert len(misses) <= (1 - TOGETHER) * len(rows)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_a_professional_looks_for_is_headed_by_a_page_for_professionals_of_that_kind(site: Flask, language: str) -> None:
    for name in ("search_module_queries.yml", "search_module_queries_held.yml"):
        rows, _ = asked(site, name, language)
        assert [(module, query) for module, query, place, is_own in rows if place and not is_own] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_queries_that_were_kept_apart_find_their_module_too(site: Flask, language: str) -> None:
    rows, _ = asked(site, "search_module_queries_held.yml", language)
    misses = [f"{module}: {query!r}" for module, query, place, _ in rows if not place]
    print(f"{language}: {len(rows) - len(misses)} of {len(rows)}", *misses, sep="\n  ")
    assert len(misses) <= (1 - HELD) * len(rows), misses
