"""What the links of a cartridge open: each chosen course with its modules, then the characters of the game."""

from collections.abc import Collection

from courses.packages.cartridge import Folder, Link
from courses.serving.catalogue import Catalogue

GAME_TITLES = {"fr": "Le jeu", "en": "The game"}
WHOLE = {"fr": "Le cours entier", "en": "The whole course"}


def folders(catalogue: Catalogue, courses: Collection[str], language: str) -> list[Folder]:
    """In the catalogue's order, of the courses that it shows. The game comes last, on a site that shows it."""
    found = [_course(catalogue, key, language) for key in catalogue.courses if key in courses]
    game = catalogue.game
    if found and game is not None and game.campaigns:
        links = [Link(f"campaign/{key}", game.text(language, f"campaign.{key}.title")) for key in game.campaigns]
        found.append(Folder(GAME_TITLES[language], links))
    return found


def _course(catalogue: Catalogue, key: str, language: str) -> Folder:
    course = catalogue.courses[key]
    modules = [catalogue.module(one, language) for one in course.modules if (one, language) in catalogue.modules]
    title = f"{course.title[language]} · {WHOLE[language]}"
    links = [Link(f"module/{key}/{one.key}", one.title, one.summary) for one in modules]
    return Folder(course.title[language], [Link(f"course/{key}", title, course.summary[language]), *links])
