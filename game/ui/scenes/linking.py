"""Linking this device to a site: an address, a code typed or picked sign by sign, and the way out again."""

from __future__ import annotations

from game.device.pairing import CODE_LENGTH, clean_code
from game.errors import DeviceError
from game.screens.widgets import Block, Item, Items, Notice, Screen, Text
from game.ui.scenes.base import Scene, Stage
from infrastructure.codes import SIGNS


class Linking(Scene):
    """The code can be picked with mouse, finger or gamepad; a keyboard types it."""

    name = "linking"

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.site, self.code, self.field = self.stage.preferences.site, "", "code" if self.stage.preferences.site else "site"
        self.said, self.asks = "", False

    def screen(self) -> Screen:
        picture = self.picture(room="living", slot="noon", look=self.person_look(), posture="sit", face="calm", objects=("phone",))
        if self.asks:
            return self._asking(picture)
        if self.stage.link.site:
            blocks: list[Block] = [Notice(self.say("window.link_done"), "good")]
            items = (Item("unlink", self.say("window.unlink"), kind="button"),)
            return Screen(self.name, self.say("window.link_is", site=self.stage.link.site), picture, blocks=(*blocks, Items(items)))
        blocks = [Text(self.say("window.link_lead"))]
        if self.said:
            blocks.insert(0, Notice(self.say(self.said), "care"))
        fields = tuple(
            Item(
                f"field:{name}",
                self.say(f"window.link_{name}"),
                kind="field",
                value=value,
                is_on=name == self.field,
            )
            for name, value in (("site", self.site), ("code", self.code))
        )
        blocks.append(Items(fields))
        if not self.stage.edition.has_own_fields:
            signs = tuple(Item(f"sign:{sign}", sign, kind="button") for sign in SIGNS)
            blocks += [Items(signs, columns=5), Items((Item("erase", self.say("window.erase"), kind="button"),))]
        ready = len(self.code) == CODE_LENGTH and bool(self.site)
        bar = (Item("pair", self.say("window.link_do"), kind="primary", is_enabled=ready),)
        return Screen(self.name, self.say("window.link"), picture, blocks=tuple(blocks), bar=bar, first=f"field:{self.field}")

    def _asking(self, picture: str) -> Screen:
        items = (
            Item("stay", self.say("window.unlink_no"), kind="primary"),
            Item("unlink:keep", self.say("window.unlink_keep"), kind="button"),
            Item("unlink:drop", self.say("window.unlink_drop"), kind="button"),
        )
        lead = Text(self.say("window.unlink_lead", n=self.stage.controller.outbox.waiting))
        return Screen(self.name, self.say("window.unlink_title"), picture, blocks=(lead, Items(items)))

    def press(self, key: str) -> None:
        what, _, value = key.partition(":")
        if what == "field":
            self.field = value
        elif what == "sign":
            self.code = (self.code + value)[:CODE_LENGTH]
        elif what == "erase":
            self.code = self.code[:-1]
        elif what == "pair":
            self._pair()
        elif what == "stay":
            self.asks = False
            self.stage.turned()
        elif key == "unlink":
            self.asks = True
            self.stage.turned()
        elif what == "unlink" and self.stage.link.unpair is not None:
            self.stage.link.unpair(value == "drop")
            self.asks = False
            self.stage.turned()

    def _pair(self) -> None:
        if self.stage.link.pair is None:
            return
        try:
            self.stage.link.pair(self.site, self.code)
        except DeviceError as error:
            self.said = error.key
        else:
            self.said, self.code = "", ""
            self.stage.prefer(site=self.stage.link.site)
        self.stage.turned()

    def typed(self, text: str) -> None:
        if self.field == "site":
            self.site += text.strip()
        else:
            self.code = clean_code(self.code + text)

    def fill(self, key: str, value: str) -> None:
        if key == "field:site":
            self.field, self.site = "site", value.strip()
        elif key == "field:code":
            self.field, self.code = "code", clean_code(value)

    def erase(self) -> None:
        if self.field == "site":
            self.site = self.site[:-1]
        else:
            self.code = self.code[:-1]
