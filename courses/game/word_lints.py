"""Words the game never says, and English or signs at which a reader stumbles, in every text of the game."""

import re
from collections.abc import Mapping
from pathlib import Path

from courses.checks.pages import reading
from courses.errors import ContentUnreadable
from courses.game.words import LANGUAGES, Words
from courses.model.content import Problem
from courses.sentences import sentence
from courses.text import yaml_files
from courses.text.suggestions import nearest

BANNED_FILE = "_structure/game/banned.yml"
LISTS = ("banned", "allowed")


def problems(words: Words, content: Path) -> list[Problem]:
    """Words that are never said here, and English or signs at which a reader stumbles."""
    return _banned_words(words, content) + _stumbles(words)


def _stumbles(words: Words) -> list[Problem]:
    """English that was translated, codes and keys shown, quotation marks inside one another."""
    problems: list[Problem] = []
    for language in LANGUAGES:
        for key in words.texts[language]:
            path, line = words.places[language, key]
            problems += reading.problems_in(words.raw[language, key], language, path, line)
    return problems


def _banned_words(words: Words, content: Path) -> list[Problem]:
    """Blame words and words of a medical device, whole words only; allowed phrases are taken out first."""
    try:
        node = yaml_files.read(content / BANNED_FILE, BANNED_FILE)
    except ContentUnreadable as error:
        return [Problem(error.path, error.line, error.code, error.sentence)]
    problems = []
    for language in LANGUAGES:
        block = node.get(language) if isinstance(node, Mapping) else None
        if not isinstance(block, Mapping):
            problems.append(
                Problem(BANNED_FILE, 1, "501", sentence("expected {language}: with its lists banned: and allowed:", language=language))
            )
            continue
        problems += [
            Problem(
                BANNED_FILE, yaml_files.line_of(block, key), "501", sentence("unknown key {key!r}{hint}", key=key, hint=nearest(key, LISTS))
            )
            for key in block
            if key not in LISTS
        ]
        exceptions = re.compile("|".join(re.escape(text) for text in yaml_files.strings(block.get("allowed"))) or r"(?!)", re.IGNORECASE)
        alternatives = "|".join(re.escape(text) for text in yaml_files.strings(block.get("banned")))
        pattern = re.compile(rf"\b({alternatives})\b" if alternatives else r"(?!)", re.IGNORECASE)
        for key, text in words.texts[language].items():
            match = pattern.search(exceptions.sub(" ", text))
            if match:
                path, line = words.places[language, key]
                problems.append(
                    Problem(
                        path,
                        line,
                        "514",
                        sentence("{key}: {words!r} is not said here; write what could be done instead", key=key, words=match[0]),
                    )
                )
    return problems
