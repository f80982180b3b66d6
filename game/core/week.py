"""One week of one character, played slot by slot. Pure, seeded, saved as JSON: the only door of the game's rules."""

from collections.abc import Callable, Mapping
from typing import Any

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core.day import actions, calling, director, finding_out, first_state, flow, weekly_report
from game.core.errors import NotNow, SaveUnreadable, Unknown
from game.core.patient import effects, signs
from game.core.state.commands import (
    COMMANDS,
    Act,
    AnswerCall,
    Ask,
    AskHint,
    Command,
    Decide,
    Dial,
    HangUp,
    LayCard,
    LogEntry,
    NextSlot,
    PickUp,
    Skip,
    WriteReport,
)
from game.core.state.events import Event, HintShown, SituationSkipped, WeekStarted
from game.core.state.run import Run
from game.core.state.week_state import Call, State, from_json
from game.core.thread import recalls
from game.core.views import own_words, screen
from game.core.views.view import TurnView

Listener = Callable[[Event], None]
OF_WORDS = (Ask, LayCard, AskHint, Skip, PickUp, WriteReport)
"""Commands that move nothing of the body and tell no sign: what the alerts hold stays as it was looked at."""
DEFAULT_LENGTH = first_state.DEFAULT_LENGTH


class Week:
    """Every command gives the list of events it made, after telling each listener; NotNow and Unknown refuse without any change.

    The view's `turn` rises by one with each accepted command.
    """

    def __init__(self, book: Book, rule: SiteRule, state: State) -> None:
        self.listeners: list[Listener] = []
        self.starts_midway = False
        """Its first days were lived in another play: begin() only says that it started."""
        self.run = Run(book, rule, state)
        self.state = state
        """The same as the run's; a week keeps it from its first moment to its last."""

    @classmethod
    def start(
        cls,
        book: Book,
        rule: SiteRule,
        *,
        campaign: str,
        week: int,
        seed: int,
        play: str,
        difficulty: int = 1,
        length: str = "normal",
        character: Mapping[str, str] | None = None,
        before: Mapping[str, Any] | None = None,
    ) -> "Week":
        """A new week; call begin() once listeners are there.

        length: short or normal; character: name, look, pronoun (she or he), relative; keys left out come from the book.
        before: the save of the week before in this play; its body, doses and skills carry on. Without it the campaign's own
        starting state is used. Raises Unknown for what the book does not have.
        """
        state = first_state.first_state(
            book, rule, campaign=campaign, week=week, seed=seed, play=play, difficulty=difficulty, length=length,
            character=character, before=before,
        )  # fmt: skip
        state.origin = state.to_json()
        return cls(book, rule, state)

    @classmethod
    def again(cls, book: Book, rule: SiteRule, saved: Mapping[str, Any], *, play: str) -> "Week":
        """The week of this save from its first morning, with the same luck, body and knowledge, as another play. Call begin() next.

        Raises SaveUnreadable.
        """
        week = cls.resume(book, rule, saved.get("origin") or {})
        week.state.play = play
        week.state.origin = week.state.to_json()
        return week

    @classmethod
    def alone(cls, book: Book, rule: SiteRule, *, situation: str, seed: int, play: str, difficulty: int = 1) -> "Week":
        """One situation by itself, on the first day and slot that fit it, for an educator to try; the week ends with that day.

        Raises Unknown for a situation the book does not have.
        """
        state = first_state.state_for(book, rule, situation, seed=seed, play=play, difficulty=difficulty)
        week = cls(book, rule, state)
        director.open_situation(week.run, book.situations[situation])
        week.run.events.clear()
        state.turn, state.origin = 1, state.to_json()
        return week

    @classmethod
    def resume(cls, book: Book, rule: SiteRule, saved: Mapping[str, Any]) -> "Week":
        """The week as it was saved. Raises SaveUnreadable, also when its campaign is no longer there."""
        state = from_json(saved)
        try:
            book.campaigns[state.campaign].week(state.week)
        except KeyError as error:
            raise SaveUnreadable(f"week {state.week} of {state.campaign!r} is no longer there") from error
        if state.open_situation and state.open_situation not in book.situations:
            state.open_situation, state.questions = "", []  # withdrawn since: the week goes on without it
        return cls(book, rule, state)

    def begin(self) -> list[Event]:
        """Open a week just started: WeekStarted and what the first morning brings. Once; later calls give []."""
        if self.starts_midway:
            self.starts_midway = False
            self.run.emit(WeekStarted)
            return self._told()
        if self.state.turn:
            return []
        self.state.turn = 1
        self.run.emit(WeekStarted)
        if not self.run.plan.is_quiet:
            director.plan_days(self.run)
        flow.begin_slot(self.run)
        own_words.open_moment(self.run)
        return self._told()

    def save(self) -> dict[str, Any]:
        """Everything needed to go on, as JSON-ready values. No free text but the character's names."""
        return self.state.to_json()

    def view(self) -> TurnView:
        """What a screen shows now."""
        return screen.view(self.run)

    def do(self, command: Command) -> list[Event]:
        """One accepted command: old notices go, the log keeps it, listeners hear of it. A refusal changes nothing.

        Raises NotNow and Unknown.
        """
        state = self.state
        if state.is_over:
            raise NotNow(command.name, "blocked.over")
        notices, call, news = state.notices, state.call, state.news
        state.notices, state.news = [], 0
        if call and call.stage == "outcome" and not isinstance(command, HangUp):
            state.call = None
        try:
            self._carry_out(command)
        except (NotNow, Unknown):
            state.notices, state.call, state.news = notices, call, news
            self.run.events.clear()
            raise
        if not isinstance(command, NextSlot):
            state.log.append(LogEntry(*self._at, command))
        if self.run.seen is None or not isinstance(command, OF_WORDS):
            signs.update_episodes(self.run)
        state.turn += 1
        return self._told()

    def _carry_out(self, command: Command) -> None:
        match command:
            case Act(action, plate):
                actions.do(self.run, action, plate)
            case Decide(option):
                self._decide(option)
            case Ask(question):
                finding_out.ask(self.run, question)
            case LayCard():
                finding_out.lay_card(self.run)
            case AskHint():
                self._hint()
            case Skip():
                self._skip()
            case PickUp():
                self._pick_up()
            case Dial(told, person):
                calling.dial(self.run, told, person)
            case AnswerCall(option):
                self._answer_call(option)
            case HangUp():
                self._hang_up()
            case WriteReport(answers):
                weekly_report.write(self.run, answers)
            case NextSlot():
                self._next_slot()
            case _:
                raise Unknown("command", command.name, tuple(COMMANDS))

    @property
    def _at(self) -> tuple[int, str]:
        return self.state.day, self.state.slot

    def _told(self) -> list[Event]:
        events, self.run.events = self.run.events, []
        for event in events:
            for listener in self.listeners:
                listener(event)
        return events

    def _decide(self, option: str) -> None:
        state = self.state
        if not state.open_situation:
            raise NotNow("decide", "blocked.no_situation")
        situation = self.run.book.situations[state.open_situation]
        try:
            choice = situation.choice(option)
        except KeyError as error:
            raise Unknown("choice", option, tuple(item.key for item in situation.choices)) from error
        questions, documents = state.questions, finding_out.documents(self.run)
        finding_out.put_away(self.run)
        effects.decide(self.run, situation, choice, is_hinted=state.is_hint_shown, questions=questions, documents=documents)
        recalls.plan(self.run, situation.key, choice.key)
        weekly_report.remember(self.run)

    def _hint(self) -> None:
        state = self.state
        if not state.open_situation or state.is_hint_shown:
            raise NotNow("hint", "blocked.no_situation")
        state.hints_asked += 1
        if state.hints_asked >= (2 if state.difficulty == 3 else 1):
            state.is_hint_shown = True
            self.run.emit(HintShown, situation=state.open_situation)

    def _skip(self) -> None:
        state = self.state
        situation = self.run.book.situations.get(state.open_situation)
        if situation is None or not situation.note:
            raise NotNow("skip", "blocked.no_situation")
        finding_out.put_away(self.run)
        self.run.emit(SituationSkipped, situation=situation.key)

    def _pick_up(self) -> None:
        if self.state.call:
            raise NotNow("pick_up", "blocked.calling")
        self.state.call = Call("choose")

    def _answer_call(self, option: str) -> None:
        call = self.state.call
        if call is None or call.stage in ("choose", "outcome"):
            raise NotNow("say", "blocked.no_call")
        calling.answer(self.run, call, option)

    def _hang_up(self) -> None:
        if self.state.call is None:
            raise NotNow("hang_up", "blocked.no_call")
        calling.put_down(self.run)
        self.state.call = None

    def _next_slot(self) -> None:
        if self.state.open_situation:
            raise NotNow("next_slot", "blocked.situation")
        calling.put_down(self.run)
        self.state.call = None
        own_words.close_moment(self.run)
        flow.advance(self.run)
        own_words.open_moment(self.run)
