"""The thread as a screen shows it: the answer to an act with its face, and what somebody says of a decision."""

from game.core.state.rows import Remark
from game.core.state.run import Run
from game.core.thread import unread
from game.core.views import expressions
from game.core.views.expressions import line
from game.core.views.view import Message

FACE_OF_ACT = {"helped": "relieved", "late": "worried", "grave": "worried"}
UNWELL = ("pain", "queasy", "worried")
"""Faces that a small relief does not change."""


def of_moment(run: Run, *kinds: str) -> tuple[Message, ...]:
    """The lines of these kinds that belong to the moment: act, recall, wish and the like."""
    state = run.state
    news = state.thread[len(state.thread) - state.news :]
    return tuple(message(run, remark) for remark in news if remark.kind in kinds)


OF_PLAYER = "thread.act.own_rest."
"""Lines to the relative who plays, of an hour for themselves: they stand under no other name."""


def message(run: Run, remark: Remark) -> Message:
    speaker = "you" if remark.text.startswith(OF_PLAYER) else remark.speaker
    values = {key: float(value) if key == "reading" else value for key, value in remark.values.items()}
    return Message(speaker, line(run, f"thread.name.{speaker}"), line(run, remark.text, **values), face_of(run, remark))


def face_of(run: Run, remark: Remark) -> str:
    """How the person looks with it; somebody else is calm."""
    face = expressions.face(run)
    if remark.speaker == unread.BOX:
        return face  # of the person beside the telephone
    if remark.speaker != "self":
        return "calm"
    usual = FACE_OF_ACT.get(remark.how, face)
    return face if usual == "relieved" and face in UNWELL else usual
