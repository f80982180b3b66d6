"""A new module's files, ready to be filled in, and its line in course.yml."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from courses.errors import CoursesError
from courses.library import LANGUAGES, SOURCE
from courses.structure import FOLDER, KEY

WORDS = {
    "fr": ("Titre à écrire", "Une phrase qui dit à quoi sert ce module.", "Premier écran", "Le texte. [@source]", "Auteur à nommer"),
    "en": ("Title to write", "One sentence that says what this module is for.", "First screen", "The text. [@source]", "Author to name"),
}
ITEM = {
    "fr": ("Une situation : que faites-vous ?", "L’option sûre.", "Oui, et voici pourquoi.", "Une autre option.", "Ce qui est plus sûr."),
    "en": ("A situation: what do you do?", "The safe option.", "Yes, and here is why.", "Another option.", "What is safer."),
}


class CannotBegin(CoursesError):
    """The key is not a key, the course does not exist, or the module is there already."""


@dataclass(frozen=True, slots=True)
class NewFile:
    path: str
    text: str


def module(folder: Path, course: str, key: str, *, today: date) -> list[NewFile]:
    """The files of a new module in every language, and course.yml with its line; writes nothing. Raises CannotBegin."""
    course_file = folder / FOLDER / course / "course.yml"
    if not KEY.fullmatch(key):
        raise CannotBegin(f"{key!r} is no key: use lower-case words joined by -, like mouth-care.")
    if not course_file.is_file():
        known = ", ".join(sorted(path.parent.name for path in (folder / FOLDER).glob("*/course.yml")))
        raise CannotBegin(f"There is no course {course!r}. Courses: {known}.")
    there = [path for language in LANGUAGES for path in (folder / language).glob(f"*/{key}.md")]
    if there:
        raise CannotBegin(f"{there[0].relative_to(folder).as_posix()} is there already; keys are unique over all courses.")
    files = [NewFile(f"{language}/{course}/{key}.md", _text(language, key, today)) for language in LANGUAGES]
    files += [NewFile(f"{language}/{course}/{key}.items.md", _items(language)) for language in LANGUAGES]
    return [*files, NewFile(f"{FOLDER}/{course}/course.yml", _listed(course_file.read_text("utf-8"), key))]


def _text(language: str, key: str, today: date) -> str:
    title, summary, screen, body, author = WORDS[language]
    translation = "" if language == SOURCE else f"translation: {{of: {SOURCE}, state: draft}}\n"
    expires = today + timedelta(days=180)
    return (
        f'---\nkey: {key}\ntitle: "{title}"\nsummary: "{summary}"\nstate: draft\nversion: "0.1"\nauthors: ["{author}"]\n'
        f"expires: {expires.isoformat()}\nreferences: [source]\n{translation}---\n## {screen} {{#first}}\n\n{body}\n"
    )


def _items(language: str) -> str:
    question, right, why, other, why_not = ITEM[language]
    return (
        f"# practice\n\n## first {question} {{single objective=K01}}\n- [x] {right}\n  > {why}\n- [ ] {other}\n  > {why_not}\n@ source\n"
    )


def _listed(text: str, key: str) -> str:
    """course.yml with one more line at the end of its modules; comments and the author's layout stay."""
    rows = text.rstrip("\n").split("\n")
    places = [number for number, row in enumerate(rows) if row.lstrip().startswith("- ") and "key:" in row]
    place = places[-1] + 1 if places else len(rows)
    while place < len(rows) and rows[place].startswith("    "):
        place += 1
    return "\n".join([*rows[:place], f"  - {{key: {key}, minutes: 8, objectives: [K01]}}", *rows[place:]]) + "\n"
