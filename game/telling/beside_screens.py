"""The screens beside a week: its pause, the notebook of ways found, the question before the same week is played again, and sources.

Each edition says where its own buttons lead: `ways` are items that only one of them has.
"""

from __future__ import annotations

from collections.abc import Sequence

from game.core.review.notebook import NotebookEntry
from game.core.views.view import TurnView
from game.screens.widgets import Block, Item, Items, Screen, Text
from game.telling.drawing import Drawing


def pause_screen(drawing: Drawing, view: TurnView, ways: Sequence[Item], note: str = "") -> Screen:
    """No loss and no reminder of anything. ways: where one can go but back into the week; note: where the week is kept."""
    say = drawing.say
    items = (Item("resume", say("pages.resume"), kind="primary"), *ways)
    picture = drawing.picture(room="living", slot=view.slot, look=view.look, posture="sit", face="relieved")
    blocks: list[Block] = [Text(say("pages.pause_lead")), *([Text(note)] if note else []), Items(items)]
    return Screen("pause", say("pages.pause_title"), picture, slot=view.slot, blocks=tuple(blocks))


def notebook_screen(drawing: Drawing, entries: Sequence[NotebookEntry], look: str, ways: Sequence[Item] = ()) -> Screen:
    """Each scene that was met, with the good ways found in it; nothing is counted. look: of the person in the picture."""
    say, line = drawing.say, drawing.teller.line
    blocks: list[Block] = [Text(say("pages.notebook_lead" if entries else "pages.notebook_empty"), "lead")]
    for entry in entries:
        blocks += [Text(line(entry.title), "label", 2), *(Text(line(words), "point") for words in entry.ways)]
        if entry.has_more:
            blocks.append(Text(say("pages.notebook_more" if entry.ways else "pages.notebook_none"), "quiet"))
    picture = drawing.picture(room="living", slot="evening", look=look, posture="sit", objects=("notebook", "cup"))
    return Screen("notebook", say("pages.notebook"), picture, slot="evening", blocks=tuple(blocks), bar=tuple(ways), first="back")


def replay_screen(drawing: Drawing, view: TurnView, *, is_midway: bool, kept: str) -> Screen:
    """The finished week is a page away, so it is asked first. is_midway: from where the week turned; kept: where the finished one stays."""
    say = drawing.say
    items = (Item("no", say("pages.replay_no"), kind="primary"), Item("yes", say("pages.replay_yes"), kind="button"))
    blocks: tuple[Block, ...] = (
        Text(say("pages.replay_at_lead" if is_midway else "pages.replay_lead")),
        Text(say("pages.replay_changes"), "label", 2),
        Text(say("pages.replay_new"), "point"),
        Text(kept, "point"),
        Items(items),
    )
    picture = drawing.picture(room="kitchen", slot="morning", look=view.look, posture="stand", face="calm")
    return Screen("replay", say("pages.replay_title", **view.speaker.values), picture, slot="morning", blocks=blocks)


def sources_screen(drawing: Drawing, found: Sequence[tuple[str, str]], look: str, ways: Sequence[Item] = ()) -> Screen:
    """Where what was just read comes from. found: organisation, title and year in words, and the address or ""."""
    say = drawing.say
    blocks: list[Block] = [Text(say("window.sources_lead"), "quiet")]
    for words, address in found:
        blocks += [Text(words), *([Text(address, "quiet")] if address else [])]
    if not found:
        blocks.append(Text(say("window.sources_none")))
    picture = drawing.picture(room="living", slot="evening", look=look, posture="sit", objects=("notebook", "cup"))
    return Screen("sources", say("pages.sources"), picture, slot="evening", blocks=tuple(blocks), bar=tuple(ways), first="back")
