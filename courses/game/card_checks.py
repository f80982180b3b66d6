"""The cards of the mornings: their words, their sources, and enough of them for each week."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from courses.errors import ContentUnreadable
from courses.game.words import Words
from courses.model.content import Problem
from courses.model.game import (
    Campaign,
    Card,
    WeekPlan,
)
from courses.model.game_numbers import GameNumbers
from courses.sentences import Sentence, sentence
from courses.text import yaml_files
from courses.text.suggestions import nearest


def cards(cards: Mapping[str, Card], campaigns: Mapping[str, Campaign], words: Words, model: GameNumbers, content: Path) -> list[Problem]:
    """Keys a card names that are not there, words it lacks, and weeks with fewer fitting cards than mornings."""
    registers = {name: register_keys(content, name) for name in ("objectives", "references")}  # None: unreadable, said once there
    kinds = {regimen.kind for regimen in model.regimens.values()}
    faults = []
    for card in cards.values():
        lists: tuple[tuple[str, Iterable[str], Collection[str] | None, str], ...] = (
            ("skill", [card.skill], registers["objectives"], "104"),
            ("sources", card.sources, registers["references"], "310"),
            ("kinds", card.kinds, kinds, "501"),
            ("regimens", card.regimens, model.regimens, "501"),
            ("roles", card.roles, ("patient", "caregiver"), "501"),
        )
        for name, keys, register, code in lists:
            if register is not None:
                faults += [
                    (code, sentence("{key}: {name}: no {key_2!r}{hint}", key=card.key, name=name, key_2=key, hint=nearest(key, register)))
                    for key in keys
                    if key not in register
                ]
        if not card.sources:
            faults.append(("509", sentence("{key}: a card names at least one source", key=card.key)))
        for part in ("title", "text"):
            if f"card.{card.key}.{part}" not in words.texts["fr"]:
                faults.append(("508", sentence("{key}: card.{key}.{part} is not in content/fr/game", key=card.key, part=part)))
    for campaign in campaigns.values():
        for plan in campaign.weeks:
            faults += _week_cards(cards.values(), campaign, plan, model, registers["references"])
    return [Problem("_structure/game/cards.yml", 1, code, text) for code, text in faults]


def _week_cards(
    cards: Iterable[Card], campaign: Campaign, plan: WeekPlan, model: GameNumbers, references: set[str] | None
) -> Iterator[tuple[str, Sentence]]:
    regimen = model.regimens.get(campaign.regimen)
    if regimen is None:
        return  # said where the campaign is looked at
    for key in plan.sources:
        if references is not None and key not in references:
            yield (
                "310",
                sentence(
                    "{key}, week {number}: sources: no {key_2!r}{hint}",
                    key=campaign.key,
                    number=plan.number,
                    key_2=key,
                    hint=nearest(key, references),
                ),
            )
    if not plan.sources:
        yield (
            "509",
            sentence("{key}, week {number}: the card of its first morning names at least one source", key=campaign.key, number=plan.number),
        )
    last = plan.first_day + plan.days - 1
    fitting = sum(card.fits(campaign.role, regimen.kind, campaign.regimen, plan.first_day, last) for card in cards)
    if fitting < plan.days - 1:
        yield (
            "533",
            sentence(
                "{key}, week {number}: {fitting} {fitting:card fits|cards fit}, {value} {value:morning needs|mornings need} one",
                key=campaign.key,
                number=plan.number,
                fitting=fitting,
                value=plan.days - 1,
            ),
        )


def register_keys(content: Path, name: str) -> set[str] | None:
    """The keys of a register; None when it cannot be read, which is said where it is read whole."""
    try:
        node = yaml_files.read(content / "_structure" / f"{name}.yml", f"_structure/{name}.yml")
    except ContentUnreadable:
        return None
    return {key for key, _ in yaml_files.pairs(node)} if isinstance(node, Mapping) else None
