"""The card of a morning: one idea before the day begins. The week's own first, then what was least known when the week began."""

from typing import Any

from courses.model.game import Card
from game.core.patient import skills
from game.core.state.chance import draw
from game.core.state.run import Run
from game.core.state.week_state import Skill
from game.core.views.expressions import line
from game.core.views.view import DayCard


def of_the_day(run: Run) -> DayCard | None:
    """There all morning, new until something is done; None later, and in a situation played alone."""
    state, plan = run.state, run.plan
    if state.is_over or state.slot != "morning" or state.first_day != plan.first_day or state.away_until >= state.day:
        return None
    is_new = not (state.log and (state.log[-1].day, state.log[-1].slot) == (state.day, state.slot))
    if state.day == state.first_day:
        base, skill = f"campaign.{state.campaign}.week.{state.week}", next(iter(plan.skills), "")
        return DayCard(f"{state.campaign}-{state.week}", line(run, f"{base}.title"), line(run, f"{base}.card"), skill, plan.sources, is_new)
    if state.length == "short" and (state.day - state.first_day) % 3:
        return None  # every third morning: a week of ten minutes has room for no more
    card = of_the_week(run).get(state.day)
    if card is None:
        return None
    return DayCard(card.key, line(run, f"card.{card.key}.title"), line(run, f"card.{card.key}.text"), card.skill, card.sources, is_new)


def of_the_week(run: Run) -> dict[int, Card]:
    """Day of the cycle -> its card, from the second day on; none twice. A pure function of how the week began, so that no save holds it."""
    state = run.state
    first, last = state.first_day, state.last_day
    fitting = [card for card in run.book.cards.values() if card.fits(state.role, run.regimen.kind, state.regimen, first, last)]
    cards = sorted(fitting, key=lambda card: -_score(run, card))
    card_of_day: dict[int, Card] = {}
    for day in range(first + 1, last + 1):
        card = next((card for card in cards if card.days[0] <= day <= card.days[1] and card not in card_of_day.values()), None)
        if card is not None:
            card_of_day[day] = card
    return card_of_day


def _score(run: Run, card: Card) -> float:
    """What is not known yet, times its relevance here, times 1.5 for a skill of the week, times a factor of 0.4-1.6 drawn from the seed.

    The director weighs situations in the same way.
    """
    skill_state: dict[str, Any] = run.state.origin.get("skills", {}).get(card.skill, {})
    numbers = run.model.skills
    since = run.state.first_day + (run.state.cycle - 1) * run.regimen.cycle_days - skill_state.get("last", 0)
    mastery = skills.fade(numbers, Skill(**skill_state).p, since) if skill_state else numbers.start
    relevance = run.model.director.relevance[run.regimen.kind].get(card.skill, 0.3)
    taste = draw(run.state.seed, run.state.cycle, run.state.week, card.key, "card")
    return (1 - mastery) * relevance * (1.5 if card.skill in run.plan.skills else 1.0) * (0.4 + 1.2 * taste)
