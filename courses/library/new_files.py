"""New files ready to be filled in: a module with its line in course.yml, or a situation of the game; in each language."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from courses.errors import CoursesError
from courses.library.content_folder import LANGUAGES, SOURCE
from courses.library.publication_states import quote
from courses.library.structure import FOLDER, course_keys
from courses.text.keys import KEY
from courses.text.line_edits import TypedLines

LONGEST_KEY = 60
SITUATIONS = "situations"
WORDS = {
    "fr": ("Titre à écrire", "Une phrase qui dit à quoi sert ce module.", "Premier écran", "Le texte. [@source]", "Auteur à nommer"),
    "en": ("Title to write", "One sentence that says what this module is for.", "First screen", "The text. [@source]", "Author to name"),
}
ITEM = {
    "fr": ("Une situation : que faites-vous ?", "L’option sûre.", "Oui, et voici pourquoi.", "Une autre option.", "Ce qui est plus sûr."),
    "en": ("A situation: what do you do?", "The safe option.", "Yes, and here is why.", "Another option.", "What is safer."),
}
SCENE = {
    "fr": (
        "La scène, en deux phrases, avec {name}.", "Un indice, sans donner la réponse.", "Pourquoi, en deux phrases.",
        "Le geste de demain.", "Ce qui se passe ensuite.",
    ),
    "en": (
        "The scene, in two sentences, with {name}.", "A hint that does not give the answer away.", "Why, in two sentences.",
        "What to do tomorrow.", "What happens next.",
    ),
}  # fmt: skip
LABELS = {
    "fr": ("Une façon sûre de faire", "Une autre façon de faire", "Une troisième façon de faire"),
    "en": ("A safe way to act", "Another way to act", "A third way to act"),
}
CHOICES = ("safe-way", "other-way", "third-way")


@cache
def first_words(language: str) -> frozenset[str]:
    """Every sentence a new file begins with: what an author has not replaced by words of her own."""
    title, summary, screen, body, author = WORDS[language]
    first = (title, summary, screen, body.removesuffix(" [@source]"), author)
    return frozenset((*first, *ITEM[language], *SCENE[language], *LABELS[language]))


class CannotBegin(CoursesError):
    """why: key (it is no key), long, course (there is none of that name), or taken (where is the file that has it)."""

    def __init__(self, why: str, message: str, where: str = "") -> None:
        super().__init__(message)
        self.why, self.where = why, where


@dataclass(frozen=True, slots=True)
class NewFile:
    path: str
    text: str


def module(folder: Path, course: str, key: str, *, today: date, titles: dict[str, str] | None = None) -> list[NewFile]:
    """The files of a new module in every language, and course.yml with its line; writes nothing. Raises CannotBegin."""
    _check_key(folder, key)
    if course not in course_keys(folder):
        keys = ", ".join(course_keys(folder))
        raise CannotBegin("course", f"There is no course {course!r}. Courses: {keys}.")
    course_file = folder / FOLDER / course / "course.yml"
    titles_by_language = {language: (titles or {}).get(language) or WORDS[language][0] for language in LANGUAGES}
    files = [NewFile(f"{language}/{course}/{key}.md", _text(language, key, titles_by_language[language], today)) for language in LANGUAGES]
    files += [NewFile(f"{language}/{course}/{key}.items.md", _items(language)) for language in LANGUAGES]
    return [*files, NewFile(f"{FOLDER}/{course}/course.yml", _with_module(course_file.read_bytes().decode("utf-8"), key))]


def situation(folder: Path, key: str, *, today: date, titles: dict[str, str] | None = None) -> list[NewFile]:
    """The files of a new situation, the French one with its structure; writes nothing. Raises CannotBegin."""
    _check_key(folder, key)
    titles_by_language = {language: (titles or {}).get(language) or WORDS[language][0] for language in LANGUAGES}
    return [
        NewFile(f"{language}/{SITUATIONS}/{key}.md", _situation(language, key, titles_by_language[language], today))
        for language in LANGUAGES
    ]


def _check_key(folder: Path, key: str) -> None:
    if not KEY.fullmatch(key):
        raise CannotBegin("key", f"{key!r} is no key: use lower-case words joined by -, like mouth-care.")
    if len(key) > LONGEST_KEY:
        raise CannotBegin("long", f"A key has at most {LONGEST_KEY} signs.")
    there = [path for ending in (".md", ".*.md") for language in LANGUAGES for path in (folder / language).glob(f"*/{key}{ending}")]
    if there:
        where = there[0].relative_to(folder).as_posix()
        raise CannotBegin("taken", f"{where} is there already; keys are unique over all courses and situations.", where)


def _text(language: str, key: str, title: str, today: date) -> str:
    _, summary, screen, body, author = WORDS[language]
    translation = "" if language == SOURCE else f"translation: {{of: {SOURCE}, state: draft}}\n"
    expires = today + timedelta(days=180)
    return (
        f'---\nkey: {key}\ntitle: {quote(title)}\nsummary: "{summary}"\nstate: draft\nversion: "0.1"\nauthors: ["{author}"]\n'
        f"expires: {expires.isoformat()}\nreferences: [source]\n{translation}---\n## {screen} {{#first}}\n\n{body}\n"
    )


def _items(language: str) -> str:
    question, right, why, other, why_not = ITEM[language]
    return f"# practice\n\n## first {question} {{single objective=K01}}\n- [x] {right}\n  > {why}\n- [ ] {other}\n  > {why_not}\n@ source\n"


def _situation(language: str, key: str, title: str, today: date) -> str:
    scene, hint, why, tip, feedback = SCENE[language]
    head = f"key: {key}\ntitle: {quote(title)}\nstate: draft\n"
    if language == SOURCE:
        safe = "\n".join(f"  {choice}: {{safe: {'true' if choice == CHOICES[0] else 'false'}}}" for choice in CHOICES)
        expires = today + timedelta(days=180)
        head += (
            f'expires: "{expires.isoformat()}"\nskills: [K01]\nsources: [source]\ndays: [1, 21]\n'
            f"slots: [morning, noon, evening]\nroom: living\nchoices:\n{safe}\n"
        )
    else:
        head += f"translation: {{of: {SOURCE}, state: draft}}\n"
    pairs = zip(CHOICES, LABELS[language], strict=True)
    choices = "".join(f"## {choice}\n{label}\n> {feedback}\n" for choice, label in pairs)
    return f"---\n{head}---\n{scene}\n? {hint}\n= {why}\n! {tip}\n{choices}"


def _with_module(text: str, key: str) -> str:
    """course.yml with one more line at the end of its modules; every other line stays as it was typed."""
    editor = TypedLines(text)
    rows = editor.plain()
    places = [number for number, row in enumerate(rows) if row.lstrip().startswith("- ") and "key:" in row]
    place = places[-1] + 1 if places else len(rows) - (not rows[-1])
    while place < len(rows) and rows[place].startswith("    "):
        place += 1
    editor.replace(place, place, [f"  - {{key: {key}, minutes: 8, objectives: [K01]}}"])
    return str(editor)
