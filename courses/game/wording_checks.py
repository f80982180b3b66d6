"""The words of one situation in both languages: places that can be filled, choices that differ, nothing left unfinished."""

import re
from collections.abc import Iterator

from courses.checks.items import likeness
from courses.checks.pages import temperatures, unfinished
from courses.checks.translation import language_detection
from courses.game.words import LANGUAGES, Words
from courses.model.content import Problem
from courses.model.game import PLACES, Situation
from courses.sentences import sentence
from courses.text.suggestions import nearest

PLACE = re.compile(r"(?<!\{)\{(?P<name>[^{}]*)\}(?!\})")


def problems(situation: Situation, words: Words) -> Iterator[Problem]:
    yield from of_texts(f"situation.{situation.key}.", words)
    for language in LANGUAGES:
        yield from _choices(situation, words, language)
        yield from _lesson(situation, words, language)


def of_texts(base: str, words: Words) -> Iterator[Problem]:
    """What is wrong with the words whose keys begin so, in each language and between the two."""
    for language in LANGUAGES:
        for key in [key for key in words.texts[language] if key.startswith(base)]:
            path, line = words.places[language, key]
            yield from _text(words.raw[language, key], language, path, line)
    for key in [key for key in words.texts["en"] if key.startswith(base) and key in words.texts["fr"]]:
        if language_detection.is_left_as_it_was(words.raw["en", key], words.raw["fr", key]):
            path, line = words.places["en", key]
            yield Problem(path, line, "219", sentence("still the French words: “{words}”; translate them", words=words.raw["en", key][:50]))


def _text(text: str, language: str, path: str, line: int) -> Iterator[Problem]:
    for number, row in enumerate(text.split("\n"), line):
        yield from unfinished.notes(path, number, row, language)
        yield from places(row, path, number)
        if foreign := language_detection.foreign_sentence(row, language):
            yield Problem(
                path, number, "219", sentence("these words are in the other language: “{words}”; translate them", words=foreign[:50])
            )
        if bare := temperatures.bare(row):
            yield Problem(
                path,
                number,
                "513",
                sentence("{bare!r} looks like a temperature; write {{{{fever.call}}}} or another rule value", bare=bare),
            )


def places(text: str, path: str, line: int) -> Iterator[Problem]:
    """`{nom}` would be shown as it is typed; so would `{{fever.call}` and a brace alone."""
    rest = unfinished.VALUE.sub(" ", text)
    for match in PLACE.finditer(rest):
        if match["name"] not in PLACES:
            yield Problem(
                path, line, "518", sentence("unknown place {{{name}}}{hint}", name=match["name"], hint=nearest(match["name"], PLACES))
            )
    alone = PLACE.sub(" ", rest)
    if "{" in alone or "}" in alone:
        message = sentence("a brace stands alone; a place is written {name}, a value of the site {{fever.call}}")
        yield Problem(path, line, "136", message)


def _choices(situation: Situation, words: Words, language: str) -> Iterator[Problem]:
    """Choices that read the same cannot be chosen between."""
    labels: list[tuple[str, str]] = []
    for choice in situation.choices:
        key = f"situation.{situation.key}.choice.{choice.key}.label"
        if key not in words.texts[language]:
            continue
        label = words.raw[language, key]
        same = next((other for other, other_label in labels if likeness.alike(other_label, label)), None)
        if same is not None:
            path, line = words.places[language, key]
            yield Problem(
                path,
                line,
                "519",
                sentence("the choice {key!r} reads the same as {same!r}; say what differs, or take one out", key=choice.key, same=same),
            )
        labels.append((choice.key, label))


def _lesson(situation: Situation, words: Words, language: str) -> Iterator[Problem]:
    """What is to be remembered is no question of the scene, nor its answer: a program that writes lines once put one there."""
    base = f"situation.{situation.key}"
    keys = [f"{base}.question.{question.key}.{part}" for question in situation.questions for part in ("label", "answer")]
    questions = {words.raw[language, key] for key in keys if (language, key) in words.raw}
    for key in [f"{base}.{kind}" for kind in ("hint", "why", "tip") if (language, f"{base}.{kind}") in words.raw]:
        text = words.raw[language, key]
        if " > " in text or any(one in text for one in questions):
            path, line = words.places[language, key]
            message = sentence("“{words}” is a question of the scene or its answer; write what is to be remembered", words=text[:60])
            yield Problem(path, line, "523", message)
