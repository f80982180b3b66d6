"""What a clinician signs beside the modules: the game's words (situations, cards, signs, calls, sheet) and the triage register."""

from collections.abc import Iterator, Mapping

from courses.errors import ContentUnreadable
from courses.export import review_cases
from courses.export.review_pack import Claim, Part, with_numbers
from courses.game import words as game_words
from courses.game.situations import Reader
from courses.game.words import RULE_VALUE, Words
from courses.library.content_folder import LANGUAGES, Library
from courses.model.game import Situation
from courses.model.rules import SiteRule
from courses.text import yaml_files
from courses.triage import register
from courses.triage.register import Register

CARDS = "_structure/game/cards.yml"
TITLES = {
    "situations": "Le jeu\u00a0: situations",
    "cards": "Le jeu\u00a0: cartes du matin",
    "safety": "La fiche «\u00a0Quand j’appelle\u00a0» et la page «\u00a0J’ai un vrai problème\u00a0»",
    "signs": "Le jeu\u00a0: signes",
    "call": "Le jeu\u00a0: appels",
    "says": "Le jeu\u00a0: ce que dit le personnage",
    "rest": "Le jeu\u00a0: autres mots",
}
"""The parts of the game's words, those a reader acts on first; the rest are words of screens, menus and reports."""
REGISTER = "Le registre de triage"


def parts(library: Library, rule: SiteRule) -> list[Part]:
    """Every word of the game and of the cases, and every row of the register. A file that cannot be read is left to `content check`."""
    words = Words({language: rule.values(language) for language in LANGUAGES})
    for language in game_words.LANGUAGES:
        words.read_folder(library.folder, language)
    reader = Reader(library.folder, words)
    reader.read()
    sources = _sources(library, reader.situations)
    claims_by_title: dict[str, list[Claim]] = {name: [] for name in TITLES}
    for claim, name in _words(words, sources):
        claims_by_title[name].append(claim)
    triage_register, _ = register.read(library.texts)
    rows = [Part(REGISTER, with_numbers(_rows(triage_register)))] if triage_register is not None else []
    game = [Part(TITLES[name], with_numbers(claims)) for name, claims in claims_by_title.items() if claims]
    return [*game, *review_cases.parts(library, rule), *rows]


def _words(words: Words, sources: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[Claim, str]]:
    for key in dict.fromkeys(key for language in LANGUAGES for key in words.texts[language]):
        here = next(language for language in LANGUAGES if key in words.texts[language])
        path, line = words.places[here, key]
        name = path.split("/")[-2] if path.endswith(".md") else path.split("/")[-1].removesuffix(".yml")
        texts = {language: words.texts[language][key] for language in LANGUAGES if key in words.texts[language]}
        keys = sources.get(".".join(key.split(".")[:2]), ())
        follows = bool(RULE_VALUE.search(words.raw[here, key]))
        is_safety = name in ("signs", "call", "safety")
        yield Claim("", f"{path}:{line}", texts, keys, is_safety, follows), name if name in TITLES else "rest"


def _sources(library: Library, situations: Mapping[str, Situation]) -> dict[str, tuple[str, ...]]:
    """What a situation and a card rest on, by the first two parts of the keys of their words."""
    sources = {f"situation.{key}": situation.sources for key, situation in situations.items()}
    try:
        text = library.texts.text(CARDS)
        node = yaml_files.parse(text, CARDS) if text is not None else None
    except ContentUnreadable:
        return sources  # said where the game's files are read
    cards = node.get("cards") if isinstance(node, Mapping) else None
    for key, card in yaml_files.pairs(cards):
        if isinstance(card, Mapping):
            sources[f"card.{key}"] = yaml_files.strings(card.get("sources"))
    return sources


def _rows(triage_register: Register) -> Iterator[Claim]:
    for name, words in (("today", triage_register.today), ("foot", triage_register.foot)):
        yield Claim("", f"{register.FILE}:1", {language: f"{name}: {text}" for language, text in words.items()}, (), False, False)
    for row in triage_register.rows.values():
        regimens = {language: _regimens(triage_register, row.regimens, language) for language in LANGUAGES}
        quotes = "\n".join(f"{key} [{row.asks.get(key, '')}]: {quote}" for key, quote in row.says.items())
        texts = {
            language: "\n".join(part for part in (f"{words} [{row.urgency}] ({regimens[language]})", quotes, row.note) if part)
            for language, words in row.words.items()
        }
        yield Claim("", f"{register.FILE}:{row.line}", texts, tuple(row.says), row.urgency in ("emergency", "now"), row.key == "fever")


def _regimens(triage_register: Register, keys: tuple[str, ...], language: str) -> str:
    return ", ".join(triage_register.regimens.get(key, {}).get(language, key) for key in keys)
