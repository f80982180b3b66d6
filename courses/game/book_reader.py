"""The game's content folder as one Book: numbers, campaigns, situations and words, and every problem found on the way."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from courses.errors import ContentUnreadable
from courses.game import book_checks, card_checks, yaml_values
from courses.game.situations import STATES, Reader
from courses.game.words import LANGUAGES, Words
from courses.model.content import Problem
from courses.model.game import Book, Campaign, Card
from courses.model.game_numbers import (
    Action,
    Alert,
    Body,
    Care,
    Director,
    Dynamics,
    GameNumbers,
    Help,
    Infection,
    Moments,
    NoticeSources,
    Regimen,
    Scoring,
    SkillNumbers,
    WeeklyReport,
)  # fmt: skip
from courses.model.rules import SiteRule
from courses.sentences import sentence
from courses.text import file_defects, yaml_files

FOLDER = "_structure/game"
FILES = ("model", "regimens", "actions", "alerts", "learning", "campaigns", "characters", "cards")
T = TypeVar("T")


@dataclass(frozen=True)
class GameFiles:
    """book is None when the numbers themselves cannot be read; situations that do not fit are left out of it."""

    book: Book | None
    problems: tuple[Problem, ...] = field(default_factory=tuple)


def load(content: Path, rule: SiteRule, *, now: date, instance: str = "demo", modules: Collection[str] | None = None) -> GameFiles:
    """instance: a real one keeps only what is published and has not expired; a demo one shows drafts too, a pilot one until they expire.

    modules: the keys a situation may send its readers to; None when nobody knows them here. Never raises.
    """
    try:
        return _load(content, rule, now, instance, modules)
    except Exception as error:  # the game, never the site
        return GameFiles(None, (file_defects.problem_of(error, f"{FOLDER}/model.yml"),))


def _load(content: Path, rule: SiteRule, now: date, instance: str, modules: Collection[str] | None) -> GameFiles:
    nodes, problems = _nodes(content)
    words = Words({language: rule.values(language) for language in LANGUAGES})
    for language in LANGUAGES:
        words.read_folder(content, language)
    reader = Reader(content, words)
    reader.read()
    words.compare()
    numbers = _numbers(nodes, problems) if all(name in nodes for name in FILES[:5]) else None
    problems += [*reader.problems, *words.problems]
    if numbers is None:
        return GameFiles(None, tuple(problems))
    campaigns = _entries(Campaign, nodes, "campaigns", problems, is_keyed=True)
    faults, broken_keys = book_checks.situations(reader, words, numbers, campaigns, content, now, modules)
    problems += faults
    problems += book_checks.campaigns(campaigns, reader.situations, numbers)
    cards = _entries(Card, nodes, "cards", problems, is_keyed=True)
    wanting = card_checks.cards(cards, campaigns, words, numbers, content)
    problems += wanting
    fit = {key: item for key, item in reader.situations.items() if key not in broken_keys}
    people = nodes.get("characters", {})
    characters = _characters(people, problems)
    if characters is None:
        return GameFiles(None, tuple(problems))
    is_open = {name: _is_shown(*_standing(nodes, name, problems), now, instance) for name in ("campaigns", "alerts")}
    book = Book(
        numbers=numbers,
        campaigns=campaigns if is_open["campaigns"] else {},
        situations={key: item for key, item in fit.items() if _is_shown(item.state, item.expires, now, instance)},
        words=_in_each_language(words.texts),
        character=characters,
        looks=_looks(people, characters, words.texts, problems),
        rule_key=rule.key,
        cards={} if wanting else cards,
        shows_alerts=is_open["alerts"],
    )
    return GameFiles(book, tuple(problems))


def _in_each_language(texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The words, with those of the other language where one lacks them: a broken file of words stops no page, and 520 has said so."""
    return {language: {**other, **texts[language]} for language, other in zip(LANGUAGES, (texts["en"], texts["fr"]), strict=True)}


def _looks(
    people: Any, characters: Mapping[str, Mapping[str, str]], texts: Mapping[str, Mapping[str, str]], problems: list[Problem]
) -> tuple[str, ...]:
    """The looks that have a first name and a description in some language; others are told and left out. Never none."""
    known_words = {**texts["en"], **texts["fr"]}
    looks = yaml_files.strings(people.get("looks"))
    fit = tuple(key for key in looks if all(word in known_words for word in (f"pages.first_name.{key}", f"look.{key}")))
    for key in dict.fromkeys(looks):
        if key not in fit:
            text = sentence("looks: {key!r} has no words pages.first_name.{key} and look.{key}", key=key[:40])
            problems.append(Problem(f"{FOLDER}/characters.yml", yaml_files.line_of(people, "looks"), "503", text))
    return fit or tuple(dict.fromkeys(item["look"] for item in characters.values() if f"look.{item['look']}" in known_words))


def still_shown(book: Book | None, now: date, instance: str) -> Book | None:
    """The book of an earlier reading, without the situations whose day has come since."""
    if book is None:
        return None
    situations = {key: item for key, item in book.situations.items() if _is_shown(item.state, item.expires, now, instance)}
    return replace(book, situations=situations)


def _is_shown(state: str, expires: str, now: date, instance: str) -> bool:
    if state in ("expired", "withdrawn"):
        return False
    is_current = date.fromisoformat(expires) >= now
    return instance == "demo" or (is_current and (instance == "pilot" or state == "published"))


def _standing(nodes: Mapping[str, Any], name: str, problems: list[Problem]) -> tuple[str, str]:
    """State and expiry of a whole file; one that does not say them stands as a draft."""
    node = nodes.get(name, {})
    state = str(node.get("state", ""))
    day = yaml_files.day(node.get("expires"))
    if state in STATES and day is not None:
        return state, day.isoformat()
    problems.append(
        Problem(
            f"{FOLDER}/{name}.yml",
            1,
            "501",
            sentence("the file says its state ({states}) and the day it expires", states=", ".join(STATES)),
        )
    )
    return "draft", date.max.isoformat()


def _characters(people: Any, problems: list[Problem]) -> dict[str, dict[str, str]] | None:
    """Who the learner is at first, by language; None when something is missing, since every week begins with it."""
    characters = {key: dict(yaml_files.pairs(node)) for key, node in yaml_files.pairs(people.get("character"))}
    for language in LANGUAGES:
        for name in ("name", "pronoun", "look", "relative"):
            if not isinstance(characters.get(language, {}).get(name), str):
                problems.append(
                    Problem(
                        f"{FOLDER}/characters.yml",
                        1,
                        "503",
                        sentence("character: {language}: {name}: is missing, or is no word", language=language, name=name),
                    )
                )
                return None
    return {key: {name: str(value) for name, value in item.items()} for key, item in characters.items()}


def _nodes(content: Path) -> tuple[dict[str, Any], list[Problem]]:
    nodes: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in FILES:
        shown_path = f"{FOLDER}/{name}.yml"
        try:
            node = yaml_files.read(content / shown_path, shown_path)
            if not isinstance(node, Mapping):
                raise ContentUnreadable(shown_path, 1, "501", sentence("expected `key: value` lines"))
            nodes[name] = node
        except ContentUnreadable as error:
            problems.append(Problem(error.path, error.line, error.code, error.sentence))
    return nodes, problems


def _numbers(nodes: Mapping[str, Any], problems: list[Problem]) -> GameNumbers | None:
    before = len(problems)
    regimens = _entries(Regimen, nodes, "regimens", problems, is_keyed=True)
    actions = _entries(Action, nodes, "actions", problems, is_keyed=True)
    alerts = _list(Alert, nodes, "alerts", problems)
    dynamics = _entries(Dynamics, nodes, "dynamics", problems, file="model")
    parts: dict[str, Any] = {
        name: _one(kind, nodes, file, name, problems)
        for name, kind, file in (
            ("infection", Infection, "model"), ("body", Body, "model"), ("moments", Moments, "model"), ("help", Help, "model"),
            ("care", Care, "model"), ("notice_sources", NoticeSources, "model"),
            ("scoring", Scoring, "model"), ("skills", SkillNumbers, "learning"), ("director", Director, "learning"),
            ("report", WeeklyReport, "learning"),
        )
    }  # fmt: skip
    model = nodes["model"]
    parts_by_name = {
        key: model[key]
        for key in ("version", "status", "symptoms", "grows_with_cycle", "shapes", "rise_slots", "onset_cap")
        if key in model
    }
    if len(problems) > before:
        return None
    try:
        numbers: GameNumbers = yaml_values.build(
            GameNumbers, parts_by_name, regimens=regimens, actions=actions, alerts=alerts, dynamics=dynamics, **parts
        )
    except yaml_values.Unfit as error:
        problems.append(replace(error.problem(f"{FOLDER}/model.yml"), line=yaml_files.line_of(model, error.key)))
        return None
    problems += book_checks.numbers(numbers)
    return numbers if len(problems) == before else None


def _entries(
    kind: type[T], nodes: Mapping[str, Any], name: str, problems: list[Problem], *, is_keyed: bool = False, file: str = ""
) -> dict[str, T]:
    """Each entry of a block apart, so that one that does not fit leaves the others standing."""
    file = file or name
    block = nodes.get(file, {}).get(name)
    entries: dict[str, T] = {}
    if not isinstance(block, Mapping):
        problems.append(Problem(f"{FOLDER}/{file}.yml", 1, "503", sentence("the block {name!r} is missing", name=name)))
        return entries
    for key, node in block.items():
        try:
            entries[str(key)] = yaml_values.build(kind, node, **({"key": str(key)} if is_keyed else {}))
        except yaml_values.Unfit as error:
            problems.append(error.problem(f"{FOLDER}/{file}.yml"))
    return entries


def _list(kind: type[T], nodes: Mapping[str, Any], name: str, problems: list[Problem]) -> tuple[T, ...]:
    entries: list[T] = []
    rows = nodes[name].get(name)
    if not isinstance(rows, list):
        problems.append(
            Problem(f"{FOLDER}/{name}.yml", yaml_files.line_of(nodes[name], name), "503", sentence("{name}: must be a list", name=name))
        )
        return ()
    for node in rows:
        try:
            entries.append(yaml_values.build(kind, node))
        except yaml_values.Unfit as error:
            problems.append(error.problem(f"{FOLDER}/{name}.yml"))
    return tuple(entries)


def _one(kind: type[T], nodes: Mapping[str, Any], file: str, name: str, problems: list[Problem]) -> T | None:
    try:
        return yaml_values.build(kind, nodes[file].get(name))
    except yaml_values.Unfit as error:
        problems.append(error.problem(f"{FOLDER}/{file}.yml"))
        return None
