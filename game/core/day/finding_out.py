"""Before a decision: at most two questions, and the alert card laid beside what she says. Both are free, and neither decides anything."""

from courses.model.game import MOST_ASKED
from game.core.errors import NotNow, Unknown
from game.core.patient import fever
from game.core.state.run import Run


def ask(run: Run, key: str) -> None:
    """One question of the open situation; one that the thermometer answers is a real reading. Raises NotNow and Unknown."""
    state = run.state
    if not state.open_situation or key in state.questions or len(state.questions) >= MOST_ASKED:
        raise NotNow("ask", "blocked.no_situation")
    situation = run.book.situations[state.open_situation]
    try:
        question = situation.question(key)
    except KeyError as error:
        raise Unknown("question", key, tuple(one.key for one in situation.questions)) from error
    state.questions.append(key)
    if question.measures:
        fever.measure(run)


def lay_card(run: Run) -> None:
    """The lines of the alert card stay beside the situation until it is decided. Raises NotNow."""
    state = run.state
    if not state.open_situation or state.is_card_beside or not run.book.situations[state.open_situation].card:
        raise NotNow("card", "blocked.no_situation")
    state.is_card_beside = True


def documents(run: Run) -> tuple[str, ...]:
    """What was read before deciding, in the word that short cases use."""
    return ("card",) if run.state.is_card_beside else ()


def put_away(run: Run) -> None:
    """The situation is over, decided or left out."""
    run.state.open_situation, run.state.questions, run.state.is_card_beside = "", [], False
