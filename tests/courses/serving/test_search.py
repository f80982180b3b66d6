"""Searching as people type: without accents, misspelt, by another word for it."""

import threading
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.errors import ContentUnreadable
from courses.serving import catalogue, search, search_words
from courses.serving.search import Page, SqliteIndex
from courses.serving.search_typos import distance
from courses.text import search_terms

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PAGES = [
    Page("fever", "call", "fr", "La fièvre", "Le bon réflexe", "J’appelle tout de suite, de jour comme de nuit, même sans frissons."),
    Page("fever", "call", "en", "Fever", "What to do first", "I call now, day or night."),
    Page("mouth", "rinse", "fr", "Le cœur du soin", "Ma bouche", "Un bain de bouche après chaque repas. La fièvre se mesure avant."),
    Page("feet", "walk", "fr", "Marcher", "Mes pieds", "Des chaussures larges, des œufs durs et l’été à l’ombre."),
]


@pytest.fixture
def index():
    return SqliteIndex()


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
def test_any_query_gives_terms_that_the_database_takes(query):
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


REGISTER = """
concepts:
  fever: {fr: ["fièvre", "température", "hyperthermie"], en: ["fever", "temperature"]}
  sickness: {fr: ["vomi*", "mal au cœur"], en: ["throw up", "throwing up"]}
  falls: {fr: ["est tombé", "tombé"], en: ["fell"]}
  fainting: {fr: ["tombé dans les pommes"], en: ["fell unconscious"]}
pages:
  sheet: {fr: ["frigo"], en: ["fridge"]}
symptoms:
  chest: {fr: ["infarctus"], en: ["heart attack"]}
screens:
  warm#measure: {fr: ["dosimètre"], en: ["dosimeter"]}
"""


@pytest.fixture
def meanings(tmp_path):
    (tmp_path / "_structure").mkdir()
    (tmp_path / search_terms.REGISTER).write_text(REGISTER, "utf-8")
    return search_words.load(tmp_path)


@pytest.mark.parametrize(
    "query",
    ["hyperthermie", "fivre", "fiévres", "FIEVRE", "jai de la temperature", "tempétature", "j’ai de l'hypertermie, que faire ?"],
)
def test_a_synonym_or_a_misspelt_word_finds_the_same_page(meanings, query):
    index = SqliteIndex(meanings)
    index.rebuild(PAGES)
    assert found(index, query)[0] == "fever"


def test_a_term_of_several_words_and_a_beginning_name_their_concept(meanings):
    french, english = SqliteIndex(meanings), meanings["en"]
    for query in ("mal au coeur", "je vomis", "vomissements"):
        assert french.understand(query, "fr").concepts == ("conceptsickness",)
    assert list(english.concepts(search_terms.words_of("I keep throwing up"))) == ["conceptsickness"]


@pytest.mark.parametrize(
    ("query", "concepts"),
    [
        ("il est tombé dans les pommes", ("conceptfainting",)),
        ("Tombé dans les pommes", ("conceptfainting",)),
        ("il est tombé dans la rue", ("conceptfalls",)),
        ("est tombé, est tombé dans les pommes", ("conceptfalls", "conceptfainting")),
    ],
)
def test_a_longer_term_that_begins_inside_another_is_what_was_meant(meanings, query, concepts):
    assert SqliteIndex(meanings).understand(query, "fr").concepts == concepts


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("fievre", "fivre", 1), ("nausee", "nauzee", 1), ("chills", "chlils", 1), ("diarhee", "diarrhee", 1), ("mouth", "tablet", 3)],
)
def test_the_distance_between_words_counts_letters_up_to_a_limit(one, other, steps):
    assert distance(one, other, 2) == steps
    assert distance(other, one, 2) == steps


def test_the_readers_own_audience_comes_first(meanings):
    index = SqliteIndex(meanings)
    words = "Nous parlons ici de la fièvre."
    audiences = ("gp", "pharmacist", "caregiver", "patient")
    pages = [Page(audience, "x", "fr", "La fièvre", "Module", words, audience=audience) for audience in audiences]
    index.rebuild(pages)
    for role, first in (("", "patient"), ("patient", "patient"), ("caregiver", "caregiver"), ("gp", "gp"), ("pharmacist", "pharmacist")):
        hits = index.find("fievre", "fr", role=role)
        assert hits[0].audience == first
        assert len(hits) == 4


def test_a_guest_may_be_a_carer_whose_page_comes_first_where_it_answers_much_better():
    index = SqliteIndex()
    pages = [
        Page("laundry", "x", "fr", "Draps souillés : les draps à part", "Draps", "Les draps se lavent à part.", audience="caregiver"),
        Page("tablets", "x", "fr", "Je range", "Comprimés", "La boîte reste loin des draps et des serviettes.", audience="patient"),
    ]
    index.rebuild(pages)
    assert index.find("draps", "fr")[0].module == "laundry"
    index.rebuild([pages[0], Page("tablets", "x", "fr", "Draps souillés", "Draps", "Les draps à part.", audience="patient")])
    assert index.find("draps", "fr")[0].module == "tablets"


def test_whose_sign_it_is_does_not_hide_the_sign(tmp_path):
    (tmp_path / "_structure").mkdir()
    (tmp_path / search_terms.REGISTER).write_text(REGISTER.replace("pages:", "  relative: {fr: [mon fils], en: [my son]}\npages:"), "utf-8")
    index = SqliteIndex(search_words.load(tmp_path))
    index.rebuild([*PAGES, Page("role", "x", "fr", "Mon fils, mon rôle", "Aider", "Mon fils et moi.", audience="caregiver")])
    assert found(index, "mon fils a de la température")[0] == "fever"
    assert found(index, "mon fils marche avec des chaussures")[0] == "feet"
    assert found(index, "mon fils") == ["role"]


def test_a_guest_who_names_a_relative_finds_the_carers_page_first(tmp_path):
    """« Mon père a de la fièvre » is typed by somebody who helps; without the relative, and for a patient, it is the patient's page."""
    (tmp_path / "_structure").mkdir()
    (tmp_path / search_terms.REGISTER).write_text(
        REGISTER.replace("pages:", "  relative: {fr: [mon père, elle], en: [my dad]}\npages:"), "utf-8"
    )
    index = SqliteIndex(search_words.load(tmp_path))
    index.rebuild(
        [
            Page("own", "x", "fr", "La fièvre", "Fièvre", "La fièvre, que faire.", audience="patient"),
            Page("carers", "x", "fr", "La fièvre", "Fièvre", "La fièvre, que faire.", audience="caregiver"),
        ]
    )
    assert found(index, "mon père a de la fièvre") == ["carers", "own"]
    assert found(index, "elle a de la fièvre") == ["carers", "own"]
    assert found(index, "j’ai de la fièvre") == ["own", "carers"]
    assert [hit.module for hit in index.find("elle a de la fièvre", "fr", role="patient")] == ["own", "carers"]


def test_a_misspelt_word_is_taken_for_a_beginning_too(meanings):
    index = SqliteIndex(meanings)
    index.rebuild(PAGES)
    assert index.understand("je vommis", "fr").concepts == ("conceptsickness",)


def test_a_professional_finds_colleagues_before_a_patients_page_with_the_word_in_its_title():
    index = SqliteIndex()
    index.rebuild(
        [
            Page("symptom", "mouth", "fr", "Mucite", "Signes", "", "symptom"),
            Page("sores", "x", "fr", "Mucite, aphtes", "La mucite", "La mucite se soigne. Mucite.", audience="patient"),
            Page("counter", "x", "fr", "Au comptoir", "Orienter", "Fièvre, toux, mucite, selles.", audience="pharmacist"),
        ]
    )
    assert [hit.module for hit in index.find("mucite", "fr", role="pharmacist")] == ["counter", "symptom", "sores"]
    assert index.find("mucite", "fr", role="patient")[0].module == "symptom"


def test_what_is_for_staff_is_found_by_staff_alone(meanings):
    index = SqliteIndex(meanings)
    index.rebuild([Page("situation", "x", "fr", "La fièvre du soir", "", "", "situation", search.STAFF)])
    assert not index.find("fievre", "fr", role="patient")
    assert index.find("fievre", "fr", role="educator")


def test_a_word_that_is_not_known_is_answered_with_words_that_look_like_it():
    index = SqliteIndex()
    index.rebuild(PAGES)
    assert index.find("ombrxyz", "fr") == []
    assert "ombre" in index.nearest("ombrxyz", "fr")


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "concepts: 3", "concepts: {fever: 3}", "concepts: {a: {de: [x], fr: 3}}", "pages: [1]",
        "concepts: {a: {fr: [1, '*', '']}}", "a: [",
    ],
)  # fmt: skip
def test_a_spoilt_register_is_left_out_or_refused_as_unreadable(tmp_path, text):
    (tmp_path / "_structure").mkdir()
    (tmp_path / search_terms.REGISTER).write_text(text, "utf-8")
    try:
        index = SqliteIndex(search_words.load(tmp_path))
    except ContentUnreadable:
        return
    index.rebuild(PAGES)
    assert found(index, "fievre")[0] == "fever"


def test_a_screen_is_found_by_the_words_that_the_register_gives_it(folder, meanings):
    shelf = catalogue.load(folder, now=NOW)
    module = next(iter(next(iter(shelf.courses.values())).modules))
    screen = shelf.module(module, "fr").screens[0].key
    index = SqliteIndex()
    index.rebuild(search.pages(shelf))
    assert found(index, "dosimètre") == []
    given = {language: search_words.Meanings(screen_words={f"{module}#{screen}": "dosimètre"}) for language in meanings}
    index.rebuild(search.pages(shelf, given))
    assert [(hit.module, hit.screen) for hit in index.find("dosimètre", "fr")] == [(module, screen)]
    assert meanings["fr"].symptom_words == {"chest": "infarctus"}
    assert meanings["fr"].screen_words == {"warm#measure": "dosimètre"}


def test_a_screen_is_not_found_by_the_words_of_its_links(folder, rewrite):
    """What a page only leads to is found where it stands."""
    rewrite("fr/garden/warm.md", "Je prends ma te", "[Les licornes](module:tea). Je prends ma te")
    shelf = catalogue.load(folder, now=NOW)
    bodies = [page.body for page in search.pages(shelf)]
    assert not any("licornes" in body for body in bodies)
