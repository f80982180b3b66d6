"""New files ready to be filled in: a module with its line in course.yml, or a situation of the game; in each language."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from courses.errors import CoursesError
from courses.library import module_file, publication_states
from courses.library.content_folder import LANGUAGES, SOURCE
from courses.library.publication_states import quote
from courses.library.structure import FOLDER, course_keys
from courses.text import front_matter, yaml_files
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
EASY = {"fr": "Une phrase courte.", "en": "One short sentence."}
EMPTY_LIST = re.compile(r"^modules:[ \t]*\[[ \t]*\](?=[ \t]*(?:#.*)?\r?$)", re.MULTILINE)
"""The modules of a course that has none yet."""
CHOICES = ("safe-way", "other-way", "third-way")


@cache
def first_words(language: str) -> frozenset[str]:
    """Every sentence a new file begins with: what an author has not replaced by words of her own."""
    title, summary, screen, body, author = WORDS[language]
    first = (title, summary, screen, body.removesuffix(" [@source]"), author)
    return frozenset((*first, *ITEM[language], *SCENE[language], *LABELS[language], EASY[language]))


class CannotBegin(CoursesError):
    """why: key (it is no key), long, course (there is none of that name), or taken (where is the file or folder that has it)."""

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


def course(folder: Path, key: str, text: str) -> list[NewFile]:
    """A new course, of this text, without a module yet; writes nothing. Raises CannotBegin."""
    _check_shape(key)
    for place in (f"{FOLDER}/{key}", *(f"{language}/{key}" for language in LANGUAGES)):
        if any((folder / place).glob("*")):  # git keeps no empty folder; what a course that is gone left behind is none
            raise CannotBegin("taken", f"{place} is there already.", place)
    return [NewFile(f"{FOLDER}/{key}/course.yml", text)]


def situation(folder: Path, key: str, *, today: date, titles: dict[str, str] | None = None) -> list[NewFile]:
    """The files of a new situation, the French one with its structure; writes nothing. Raises CannotBegin."""
    _check_key(folder, key)
    titles_by_language = {language: (titles or {}).get(language) or WORDS[language][0] for language in LANGUAGES}
    return [
        NewFile(f"{language}/{SITUATIONS}/{key}.md", _situation(language, key, titles_by_language[language], today))
        for language in LANGUAGES
    ]


def simple_version(text: str, path: str) -> NewFile:
    """The easy version of a module's text, ready to be shortened: its screens, and its safety blocks word for word.

    text: with \\n as line ends; path: of the text. Raises ContentUnreadable, CannotBegin.
    """
    language, course, key = path[:2], path.split("/")[1], path.rpartition("/")[2].removesuffix(".md")
    file = module_file.parse(path, language, front_matter.split(text, path))
    name = {"fr": "version simple", "en": "simple version"}[language]
    screens = []
    for screen in file.screens:
        blocks = [f"::: safety {{#{block.key}}}\n{block.markdown.strip()}\n:::" for block in screen.blocks if block.kind == "safety"]
        screens.append(f"## {screen.title} {{#{screen.key}}}\n\n" + "\n\n".join([*blocks, EASY[language]]) + "\n")
    title = quote(f"{file.front.text('title')}, {name}")
    head = f"---\nkey: {key}\ntitle: {title}\nstate: draft\n---\n"
    return NewFile(f"{language}/{course}/{key}.simple.md", head + "\n".join(screens))


def counterpart(text: str, path: str) -> NewFile:
    """The same file in the other language, as a copy to put into words: its keys, marks and numbers are there already.

    text: of the source, with \\n as line ends. Raises ContentUnreadable.
    """
    other = next(one for one in LANGUAGES if one != path[:2])
    new_path = f"{other}{path[2:]}"
    if path.endswith(".items.md"):
        return NewFile(new_path, text)
    front = front_matter.split(text, path)
    if f"/{SITUATIONS}/" in path:
        head = f"key: {front.text('key')}\ntitle: {quote(WORDS[other][0])}\nstate: draft\ntranslation: {{of: {path[:2]}, state: draft}}"
        return NewFile(new_path, f"---\n{head}\n---\n{front.body}")
    rows = text.split("\n")[1 : front.body_line - 2]
    head_rows = [row for row in rows if not row.startswith(("state:", "reviewers:", "reviewed_on:", "translation:"))]
    more = ["state: draft"] + ([] if path.endswith(".simple.md") else [f"translation: {{of: {path[:2]}, state: draft}}"])
    return NewFile(new_path, "\n".join(["---", *head_rows, *more, "---", front.body]))


def copy(folder: Path, course: str, key: str, of: str, *, today: date, titles: dict[str, str] | None = None) -> list[NewFile]:
    """A new module that begins with the words of another one, as drafts; `of`: course/module. Raises CannotBegin."""
    files = module(folder, course, key, today=today, titles=titles)
    new_files = []
    for file in files:
        language, _, name = file.path.partition("/")
        old = folder / language / f"{of}{name.partition('/')[2].removeprefix(key)}"
        if not name.endswith(".md") or not old.is_file():
            new_files.append(file)
            continue
        text = yaml_files.read_text(old, file.path)
        if not file.path.endswith(".items.md"):
            title = quote((titles or {}).get(language) or WORDS[language][0])
            text = publication_states.with_keys(publication_states.as_draft(text), {"key": key, "title": title})
        new_files.append(NewFile(file.path, text))
    return new_files


def copy_situation(folder: Path, key: str, of: str, *, today: date, titles: dict[str, str] | None = None) -> list[NewFile]:
    """A new situation that begins with the words and the numbers of another one, as drafts. Raises CannotBegin."""
    new_files = []
    for file in situation(folder, key, today=today, titles=titles):
        language = file.path[:2]
        old = folder / language / SITUATIONS / f"{of}.md"
        if not old.is_file():
            new_files.append(file)
            continue
        title = quote((titles or {}).get(language) or WORDS[language][0])
        values = {"key": key, "title": title, "reviewed": None, "only_scripted": None}  # no story names the new key yet
        new_files.append(
            NewFile(file.path, publication_states.with_keys(publication_states.as_draft(yaml_files.read_text(old, file.path)), values))
        )
    return new_files


def _check_shape(key: str) -> None:
    if not KEY.fullmatch(key):
        raise CannotBegin("key", f"{key!r} is no key: use lower-case words joined by -, like mouth-care.")
    if len(key) > LONGEST_KEY:
        raise CannotBegin("long", f"A key has at most {LONGEST_KEY} signs.")


def _check_key(folder: Path, key: str) -> None:
    _check_shape(key)
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
    editor = TypedLines(EMPTY_LIST.sub("modules:", text, count=1))
    rows = editor.plain()
    places = [number for number, row in enumerate(rows) if row.lstrip().startswith("- ") and "key:" in row]
    heads = [number for number, row in enumerate(rows) if row.startswith("modules:")]
    place = (places or heads or [len(rows) - 1 - (not rows[-1])])[-1] + 1
    while place < len(rows) and rows[place].startswith("    "):
        place += 1
    editor.replace(place, place, [f"  - {{key: {key}, minutes: 8, objectives: [K01]}}"])
    return str(editor)
