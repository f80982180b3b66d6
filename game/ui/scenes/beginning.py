"""Before a week: which story, who it is about, how long, how much help. Each can be left as it is."""

from __future__ import annotations

from game import art
from game.core.week import DEFAULT_LENGTH
from game.device.play_notes import PlayNote
from game.screens.widgets import Block, Item, Items, Screen, Text
from game.ui.scenes.base import Scene, Stage
from game.ui.scenes.turn import Turn

STEPS = ("story", "week", "look", "name", "length")
LONGEST_NAME = 20
USUAL = {"name": "first_name", "relative": "relative_of"}
"""Where the names that go with a face stand under `pages.`: the person's, and who is close to them."""


class Beginning(Scene):
    """Five short pages; the last one begins."""

    name = "beginning"

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        book = self.stage.controller.book
        usual = book.character.get(self.stage.preferences.language, {})
        self.step = 0
        first = next(iter(book.campaigns.values()))
        self.story = (first.key, first.weeks[0].number)
        self.look = usual.get("look", "helene")
        self.names = {"name": usual.get("name", "Hélène"), "relative": usual.get("relative", "Sarah")}
        self.field = "name"
        self.pronoun = usual.get("pronoun", "she")
        self.length, self.difficulty = DEFAULT_LENGTH, 1
        self._choose_as_before()

    def _choose_as_before(self) -> None:
        """The story, person, length and help of the newest week on this device; the week after it, once that one is over."""
        local = next((one for one in self.stage.controller.plays() if self._fits_book(one.note)), None)
        if local is None:
            return
        save, note = local.save, local.note
        numbers = [plan.number for plan in self.stage.controller.book.campaigns[note.campaign].weeks]
        following = note.week + 1 if note.is_over and note.week + 1 in numbers else note.week
        self.story = (note.campaign, following)
        self.length, self.difficulty = str(save.get("length", self.length)), int(save.get("difficulty", self.difficulty))
        character = save.get("character") or {}
        self.look, self.pronoun = character.get("look") or self.look, character.get("pronoun") or self.pronoun
        self.names |= {key: character[key] for key in self.names if character.get(key)}

    def _fits_book(self, note: PlayNote) -> bool:
        campaign = self.stage.controller.book.campaigns.get(note.campaign)
        return campaign is not None and note.week in {plan.number for plan in campaign.weeks}

    def screen(self) -> Screen:
        step = STEPS[self.step]
        picture = self.picture(room="kitchen", slot="morning", look=self.look, posture="stand", face="calm")
        last = self.step == len(STEPS) - 1
        bar = (Item("validate", self.say("pages.begin" if last else "pages.validate"), kind="primary"),)
        title = {
            "story": "window.story",
            "week": "window.which_week",
            "look": "window.who",
            "name": "pages.start_title",
            "length": "pages.length",
        }[step]
        blocks = {"story": self._story, "week": self._week, "look": self._look_choices, "name": self._name, "length": self._length}[step]()
        count = Text(self.say("window.step", n=self.step + 1, total=len(STEPS)), "quiet")
        return Screen(self.name, self.say(title), picture, slot="morning", blocks=(count, *blocks), bar=bar, first=self._first())

    def _first(self) -> str:
        campaign, week = self.story
        item_of_step = {"story": f"story:{campaign}", "week": f"week:{week}", "look": f"look:{self.look}", "name": "field:name"}
        return item_of_step.get(STEPS[self.step], f"length:{self.length}")

    def _story(self) -> list[Block]:
        campaigns = self.stage.controller.book.campaigns
        return [
            Items(
                tuple(
                    Item(
                        f"story:{key}",
                        self._words(f"campaign.{key}.title"),
                        self._words(f"campaign.{key}.summary"),
                        is_on=key == self.story[0],
                    )
                    for key in campaigns
                ),
                name=self.say("window.story"),
            )
        ]

    def _week(self) -> list[Block]:
        campaign, number = self.story
        plans = self.stage.controller.book.campaigns[campaign].weeks
        items = tuple(
            Item(f"week:{plan.number}", self._words(f"campaign.{campaign}.week.{plan.number}.title"), is_on=plan.number == number)
            for plan in plans
        )
        return [Text(self._words(f"campaign.{campaign}.title"), "lead"), Items(items, name=self.say("window.which_week"))]

    def _words(self, key: str) -> str:
        return self.say(key, **self._who()) if self.stage.controller.book.has_text(self.stage.preferences.language, key) else ""

    def _who(self) -> dict[str, object]:
        """What words may ask about the character."""
        forms = ("she", "She", "her", "his", "His", "e", "self", "one")
        pronouns = {form: self.say(f"pronoun.{self.pronoun}.{form}") for form in forms}
        return {**self.names, **pronouns}

    def _look_choices(self) -> list[Block]:
        items = tuple(
            Item(
                f"look:{key}",
                self.say(f"pages.first_name.{key}"),
                self.say(f"look.{key}"),
                icon=art.portrait(self.stage.parts, art.look(key)),
                is_on=key == self.look,
            )
            for key in self.stage.controller.book.looks
            if key in art.LOOKS
        )
        return [Items(items, columns=2, pictures=True, name=self.say("window.who"))]

    def _usual_names(self, field: str) -> set[str]:
        """Names that nobody typed: they change with the face."""
        usual = self.stage.controller.book.character.get(self.stage.preferences.language, {}).get(field, "")
        return {usual, "", *(self._words(f"pages.{USUAL[field]}.{key}") for key in self.stage.controller.book.looks)}

    def _name(self) -> list[Block]:
        fields = tuple(
            Item(
                f"field:{name}",
                self.say(f"pages.{name}"),
                kind="field",
                value=self.names[name],
                is_on=name == self.field,
            )
            for name in ("name", "relative")
        )
        pronouns = tuple(Item(f"pronoun:{key}", self.say(f"pronoun.{key}.label"), is_on=key == self.pronoun) for key in ("she", "he"))
        return [
            Text(self.say("window.type_name"), "quiet"),
            Items(fields),
            Items(pronouns, columns=2, name=self.say("pages.pronoun"), shows_name=True),
        ]

    def _length(self) -> list[Block]:
        lengths = tuple(
            Item(f"length:{key}", self.say(f"pages.length_{key}"), self.say(f"pages.length_{key}_note"), is_on=key == self.length)
            for key in ("short", "normal")
        )
        helps = tuple(Item(f"difficulty:{n}", self.say(f"pages.difficulty_{n}"), is_on=n == self.difficulty) for n in (1, 2, 3))
        levels = Items(helps, name=self.say("pages.difficulty"), shows_name=True)
        return [Items(lengths, name=self.say("pages.length")), levels, Text(self.say("pages.content_note"), "quiet")]

    def press(self, key: str) -> None:
        what, _, value = key.partition(":")
        if what == "story":
            self.story = (value, self.stage.controller.book.campaigns[value].weeks[0].number)
        elif what == "week":
            self.story = (self.story[0], int(value))
        elif what == "look":
            for field, words in USUAL.items():
                if self.names[field] in self._usual_names(field):
                    self.names[field] = self._words(f"pages.{words}.{value}") or self.names[field]
            self.look = value
            self.pronoun = "he" if art.look(value).figure == "man" else "she"
        elif what == "field":
            self.field = value
        elif what == "pronoun":
            self.pronoun = value
        elif what == "length":
            self.length = value
        elif what == "difficulty":
            self.difficulty = int(value)
        elif what == "validate":
            self._go_on()

    def _go_on(self) -> None:
        if self.step < len(STEPS) - 1:
            self.step += 1
            self.stage.turned()
            return
        usual = self.stage.controller.book.character.get(self.stage.preferences.language, {})
        names = {key: value.strip() or usual.get(key, "") for key, value in self.names.items()}
        campaign, week = self.story
        self.stage.controller.start(
            campaign=campaign,
            week=week,
            seed=self.stage.seed(),
            length=self.length,
            difficulty=self.difficulty,
            character={**names, "look": self.look, "pronoun": self.pronoun},
        )
        self.stage.go(Turn(self.stage))

    def back(self) -> None:
        if self.step:
            self.step -= 1
            self.stage.turned()
        else:
            self.stage.back()

    def typed(self, text: str) -> None:
        if STEPS[self.step] == "name" and text.isprintable() and len(self.names[self.field]) < LONGEST_NAME:
            self.names[self.field] += text

    def fill(self, key: str, value: str) -> None:
        name = key.removeprefix("field:")
        if name in self.names:
            self.field, self.names[name] = name, "".join(sign for sign in value if sign.isprintable())[:LONGEST_NAME]

    def erase(self) -> None:
        if STEPS[self.step] == "name":
            self.names[self.field] = self.names[self.field][:-1]

    def takes_text(self, key: str) -> bool:
        return key.startswith("field:")
