"""An open situation as a screen shows it: what she says, what was found out, the card beside it, the choices."""

from courses.model.game import MOST_ASKED, Situation
from game.core.patient.signs import RANK
from game.core.state.run import Run
from game.core.views.expressions import line
from game.core.views.view import Answer, CardPart, Line, Option, SituationView

CLEAR_WORDS = 1
"""The difficulty at which she says plainly what is the matter; above it she leaves things out, and one has to ask."""


def view(run: Run) -> SituationView | None:
    """The open situation; None when there is none."""
    state = run.state
    if not state.open_situation:
        return None
    situation = run.book.situations[state.open_situation]
    base = f"situation.{situation.key}"
    past = [key for key in state.questions if any(one.key == key for one in situation.questions)]
    left = [one.key for one in situation.questions if one.key not in past] if len(past) < MOST_ASKED else []
    return SituationView(
        key=situation.key,
        title=line(run, f"{base}.title"),
        text=line(run, f"{base}.{_manner(run, base)}"),
        choices=tuple(
            Option(choice.key, line(run, f"{base}.choice.{choice.key}.label")) for choice in situation.shown_choices(str(state.seed))
        ),
        hint=line(run, f"{base}.hint") if state.is_hint_shown else None,
        can_ask_hint=not state.is_hint_shown,
        note=line(run, f"content_note.{situation.note}") if situation.note else None,
        can_skip=bool(situation.note),
        people=situation.people,
        questions=tuple(Option(key, line(run, f"{base}.question.{key}.label")) for key in left),
        ask=line(run, "pages.ask_one_more" if past else "pages.ask_two") if left else None,
        answers=tuple(Answer(line(run, f"{base}.question.{key}.label"), line(run, f"{base}.question.{key}.answer")) for key in past),
        can_lay_card=bool(situation.card) and not state.is_card_beside,
        card=_card(run, situation) if state.is_card_beside else (),
    )


def _manner(run: Run, base: str) -> str:
    return "vague" if run.state.difficulty > CLEAR_WORDS and run.book.has_text("fr", f"{base}.vague") else "text"


def _card(run: Run, situation: Situation) -> tuple[CardPart, ...]:
    """The lines that hold for her treatment, the most urgent first, as the sheet words them."""
    alerts = [one for one in run.model.alerts if one.key in situation.card and run.regimen.key in (one.regimens or (run.regimen.key,))]
    parts: dict[str, list[Line]] = {}
    for alert in sorted(alerts, key=lambda one: -RANK[one.flag]):
        parts.setdefault(alert.flag, []).append(line(run, f"alert.{alert.key}.sheet"))
    return tuple(CardPart(flag, line(run, f"pages.card_{flag}"), tuple(lines)) for flag, lines in parts.items())
