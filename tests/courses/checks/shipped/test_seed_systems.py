"""docs/seed-systems.md names 56 systems and where each is taught: the screen named says it, in French and in English."""

import re
from pathlib import Path

import pytest
from content_day import NOON_OF_CONTENT

from courses.serving import catalogue
from courses.serving.catalogue import Catalogue

ROOT = Path(__file__).parents[4]
TABLE = (ROOT / "docs/seed-systems.md").read_text("utf-8")
ROW = re.compile(r"^\| (\d+) \|.*\|$", re.MULTILINE)
PLACE = re.compile(r"`([a-z0-9-]+)(?:#([a-z0-9-]+))?`")
SAID = {
    2: "jeu|game",
    3: "vid[ée]o|expertise|t[ée]l[ée]consultation",
    4: "montre|watch",
    5: "SMS|text messages",
    6: "application|app\\b|alarm",
    7: "application|\\bapps?\\b",
    8: "SNDS",
    9: "robots?\\b|chatbot",
    10: "site|five questions|cinq questions",
    12: "questions|r[ée]sultat|result|m[ée]decin|doctor",
    14: "d[ée]pistage|screening",
    15: "application|\\bapp\\b",
    16: "ombre|shade",
    17: "SMS|text messages|39 89",
    19: "expertise",
    22: "grains? de beaut[ée]|moles",
    23: "site",
    25: "Kim",
    26: "taisent|keep quiet",
    27: "alerte|alert",
    28: "PRO-CTCAE",
    29: "Basch|34 contre 41|34% versus 41|34 % contre 41",
    32: "vid[ée]o|t[ée]l[ée]consultation",
    33: "Moovcare",
    34: "triste|sad|humeur|mood",
    35: "SMILE|447|petites [ée]tapes",
    36: "bouger|moving",
    37: "OncoFood|repas|meals|poids|weight",
    38: "questions",
    40: "ConSoRe",
    41: "recherche|research",
    43: "Onco’Link",
    44: "dispositif m[ée]dical|medical device",
    45: "photo",
    46: "appel|call|[ée]couter|listen",
    47: "62 %|62%|papier|paper",
    48: "opposer|object|refuse",
    49: "aidant|carer|aider|help",
    51: "infirmi[èe]re de coordination|coordinating nurse",
    53: "messagerie|messaging|en ligne|online|lu\\b|read",
    54: "5 032|5,032",
    55: "t[ée]moin|control group",
    56: "comprim[ée]s|tablets|oral anticancer|anticancéreux oral",
}
"""By row: what one of its names looks like on the screen."""
BASCH = ("34 (?:contre|versus) 41", "0[.,]02", "45 (?:contre|versus) 49", "0[.,]08", "urgences|[Ee]mergency visits")
DENIS = ("72[.,]4 (?:contre|versus) 32[.,]5", "scanners programmés|scheduled scans")
KIM = ("76", "(?:3|three|trois) (?:semaines|weeks)", "aveugle|unblinded", "psychologique|psychological")
FIGURES = {
    "gp-pathway-evidence#during": BASCH,
    "gp-pathway-evidence#after": (*DENIS, "121"),
    "gp-pathway-evidence#status": KIM,
    "town-hospital#tools": (*BASCH, *DENIS, *KIM),
}


@pytest.fixture(scope="module")
def shelf() -> Catalogue:
    return catalogue.load(ROOT / "content", now=NOON_OF_CONTENT)


def words(shelf: Catalogue, module_key: str, screen_key: str, language: str) -> str:
    """Of one screen with its title, or of the whole module; narrow spaces of French figures as plain ones."""
    screens = [one for one in shelf.module(module_key, language).screens if screen_key in ("", one.key)]
    lines = [line for one in screens for line in (one.title, *(block.markdown for block in one.blocks))]
    return re.sub(r"[\u00a0\u202f]", " ", "\n".join(lines))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_place_of_the_table_says_what_the_row_is_about(shelf: Catalogue, language: str) -> None:
    rows = {int(row[1]): PLACE.findall(row[0]) for row in ROW.finditer(TABLE)}
    assert {number for number, places in rows.items() if places} == set(SAID)
    silent = [
        f"{number}: {module}#{screen}"
        for number, places in rows.items()
        for module, screen in places
        if not re.search(SAID[number], words(shelf, module, screen, language), re.IGNORECASE)
    ]
    assert silent == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_three_figures_are_told_as_the_papers_have_them(shelf: Catalogue, language: str) -> None:
    for place, figures in FIGURES.items():
        said = words(shelf, *place.split("#"), language)
        assert [figure for figure in figures if not re.search(figure, said)] == [], place
        assert not re.search(r"\b74\b.{0,20}\b33\b", said) or place == "town-hospital#tools", place
