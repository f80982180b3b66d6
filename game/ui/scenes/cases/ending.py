"""The end of a case: what was chosen and what to remember first, then the last word; the rest on request."""

from __future__ import annotations

from game.core.cases.case_view import CaseView, Feedback, OptionFeedback
from game.screens.widgets import Block, Item, Items, Notice, Screen, Text
from game.ui.scenes.cases.drawing import CaseScene

TONES = {"right": "good", "unsafe": "care", "other": "info"}
BADGES = {"right": "green", "unsafe": "amber"}


def draw_end(scene: CaseScene, view: CaseView, feedback: Feedback) -> Screen:
    """What was chosen, unsafe first; the last word; ways on."""
    say = scene.say
    blocks: list[Block] = [Text(say(f"window.cases.{_outcome(scene, feedback)}"), "lead")]
    blocks += [_option(scene, one) for one in feedback.first]
    blocks.append(Notice(scene.words(feedback.last_word), "idea", more=_register_rows(scene, feedback)))
    blocks += _folded(scene, view, feedback)
    more = [Item("again", say("window.cases.again"), kind="button"), Item("same", say("window.cases.same"), kind="button")]
    more += [Item("sources", say("window.sources"), kind="button")] if sources(view) else []
    blocks.append(Items(tuple(more), columns=2))
    if title := scene.stage.paper.module(scene.play.case.module, scene.stage.preferences.language):
        blocks.append(Text(say("window.read_on", title=title), "quiet"))
    if scene.play.case.state != "published":
        blocks.append(Text(say("window.cases.draft"), "quiet"))
    has_next = scene.stage.cases.next_case(scene.play.case.profession, scene.play.case.key) is not None
    bar = (Item("all", say("window.cases.all"), kind="button"), Item("next", say("window.cases.next"), kind="primary"))
    return scene.compose_screen(blocks, bar if has_next else bar[:1], view, first="next" if has_next else "all")


def sources(view: CaseView) -> tuple[str, ...]:
    """Keys of what the end rests on, each once."""
    feedback = view.feedback
    if feedback is None:
        return ()
    options = (*feedback.first, *feedback.others)
    return tuple(dict.fromkeys(key for keys in (feedback.sources, *(one.sources for one in options)) for key in keys))


def _outcome(scene: CaseScene, feedback: Feedback) -> str:
    if scene.play.is_unsafe:
        return "ended_unsafe"
    if scene.play.is_right:
        return "ended_right"
    return "ended_late" if any(one.is_chosen and one.is_late for one in feedback.first) else "ended_other"


def _option(scene: CaseScene, one: OptionFeedback) -> Notice:
    """Shape and words say how good it was; colour repeats it."""
    verdict = "late" if one.verdict == "other" and one.is_late else one.verdict
    title = scene.say(f"window.cases.verdict_{verdict}")
    title = scene.say("window.cases.chosen", verdict=title) if one.is_chosen else title
    icon = scene.badge(BADGES[one.verdict]) if one.verdict in BADGES else ""
    return Notice(scene.words(one.label), TONES[one.verdict], title, icon, scene.words(one.words))


def _register_rows(scene: CaseScene, feedback: Feedback) -> str:
    """The rows of the triage register that this story shows, each with how fast to act."""
    language, rows = scene.stage.preferences.language, scene.stage.cases.book.rows
    return "\n".join(
        scene.say(
            "window.cases.row",
            n=rows[key].number,
            words=rows[key].words[language],
            urgency=scene.say(f"window.cases.urgency_{rows[key].urgency}"),
        )
        for key in feedback.rows
        if key in rows
    )


def _folded(scene: CaseScene, view: CaseView, feedback: Feedback) -> list[Block]:
    """The other options and the whole scene, each behind a press."""
    out: list[Block] = []
    for fold in ("others", "whole"):
        is_open = fold in scene.folds
        out.append(Items((Item(f"unfold:{fold}", scene.say(f"window.cases.{fold}"), kind="check", is_on=is_open),)))
        if is_open and fold == "others":
            out += [_option(scene, one) for one in feedback.others]
        elif is_open:
            out += [Text(scene.words(view.scene)), *scene.exchanges(view.exchanges)]
            out += [
                Notice(scene.words(one.answer), title=scene.say("window.cases.not_asked", question=scene.words(one.question)))
                for one in feedback.left_out
            ]
    return out
