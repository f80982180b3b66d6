"""A real problem: the same words and numbers as the page, from anywhere, by F1. Nothing here is noted."""

from __future__ import annotations

from game.screens.widgets import Block, Item, Items, Notice, Screen, Text
from game.ui.scenes.base import Scene, Stage

LONGEST = 20
ALLOWED = "+0123456789 .-()"


class RealProblem(Scene):
    """Numbers typed here stay on this device, among the preferences."""

    name = "real_problem"

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.field = ""

    def screen(self) -> Screen:
        say, preferences = self.say, self.stage.preferences
        numbers = self.stage.controller.rule.values(preferences.language)
        rows: list[Block] = [
            Notice(f"{say('real_problem.at_once')} {numbers['number.samu']}. {say('real_problem.samu')}.", "care", icon=self.badge("red")),
            Text(say("real_problem.nobody_told") + " " + say("real_problem.you_call"), "label", 2),
            Text(say("real_problem.team"), "label", 2),
        ]
        for name in ("day", "night"):
            if getattr(preferences, name):
                rows += [Text(say(f"real_problem.{name}"), "quiet"), Text(unbroken(getattr(preferences, name)), "title")]
        if not (preferences.day or preferences.night):
            rows.append(Text(say("real_problem.no_numbers")))
        fields = tuple(
            Item(
                f"field:{name}",
                say(f"window.write_{name}"),
                kind="field",
                value=unbroken(getattr(preferences, name)),
                is_on=name == self.field,
            )
            for name in ("day", "night")
        )
        blocks: tuple[Block, ...] = (
            *rows,
            Items(fields),
            Text(say("real_problem.kept"), "quiet"),
            Text(say("real_problem.emergencies"), "label", 2),
            *(Text(f"{numbers[f'number.{key}']}  {say(f'real_problem.{key}')}") for key in ("samu", "europe", "deaf", "distress")),
            Text(say("real_problem.say_first"), "label", 2),
            Text(say("real_problem.first_words")),
            Text(say("real_problem.near")),
            Text(say("real_problem.not_noted"), "quiet"),
        )
        corner = (Item("back", say("window.back"), kind="button"),)
        picture = self.picture(room="living", slot="noon", look=self.person_look(), posture="phone", face="calm")
        return Screen(self.name, say("real_problem.title"), picture, blocks=blocks, corner=corner, first="back")

    def press(self, key: str) -> None:
        if key.startswith("field:"):
            self.field = key[6:]

    def typed(self, text: str) -> None:
        number = getattr(self.stage.preferences, self.field, "") if self.field else ""
        if self.field and all(char in ALLOWED for char in text) and len(number) < LONGEST:
            self.stage.prefer(**{self.field: number + text})

    def fill(self, key: str, value: str) -> None:
        name = key.removeprefix("field:")
        if name in ("day", "night"):
            self.field = name
            self.stage.prefer(**{name: "".join(sign for sign in value.replace("\u00a0", " ") if sign in ALLOWED)[:LONGEST]})

    def erase(self) -> None:
        if self.field:
            self.stage.prefer(**{self.field: getattr(self.stage.preferences, self.field)[:-1]})

    def takes_text(self, key: str) -> bool:
        return key.startswith("field:")


def unbroken(number: str) -> str:
    """A telephone number that no line end cuts in two."""
    return number.replace(" ", "\u00a0")
