"""A screen as HTML: every key can be pressed, every word is escaped, groups have names, pictures words, and no two parts one id."""

import re
from html.parser import HTMLParser

from game.screens.html_page import render
from game.screens.ways import Form
from game.screens.widgets import Days, Gauges, Image, Item, Items, Lanes, Notice, Screen, Speech, Text, Timeline, TimelineDay

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" aria-hidden="true"><g id="a"/><path fill="url(#a)"/></svg>'
BAD = "<b onclick=x>\"'&"
VOID = {"input", "br", "path", "g"}


class Tree(HTMLParser):
    """Every element with its attributes; a tag that is not closed is an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def everything(words: str = "words", svg: str = SVG) -> Screen:
    """One of each block, each with these words wherever words can stand."""
    act = (Item("act:a", words, words, icon=svg, is_on=True), Item("plate:p", words), Item("act:b", words, is_enabled=False))
    blocks = (
        Text(words, "lead"), Text(words, "label", 2), Text(words, "quiet"), Speech(words, words, svg),
        Notice(words, "care", words, svg, words),
        Gauges(((words, words, 2),)), Days(((words, "here"), (words, "next"))), Timeline((TimelineDay(words, words, svg, words, True),)),
        Lanes((words, words), ((words, words, words), (words, words, ""))), Image(svg, 2, 2, words), Items(act, name=words),
        Items((Item("sign:s", words, kind="check"),), name=words, shows_name=True),
        Items((Item("field:f", words, kind="field", value=words, is_on=True),)), Items((Item("do", words, kind="button"),), name=words),
    )  # fmt: skip
    bar = (Item("call", words, kind="call", is_enabled=False), Item("validate", words, kind="primary", is_enabled=False))
    return Screen(
        "day", words, svg, blocks=blocks, bar=bar, tabs=(Item("room:k", words, kind="tab", is_on=True),),
        corner=(Item("help", words, kind="call"),), banner=words, alt=words, steps=((words, "done"), (words, "here")),
        beside=(Notice(words),),
    )  # fmt: skip


def test_every_key_can_be_pressed_once_and_fields_take_text() -> None:
    screen, tree = everything(), Tree(render(everything()))
    pressed = [one["data-press"] for _, one in tree.found if "data-press" in one]
    fields = [one["data-field"] for _, one in tree.found if "data-field" in one]
    assert sorted([*pressed, *fields]) == sorted(item.key for item in screen.items())
    assert fields == ["field:f"]
    assert all(one.get("type") == "button" for one in tree.all("button"))


def test_every_word_is_escaped_wherever_it_stands() -> None:
    plain, odd = Tree(render(everything("w"))), Tree(render(everything(BAD)))
    assert [tag for tag, _ in odd.found] == [tag for tag, _ in plain.found]
    assert odd.words.count(BAD) == plain.words.count("w")
    assert not any(name.startswith("on") or name == "style" for _, one in odd.found for name in one)


def test_what_is_no_drawing_is_left_out() -> None:
    assert "<script" not in render(everything(svg="<script>alert(1)</script>"))


def test_groups_have_their_names_and_answers_of_one_question_one_name() -> None:
    tree = Tree(render(everything("words")))
    names = [one["name"] for one in tree.all("input") if "data-press" in one]
    assert names == ["g1-act", "g1-plate", "g1-act", "g2-sign"]
    assert [one["type"] for one in tree.all("input") if "data-press" in one] == ["radio", "radio", "radio", "checkbox"]
    assert len(tree.all("legend")) == len(tree.all("fieldset")) == 2
    assert all(one.get("aria-label") for _, one in tree.found if one.get("role") == "group")


def test_a_button_that_waits_is_pressable_and_one_with_nothing_to_do_is_not() -> None:
    buttons = {one["data-press"]: one for one in Tree(render(everything())).all("button")}
    assert buttons["validate"].get("aria-disabled") == "true"
    assert "disabled" not in buttons["validate"]
    assert "disabled" in buttons["call"]


def test_pictures_have_words_where_they_say_something_and_no_two_parts_have_one_id() -> None:
    text = render(everything("a kitchen"))
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids)) > 4
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)
    drawings = Tree(text).all("svg")
    assert [one.get("aria-label") for one in drawings if one.get("role") == "img"] == ["a kitchen", "a kitchen"]
    assert all(one.get("aria-hidden") == "true" for one in drawings if one.get("role") != "img")


def test_headings_begin_with_the_page_s_own_and_leave_no_step_out() -> None:
    levels = [int(tag[1]) for tag, _ in Tree(render(everything())).found if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(levels) == 2


def folds() -> Screen:
    """Two kinds of acts, the second one open, and a button that takes a choice back."""
    blocks = tuple(
        Items(
            (Item(f"act:{kind}", kind, icon=SVG),), name=kind, head=Item(f"kind:{kind}", kind, kind="tab", icon=SVG, is_on=kind == "care")
        )
        for kind in ("measure", "care")
    )
    return Screen("day", "t", SVG, blocks=(*blocks, Items((Item("undo", "undo", kind="undo"),))))


def test_folds_stand_together_and_what_is_folded_cannot_be_pressed_but_is_there() -> None:
    tree = Tree(render(folds()))
    assert [item.key for item in folds().items()] == ["kind:measure", "kind:care", "act:care", "undo"]
    assert [one["data-press"] for one in tree.all("summary")] == ["kind:measure", "kind:care"]
    assert ["open" in one for one in tree.all("details")] == [False, True]
    assert [one["data-press"] for one in tree.all("input")] == ["act:measure", "act:care"]
    assert len([one for one in tree.all("div") if one.get("class") == "acts"]) == 1


def test_a_form_unfolds_without_a_program_takes_back_by_itself_and_has_no_picture_in_its_choices() -> None:
    tree = Tree(render(folds(), ways=Form({"act": "action"}, {})))
    assert [(one["name"], one["value"]) for one in tree.all("input")] == [("action", "measure"), ("action", "care")]
    assert [one["type"] for one in tree.all("button")] == ["reset"]
    assert not any("data-press" in one for _, one in tree.found)
    assert len(tree.all("svg")) == 1


def test_in_a_form_what_has_nothing_to_do_now_cannot_be_pressed_and_what_waits_for_a_choice_can() -> None:
    bar = (Item("call", "Call", kind="call", is_enabled=False), Item("validate", "Confirm", kind="primary", is_enabled=False))
    tree = Tree(render(Screen("day", "t", SVG, bar=bar), ways=Form({}, {"call": "pick_up", "validate": "act"})))
    assert {one["value"]: "disabled" in one for one in tree.all("button")} == {"act": False, "pick_up": True}
