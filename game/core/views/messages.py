"""The thread as a screen shows it: the answer to an act with its face, and what somebody says of a decision."""

from game.core.state.run import Run
from game.core.state.week_state import Said
from game.core.views import expressions
from game.core.views.expressions import line
from game.core.views.view import Message

FACE_OF_ACT = {"helped": "relieved", "late": "worried", "grave": "worried"}
UNWELL = ("pain", "queasy", "worried")
"""Faces that a small relief does not change."""


def of_moment(run: Run, kind: str) -> tuple[Message, ...]:
    """The lines of this kind that belong to the moment: act or recall."""
    state = run.state
    news = state.thread[len(state.thread) - state.news :]
    return tuple(message(run, said) for said in news if said.kind == kind)


def message(run: Run, said: Said) -> Message:
    values = {key: float(value) if key == "reading" else value for key, value in said.values.items()}
    return Message(said.speaker, line(run, f"thread.name.{said.speaker}"), line(run, said.text, **values), face_of(run, said))


def face_of(run: Run, said: Said) -> str:
    """How the person looks with it; somebody else is calm."""
    if said.speaker != "self":
        return "calm"
    face = expressions.face(run)
    wanted = FACE_OF_ACT.get(said.how, face)
    return face if wanted == "relieved" and face in UNWELL else wanted
