"""Front matter: known keys, states, reviewers, days; and what a day makes of it, from its days alone."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from courses.checks.passages import FileText
from courses.library import validity
from courses.library.content_folder import SOURCE, Files, Library
from courses.library.module_file import ModuleFile
from courses.library.validity import Validity
from courses.model.content import Problem
from courses.sentences import sentence
from courses.text.suggestions import nearest
from courses.text.yaml_files import day, scalar_text

LETTER = re.compile(r"[^\W\d_]")
KEYS = (
    "key", "title", "summary", "state", "version", "authors", "reviewers", "reviewed_on", "expires", "references", "translation",
    "ctcae_version", "obsoletes", "note",
)  # fmt: skip
REQUIRED_KEYS = ("key", "title", "summary", "state", "version", "authors", "expires", "references")
SIMPLE_KEYS = ("key", "title", "summary", "state", "version", "tested_by", "tested_on", "translation")
SIMPLE_NEEDED = ("key", "title", "state")
TRANSLATION_KEYS = ("of", "source_hash", "items_hash", "safety", "state", "by", "on")
TRANSLATION_STATES = ("machine", "draft", "reviewed")
LISTS = ("authors", "reviewers", "references")
TEXTS = ("key", "title", "summary", "state", "note", "obsoletes", "ctcae_version", "tested_by")
MISREAD = {"no", "yes", "on", "off", "true", "false", "null", "none", "nan", "oui", "non", "y", "n", "-", "~"}
"""What stands for a truth or for nothing in one reader of YAML or another; no page is called so."""
LONGEST = {True: timedelta(days=184), False: timedelta(days=366)}


def check(_library: Library, sides: Sequence[Files], _texts: Sequence[FileText]) -> Iterator[Problem]:
    for files in sides:
        if files.text is not None:
            yield from _keys(files.text, files.entry.key, KEYS, REQUIRED_KEYS)
            yield from _days(files.text)
            yield from _publication(files.text)
            yield from _translation_keys(files.text)
        if files.simple is not None:
            yield from _keys(files.simple, files.entry.key, SIMPLE_KEYS, SIMPLE_NEEDED)
            yield from _days(files.simple)


def _keys(file: ModuleFile, name: str, all_keys: tuple[str, ...], required_keys: tuple[str, ...]) -> Iterator[Problem]:
    front = file.front
    for key in front.values:
        if key not in all_keys:
            yield Problem(file.path, front.line(key), "004", sentence("unknown key {key!r}{hint}", key=key, hint=nearest(key, all_keys)))
    yield from _kinds(file)
    for key in required_keys:
        if front.values.get(key) in (None, "", [], {}):
            yield Problem(file.path, front.line(key), "014", sentence("the front matter has no {key!r}", key=key))
    if front.text("key") and front.text("key") != name:
        yield Problem(
            file.path,
            front.line("key"),
            "005",
            sentence("key: is {key!r}, but the file is listed as {name!r}", key=front.text("key"), name=name),
        )
    state = front.text("state")
    if state and state not in validity.STATES:
        yield Problem(
            file.path,
            front.line("state"),
            "012",
            sentence("unknown state {state!r}{hint}", state=state, hint=nearest(state, validity.STATES)),
        )


def _kinds(file: ModuleFile) -> Iterator[Problem]:
    """A value of another kind than its place needs: YAML reads `title: {a: b}` or `authors: Claire` without a word."""
    front = file.front
    for key in TEXTS:
        value = front.values.get(key)
        if value is not None and not isinstance(value, str):
            yield Problem(
                file.path,
                front.line(key),
                "016",
                sentence('{key}: must be words, not {value}; put them in quotes: {key}: "…"', key=key, value=scalar_text(value)),
            )
        elif key in ("title", "summary") and value and (value.strip().casefold() in MISREAD or not LETTER.search(value)):
            yield Problem(
                file.path,
                front.line(key),
                "016",
                sentence("{key}: {value!r} says nothing to a reader; write words", key=key, value=scalar_text(value)),
            )
    version = front.values.get("version")
    if version is not None and (isinstance(version, bool) or not isinstance(version, str | int | float)):
        yield Problem(
            file.path,
            front.line("version"),
            "016",
            sentence('version: must be words, not {value}; write it like version: "1.0"', value=scalar_text(version)),
        )
    for key in LISTS:
        value = front.values.get(key)
        if value is not None and not (isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)):
            yield Problem(
                file.path,
                front.line(key),
                "016",
                sentence('{key}: must be a list of words, not {value}; write {key}: ["…", "…"]', key=key, value=scalar_text(value)),
            )


def _days(file: ModuleFile) -> Iterator[Problem]:
    for key in ("expires", "reviewed_on", "tested_on"):
        value = file.front.values.get(key)
        if value is not None and day(value) is None:
            yield Problem(
                file.path,
                file.front.line(key),
                "013",
                sentence("{key}: {value} is no day; write it like 2027-05-23", key=key, value=scalar_text(value)),
            )


def _publication(file: ModuleFile) -> Iterator[Problem]:
    front = file.front
    same = {name.casefold().strip() for name in front.words("authors")} & {name.casefold().strip() for name in front.words("reviewers")}
    if same:
        yield Problem(
            file.path,
            front.line("reviewers"),
            "008",
            sentence("{value!r} wrote this text; somebody else must review it", value=sorted(same)[0]),
        )
    if front.text("state") != "published":
        return
    lacking = [key for key in ("reviewers", "reviewed_on", "expires", "references") if not front.values.get(key)]
    if lacking:
        yield Problem(file.path, front.line("state"), "006", sentence("published, but has no {lacking}", lacking=", no ".join(lacking)))


def dated(text: Validity, today: date) -> Iterator[Problem]:
    """What comes and goes as days pass. Every other check of a module is the same on any day: its findings are kept for all of them."""
    expires = text.expires
    if expires is None:
        return
    if expires > (text.reviewed_on or today) + LONGEST[text.is_critical]:
        months = 6 if text.is_critical else 12
        yield Problem(
            text.path, text.line, "015", sentence("expires: at most {months} months after its review (or after today)", months=months)
        )
    if expires >= today:
        return
    if text.typed_state == "published":
        yield Problem(
            text.path, text.line, "007", sentence("published, but expired on {expires}; review it again or withdraw it", expires=expires)
        )
    elif text.typed_state in ("", "draft", "in_review"):
        yield Problem(
            text.path, text.line, "020", sentence("this draft expired on {expires}; give it a day to come", expires=expires), "warning"
        )


def _translation_keys(file: ModuleFile) -> Iterator[Problem]:
    node = file.front.values.get("translation")
    line = file.front.line("translation")
    if node is None:
        return
    if not hasattr(node, "items") or file.language == SOURCE:
        yield Problem(
            file.path,
            line,
            "210",
            sentence("translation: belongs in translations only and looks like {{of: {source}, state: draft}}", source=SOURCE),
        )
        return
    for key in node:
        if key not in TRANSLATION_KEYS:
            yield Problem(
                file.path,
                line,
                "004",
                sentence("unknown key {key!r} in translation{hint}", key=key, hint=nearest(str(key), TRANSLATION_KEYS)),
            )
    if str(node.get("of")) != SOURCE:
        yield Problem(file.path, line, "012", sentence("translation: of: must be {source!r}", source=SOURCE))
    if str(node.get("state")) not in TRANSLATION_STATES:
        near = nearest(str(node.get("state")), TRANSLATION_STATES)
        yield Problem(
            file.path,
            line,
            "012",
            sentence(
                "translation: state: must be one of {translation_states}{near}", translation_states=", ".join(TRANSLATION_STATES), near=near
            ),
        )
    if node.get("on") is not None and day(node.get("on")) is None:
        yield Problem(
            file.path,
            line,
            "013",
            sentence("translation: on: {value} is no day; write it like 2027-05-23", value=scalar_text(node.get("on"))),
        )
    if node.get("safety") is not None and not hasattr(node.get("safety"), "items"):
        yield Problem(
            file.path, line, "016", sentence("translation: safety: is written by `content sync`; take this line out and stamp it again")
        )
