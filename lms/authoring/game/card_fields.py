"""The fields of a card of the morning: an idea in both languages, the skill it trains, its sources, and for whom and when it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from courses.authoring.registers import shared_files, word_checks, word_groups, yaml_edits
from courses.authoring.registers.word_groups import Line
from courses.text.keys import LANGUAGES
from lms.authoring.registers import keeping, value_words
from lms.authoring.registers.value_words import Told
from lms.web.routing import locales
from lms.web.routing.forms import Form, is_printable
from lms.web.site.layout import settings

WORDS = {language: word_groups.path_of(language, "cards") for language in LANGUAGES}
PATHS = (shared_files.CARDS, *WORDS.values())
PARTS = ("title", "text")
LISTS = ("sources", "kinds", "regimens", "roles")
LAST_DAY = 28


@dataclass(frozen=True, slots=True)
class CardFile:
    """One card as it stands. values: of `_structure/game/cards.yml`; words: by language and part."""

    values: Mapping[str, Any]
    words: Mapping[str, Mapping[str, str]]

    @property
    def mark(self) -> str:
        return keeping.mark({"values": dict(self.values), "words": {one: dict(words) for one, words in self.words.items()}})


def cards(texts: Mapping[str, str]) -> dict[str, CardFile]:
    """Every card, in its order. Raises ContentUnreadable."""
    node = shared_files.values(texts[shared_files.CARDS], shared_files.CARDS)
    lines = {language: word_groups.leaves(texts[path], path) for language, path in WORDS.items()}
    block = node.get("cards") if isinstance(node, Mapping) else None
    plain = {key: entry.values for key, entry in shared_files.entries_of(block).items()} if isinstance(block, Mapping) else {}
    return {
        key: CardFile(values, {one: {part: lines[one].get(("card", key, part), "") for part in PARTS} for one in LANGUAGES})
        for key, values in plain.items()
    }


def labels() -> dict[str, str]:
    """What the form calls each value of a card."""
    return {
        "skill": _("Skill of the game that it trains"),
        "sources": _("Sources"),
        "kinds": _("Treatments it is for"),
        "regimens": _("Stories it is for"),
        "roles": _("Players it is for"),
        "days": _("Days of the cycle, the first and the last"),
    }


def told(one: CardFile, known: Mapping[str, Mapping[str, str]]) -> Told:
    """The values of a card as its form would say them. known: key -> words of all that a card may name."""
    return value_words.told(one.values, labels(), {**known, "skill": known["skills"]})


def opening_form(one: CardFile | None) -> Form:
    """What the fields hold when the form opens."""
    if one is None:
        return Form({})
    days = one.values.get("days")
    first, last = days if isinstance(days, list) and len(days) == 2 else ("", "")
    words = {f"{part}_{language}": one.words[language][part] for language in LANGUAGES for part in PARTS}
    return Form({"skill": str(one.values.get("skill", "")), "first_day": str(first), "last_day": str(last), **words})


def read(
    form: Form, lists: Mapping[str, Sequence[str]], skills: Sequence[str], key: str, now: CardFile | None
) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """The values and the words of a card; refuses what cannot be taken. lists: what was ticked, of the keys there are.

    now: the card as it stands; what stands in braces there may stay.
    """
    if form.text("skill") not in skills:
        form.refuse("skill", _("The skill is missing"), _("Choose the skill of the game that it trains."))
    if not lists["sources"]:
        form.refuse("source", _("The sources are missing"), _("Choose at least one."))
    values: dict[str, Any] = {"skill": form.text("skill"), **{name: list(lists[name]) or None for name in LISTS}, "days": _days(form)}
    words = {
        language: {part: " ".join(form.text(f"{part}_{language}").replace("\r\n", "\n").split("\n")) for part in PARTS}
        for language in LANGUAGES
    }
    for language, texts in words.items():
        for part, text in texts.items():
            if not text or not is_printable(text):
                form.refuse(f"{part}_{language}", _("Words are missing"), _("Write them in both languages."))
    lines = [Line(("card", key, part), {language: words[language][part] for language in LANGUAGES}) for part in PARTS]
    for number, language, problem in word_checks.problems(settings().shown_content, lines, _places(now)):
        if problem.severity == "error":
            form.refuse(f"{PARTS[number]}_{language}", _("To be written otherwise"), problem.sentence.in_language(locales.current()))
    return values, words


def _places(now: CardFile | None) -> list[set[str]]:
    """What may stand in braces in each part."""
    return [Line((), {one: words[part] for one, words in now.words.items()}).places if now else set() for part in PARTS]


def _days(form: Form) -> list[int] | None:
    first, last = form.text("first_day"), form.text("last_day")
    if not first and not last:
        return None
    if first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last) <= LAST_DAY:
        return [int(first), int(last)]
    words = _("Two days of the cycle from 1 to %(n)s, the first one first; leave both empty for all days.", n=LAST_DAY)
    form.refuse("first_day", _("The days are not days"), words)
    return None


def with_card(texts: Mapping[str, str], key: str, values: Mapping[str, Any], words: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The three files with this card changed or added. Raises CannotEdit, ContentUnreadable, KeyError."""
    now = cards(texts).get(key)
    text = texts[shared_files.CARDS]
    if now is None:
        text = yaml_edits.set_value(text, ("cards", key), {name: value for name, value in values.items() if value is not None})
    else:
        for name, value in values.items():
            if (now.values.get(name) or None) != (value or None):
                text = yaml_edits.set_value(text, ("cards", key, name), value)
    new_texts = {shared_files.CARDS: text}
    for language, path in WORDS.items():
        words_text = texts[path]
        if now is None:
            words_text = yaml_edits.set_value(words_text, ("card", key), dict(words[language]))
        else:
            words_text = word_groups.with_words(words_text, path, {("card", key, part): words[language][part] for part in PARTS})
        new_texts[path] = words_text
    return new_texts


def without_card(texts: Mapping[str, str], key: str) -> dict[str, str]:
    """The three files without it. Raises CannotEdit, ContentUnreadable, KeyError."""
    new_texts = {shared_files.CARDS: yaml_edits.set_value(texts[shared_files.CARDS], ("cards", key), None)}
    return new_texts | {path: yaml_edits.set_value(texts[path], ("card", key), None) for path in WORDS.values()}
