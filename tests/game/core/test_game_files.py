"""The game's content: it is clean under every preset, and each planted fault is found in its file, the rest still loading."""

import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from courses.game import book_reader
from courses.game.book_reader import GameFiles
from courses.model import game
from courses.model.game import PLACE, Book
from courses.model.rules import SiteRule
from courses.rules import rule_files
from courses.text import yaml_files
from game.core import policies
from game.core.review.debrief_builder import look_back
from game.core.views.view import Line
from game.core.week import Week
from tests.game.core.shipped_book import CONTENT, PLAY, PRESETS, TODAY

FR, EN = "fr/situations/headache-first.md", "en/situations/headache-first.md"
WHY = "= Le paracétamol, l’ibuprofène et l’aspirine font baisser la température : ils peuvent cacher une fièvre. D’abord le thermomètre."
MODULES = {path.name.removesuffix(".items.md") for path in (CONTENT / "fr").glob("*/*.items.md")}
FEW = ("headache-first", "grandson-cold", "antiemetic-on-time", "hair", "silent-stop")
FAULTS = [
    ("an unknown key", FR, "room: kitchen", "rom: kitchen", "502"),
    ("an unknown skill", FR, "skills: [K01]", "skills: [K77]", "104"),
    ("an unknown source", FR, "sources: [", "sources: [nobody-2020, ", "310"),
    ("an unknown regimen", FR, "regimens: [azur", "regimens: [azure", "501"),
    ("fewer than three choices", FR, "choices:\n", "choices: {measure: {safe: true}, paracetamol: {}}\nauthors:\n", "510"),
    ("no safe choice", FR, "{safe: true", "{unsafe: false", "511"),
    ("a choice without feedback", FR, "> Une minute, et on sait.", "Une minute, et on sait.", "508"),
    ("another order in English", EN, "## measure", "## mesure", "506"),
    ("structure in the English file", EN, "key: headache-first", "key: headache-first\nskills: [K01]", "505"),
    ("a number that differs", EN, "One minute, and we know.", "2 minutes, and we know.", "512"),
    ("a temperature that is not the site's", FR, "Une minute, et on sait.", "Moins de 38,0 °C, ça va.", "513"),
    ("a word of blame", FR, "Un peu de repos fait du bien.", "C’est une erreur.", "514"),
    ("a situation no week reaches", FR, "days: [3, 20]", "days: [27, 28]", "515"),
    ("an unknown rule value", FR, "Une minute, et on sait.", "Dès {{fever.cal}}, on sait.", "522"),
    ("an unknown symptom", FR, "gauges: {wellbeing: 4}", "grades: {nosia: 1}", "531"),
    ("a later without words", FR, ">> Le comprimé", "> Le comprimé", "508"),
    ("words for later without a later", FR, ", later: {days: 0, slot: night, effect: {gauges: {wellbeing: -5}}}", "", "507"),
    ("a key written twice", "fr/game/screen.yml", "room: {", 'room.kitchen: "Cuisine"\nroom: {', "521"),
    ("a file that is not closed", FR, "---\n{name} se frotte", "{name} se frotte", "002"),
    ("a number out of range", "_structure/game/regimens.yml", "nausea: 0.75", "nausea: 7.5", "530"),
    ("words where a number belongs", "_structure/game/model.yml", "masked_by: 0.7", "masked_by: beaucoup", "501"),
    ("an unknown script", "_structure/game/campaigns.yml", "value: antiemetic-on-time", "value: antiemetic-in-time", "532"),
    ("a card of an unknown skill", "_structure/game/cards.yml", "skill: K01", "skill: K71", "104"),
    ("a card without a source", "_structure/game/cards.yml", "sources: [esmo-skin-2021]", "sources: []", "509"),
    ("a card without words", "_structure/game/cards.yml", "  by-text:", "  by-txt:", "508"),
    ("a week with too few cards", "_structure/game/cards.yml", "skill: K", "days: [20, 21], skill: K", "533"),
    ("a week's card without a source", "_structure/game/campaigns.yml", "sources: [east-herts-alert-card]", "sources: []", "509"),
    ("stories that do not say their state", "_structure/game/campaigns.yml", "state: draft\n", "", "501"),
    ("signs of an unknown state", "_structure/game/alerts.yml", "state: draft", "state: fine", "501"),
    ("an unknown room", FR, "room: kitchen", "room: kitchn", "516"),
    ("an unknown face", FR, "face: pain", "face: worred", "516"),
    ("an unknown posture", FR, "posture: table", "posture: stnd", "516"),
    ("an unknown person", FR, "about: [medicine]", "people: [neigbour]", "516"),
    ("a look without words", "_structure/game/characters.yml", "looks: [", "looks: [nobody, ", "503"),
    ("a green sign, which nobody is told of", FR, "about: [medicine]", "about: [medicine]\nalert: hair", "501"),
    ("an unknown module", FR, "module: fever", "module: nowhere", "516"),
    ("an unknown place", FR, "Une minute, et on sait.", "Une minute, et {nom} sait.", "518"),
    ("a half value", FR, "Une minute, et on sait.", "Dès {{fever.call}, on sait.", "136"),
    ("a gauge out of range", FR, "gauges: {wellbeing: 4}", "gauges: {wellbeing: -5000}", "517"),
    ("a later out of range", FR, "later: {days: 0", "later: {days: 99", "517"),
    ("a note to oneself", FR, "Une minute, et on sait.", "TODO", "017"),
    ("French left in English", EN, "One minute, and we know.", "Une minute, et on sait ce que vous avez.", "219"),
    ("a temperature without its sign", FR, "Une minute, et on sait.", "À 38 et demi, on sait.", "513"),
    ("a key one language lacks", "en/game/screen.yml", '  next_slot: "Go on"\n', "", "520"),
]


def beside(file: str) -> tuple[str, ...]:
    """Cards and the weeks they are for are looked at together, and told at the cards."""
    return ("ructure/game/cards.yml",) if file.endswith("campaigns.yml") else ()


def load(content: Path, preset: str = "38.0", instance: str = "demo") -> GameFiles:
    rule = rule_files.load(content).preset(preset)
    return book_reader.load(content, rule, now=TODAY, instance=instance, modules=MODULES)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("preset", PRESETS)
def test_the_shipped_game_has_no_problem_under_any_preset(preset: str) -> None:
    assert [str(problem) for problem in load(CONTENT, preset).problems] == []


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A few situations are enough, and load quickly."""
    for part in ("_structure", "fr/game", "en/game"):
        shutil.copytree(CONTENT / part, tmp_path / part)
    for language in ("fr", "en"):
        (tmp_path / language / "situations").mkdir()
        for key in FEW:
            shutil.copy(CONTENT / language / "situations" / f"{key}.md", tmp_path / language / "situations")
    return tmp_path


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("what", "file", "old", "new", "code"),
    [pytest.param(*fault, id=fault[0], marks=[pytest.mark.slow] if place % 3 else []) for place, fault in enumerate(FAULTS)],
)
def test_a_planted_fault_is_found(what: str, file: str, old: str, new: str, code: str, copy: Path) -> None:
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text, what
    (copy / file).write_text(text.replace(old, new, -1 if code in ("511", "533") else 1), encoding="utf-8")
    found = load(copy)
    paths = (file[3:], *beside(file))
    assert any(problem.code == code and problem.path[3:] in paths for problem in found.problems), [str(item) for item in found.problems]
    if "_structure" not in file:
        assert found.book is not None
        assert set(found.book.situations) | {"headache-first"} == set(FEW)


def test_a_situation_without_its_french_file_is_told(copy: Path) -> None:
    (copy / "en/situations/only-english.md").write_text((copy / EN).read_text("utf-8"), "utf-8")
    found = [(problem.code, problem.path) for problem in load(copy).problems]
    assert found == [("504", "en/situations/only-english.md")]


def line_of(copy: Path, file: str, words: str) -> int:
    return next(number for number, line in enumerate((copy / file).read_text("utf-8").split("\n"), 1) if words in line)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("room: kitchen", "room: kitchn", "516"),
        ("about: [medicine]", "people: [neigbour]", "516"),
        ("lie-down: {effect: {gauges: {energy: 5}}}", "lie-down: {effect: {gauges: {energy: 5000}}}", "517"),
        ("later: {days: 0", "later: {days: 99", "517"),
        ("later: {days: 0", "later: {days: zero", "501"),
        ("Prendre un comprimé tout de suite, et appeler si le mal de tête revient", "Prendre d’abord sa température !", "519"),
        ("Une minute, et on sait.", "Une minute, et {nom} sait.", "518"),
        (WHY, "= Et la température ?", "523"),
        (WHY, "= On mesure. > « Tout à l’heure. »", "523"),
    ],
)
def test_a_fault_in_a_situation_is_told_at_its_line(copy: Path, old: str, new: str, code: str) -> None:
    text = (copy / FR).read_text("utf-8")
    assert old in text
    (copy / FR).write_text(text.replace(old, new, 1), "utf-8")
    problems = [(problem.code, problem.line) for problem in load(copy).problems if problem.path == FR]
    assert (code, line_of(copy, FR, new)) in problems


def test_the_words_for_pictures_are_those_the_game_can_say_and_draw() -> None:
    """A room nobody has words for stops a page; this holds the lists, the words and the drawings together."""
    texts = yaml_files.read(CONTENT / "fr/game/screen.yml", "screen.yml")
    assert set(texts["room"]) >= set(game.ROOMS)
    assert set(texts["face"]) == set(game.FACES)
    assert set(texts["posture"]) == set(game.POSTURES)


def test_a_broken_situation_is_left_out_and_the_others_stay(copy: Path) -> None:
    assert load(copy).problems == ()
    (copy / FR).write_text("nonsense", encoding="utf-8")
    book = load(copy).book
    assert book is not None
    assert set(FEW) - set(book.situations) == {"headache-first"}


def test_a_real_instance_serves_no_draft() -> None:
    book = load(CONTENT, instance="real").book
    assert book is not None
    assert not book.situations


def seldom_met(book: Book) -> dict[str, int]:
    """The skills of the game that fewer than three situations train, with how many do. Actions and calls come on top, by chance."""
    objectives = yaml_files.read(CONTENT / "_structure/objectives.yml", "objectives.yml")
    counts = Counter(skill for situation in book.situations.values() for skill in situation.skills)
    return {skill: counts[skill] for skill in objectives if re.fullmatch(r"K\d\d", skill) and counts[skill] < 3}


def test_each_skill_is_trained_by_at_least_three_situations(shipped: tuple[Book, SiteRule]) -> None:
    book = shipped[0]
    assert seldom_met(book) == {}
    fewer = {key: item for key, item in book.situations.items() if key != "second-landing"}
    assert seldom_met(replace(book, situations=fewer)) == {"K18": 2}
    assert len(seldom_met(replace(book, situations={}))) == 20


def test_french_is_set_with_no_break_spaces_and_curly_apostrophes(shipped: tuple[Book, SiteRule]) -> None:
    for key, text in shipped[0].words["fr"].items():
        assert not re.search(r" [?!:;»%]|« |'", text), key
    for key, text in shipped[0].words["en"].items():
        assert "'" not in text, key


def test_names_are_elided_in_french(shipped: tuple[Book, SiteRule]) -> None:
    book = shipped[0]
    assert book.text("fr", "debrief.title", name="Hélène") == "La semaine d’Hélène, jour par jour"
    assert book.text("fr", "debrief.title", name="Nadia") == "La semaine de Nadia, jour par jour"
    assert book.text("fr", "debrief.title", name="@character.name").startswith("La semaine d’Hélène")


@pytest.mark.parametrize("role_campaign", ["azur", "ambre", "nacre", "caregiver", "after", "tutorial"])
def test_every_line_a_screen_shows_has_words_in_both_languages(role_campaign: str, make_week: Callable[..., Week]) -> None:
    for seed, name in enumerate(policies.POLICIES):
        week = make_week(begun=False, campaign=role_campaign, week=1, seed=seed, difficulty=1 + seed % 3, play=PLAY)

        def watch(now: Week, name: str = name) -> None:
            _read(now.run.book, now.view())
            policies.POLICIES[name](now)
            _read(now.run.book, now.view())

        policies.play(week, watch)
        _read(week.run.book, look_back(week))


def _read(book: Book, shown: object) -> None:
    if isinstance(shown, Line):
        for language in ("fr", "en"):
            text = book.text(language, shown.key, **shown.values)
            assert not PLACE.search(text), (shown.key, text)
    elif hasattr(shown, "__dataclass_fields__"):
        for name in shown.__dataclass_fields__:
            _read(book, getattr(shown, name))
    elif isinstance(shown, tuple):
        for item in shown:
            _read(book, item)


@pytest.mark.parametrize(
    ("state", "expires", "instance", "is_open"),
    [
        ("draft", "2027-05-23", "demo", True),
        ("draft", "2027-05-23", "real", False),
        ("published", "2027-05-23", "real", True),
        ("published", "2026-01-01", "real", False),
        ("withdrawn", "2027-05-23", "demo", False),
    ],
)
def test_an_instance_opens_the_game_and_the_signs_by_their_state(
    copy: Path, state: str, expires: str, instance: str, is_open: bool
) -> None:
    for name in ("campaigns", "alerts"):
        file = copy / f"_structure/game/{name}.yml"
        words = file.read_text(encoding="utf-8").replace("state: draft", f"state: {state}")
        file.write_text(words.replace("expires: 2027-05-23", f"expires: {expires}"), encoding="utf-8")
    book = load(copy, instance=instance).book
    assert book is not None
    assert (bool(book.campaigns), book.shows_alerts) == (is_open, is_open)


def test_a_file_of_words_that_cannot_be_read_is_stood_in_for_by_the_other_language(shipped: tuple[Book, SiteRule], tmp_path: Path) -> None:
    """The pages of a week go on, in English words where the French ones are gone, and the fault is told."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    (folder / "fr/game/screen.yml").write_text("turn: [\n", encoding="utf-8")
    files = book_reader.load(folder, shipped[1], now=TODAY)
    assert files.book is not None
    assert files.book.words["fr"].keys() == shipped[0].words["fr"].keys()
    assert any(problem.path == "fr/game/screen.yml" for problem in files.problems)
    week = Week.start(files.book, shipped[1], campaign="azur", week=2, seed=7, play=PLAY)
    week.begin()
    title = week.view().title
    assert files.book.text("fr", title.key, **title.values) == files.book.text("en", title.key, **title.values)
