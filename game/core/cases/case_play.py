"""One case, played moment by moment. Pure and seeded; its save is the seed and the commands, played again when it is opened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.model.cases import CHOOSING, MOMENTS, QUESTIONS, Case, CaseBook, CaseOption, CaseTruth, Moment
from courses.model.content import URGENCIES
from game.core.cases.case_commands import Ask, ChooseOption, GoOn, LookUp, read_row
from game.core.cases.case_events import CaseClosed, CaseDecided, CaseEvent, CaseOpened
from game.core.cases.case_view import CaseView, Exchange, Feedback, OpenText, OptionFeedback
from game.core.errors import NotNow, SaveUnreadable, Unknown
from game.core.state.chance import draw, pick
from game.core.state.commands import Command
from game.core.views.view import Line, Option


@dataclass(slots=True)
class CaseState:
    """Where one stands. turn rises by one with each accepted command; choices: the option taken in each moment of CHOOSING."""

    moment: Moment = "ask"
    turn: int = 1
    questions: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    choices: dict[Moment, str] = field(default_factory=dict)
    log: list[Command] = field(default_factory=list)


class CasePlay:
    """Every command gives the events it made; NotNow and Unknown refuse without any change."""

    def __init__(self, book: CaseBook, case: Case, *, seed: int, play: str) -> None:
        self.book, self.case, self.seed, self.play = book, case, seed, play
        weights = {truth.key: 1.0 for truth in case.truths}
        self.truth: CaseTruth = case.truth(pick(weights, draw(seed, 0, 0, case.key, "truth")))
        self.state = CaseState()

    @classmethod
    def start(cls, book: CaseBook, *, case: str, seed: int, play: str) -> "CasePlay":
        """A case at its first moment; the same seed brings the same truth and the same order. Raises Unknown."""
        if case not in book.cases:
            raise Unknown("case", case, tuple(book.cases))
        return cls(book, book.cases[case], seed=seed, play=play)

    @classmethod
    def resume(cls, book: CaseBook, saved: Mapping[str, Any]) -> "CasePlay":
        """The case as it was saved. Raises SaveUnreadable, also when it was rewritten or withdrawn since."""
        try:
            case = book.cases.get(str(saved["case"]))
            if case is None or case.version != saved["version"]:
                raise SaveUnreadable(f"the case {saved['case']!r} was rewritten or withdrawn")
            again = cls(book, case, seed=int(saved["seed"]), play=str(saved["play"]))
            for row in saved["log"]:
                again.do(read_row(row))
        except (KeyError, TypeError, ValueError, NotNow, Unknown) as error:
            raise SaveUnreadable(f"a part of it is damaged ({type(error).__name__})") from error
        return again

    def begin(self) -> list[CaseEvent]:
        """What is told of a case just opened."""
        return [CaseOpened(**self._common())]

    def save(self) -> dict[str, Any]:
        """Everything needed to go on, as JSON-ready values: keys alone."""
        log = [command.to_row() for command in self.state.log]
        return {"case": self.case.key, "version": self.case.version, "seed": self.seed, "play": self.play, "log": log}

    @property
    def is_over(self) -> bool:
        return self.state.moment == "over"

    @property
    def is_right(self) -> bool:
        """Whether the decision and its words were the right ones; False before the end."""
        return self.is_over and all(self.truth.verdict(key) == "right" for key in self.state.choices.values())

    @property
    def is_unsafe(self) -> bool:
        return any(self.truth.verdict(key) == "unsafe" for key in self.state.choices.values())

    def do(self, command: Command) -> list[CaseEvent]:
        """One accepted command. Raises NotNow and Unknown."""
        state, events = self.state, list[CaseEvent]()
        match command:
            case Ask(question):
                self._expect("ask", command)
                left = [one.key for one in self.case.questions if one.key not in state.questions]
                _known("question", question, left)
                state.questions.append(question)
                if len(state.questions) == min(QUESTIONS, len(self.case.questions)):
                    self._go_on()
            case LookUp(document):
                self._expect("look", command)
                _known("document", document, [one.key for one in self.case.documents])
                state.documents.append(document)
                self._go_on()
            case GoOn():
                if state.moment not in ("ask", "look"):
                    raise NotNow(command.name, "blocked.over")
                self._go_on()
            case ChooseOption(option):
                events = self._choose(option, command)
            case _:
                raise Unknown("command", command.name)
        state.log.append(command)
        state.turn += 1
        return events

    def _expect(self, moment: Moment, command: Command) -> None:
        if self.state.moment != moment:
            raise NotNow(command.name, "blocked.over")

    def _go_on(self) -> None:
        after: dict[Moment, Moment] = {"ask": "look" if self.case.documents else "decide", "look": "decide", "decide": "say", "say": "over"}
        self.state.moment = after[self.state.moment]

    def _choose(self, option: str, command: Command) -> list[CaseEvent]:
        state, moment = self.state, self.state.moment
        if moment not in CHOOSING:
            raise NotNow(command.name, "blocked.over")
        options = self._options_in(moment)
        _known("option", option, [one.key for one in options])
        verdict = self.truth.verdict(option)
        state.choices[moment] = option
        events: list[CaseEvent] = [
            CaseDecided(
                **self._common(),
                moment=moment,
                option=option,
                is_right=verdict == "right",
                harm="unsafe" if verdict == "unsafe" else "none",
                truth=self.truth.key,
                questions=tuple(state.questions),
                documents=tuple(state.documents),
                shown_order=tuple(one.key for one in options),
            )
        ]
        self._go_on()
        if self.is_over:
            harm = "unsafe" if self.is_unsafe else "none"
            events.append(CaseClosed(**self._common(), is_right=self.is_right, harm=harm, truth=self.truth.key))
        return events

    def _options_in(self, moment: Moment) -> tuple[CaseOption, ...]:
        return self.case.in_order(self.case.options_in(moment, self.truth.key), self.seed)

    def _common(self) -> dict[str, Any]:
        case = self.case
        return {
            "case": case.key,
            "case_version": case.version,
            "play": self.play,
            "seed": self.seed,
            "profession": case.profession,
            "place": case.place,
            "objective": case.objective,
        }

    def view(self) -> CaseView:
        """What a screen shows now."""
        case, state = self.case, self.state
        steps = [moment for moment in MOMENTS if moment != "look" or case.documents]
        decision = state.choices.get("decide")
        return CaseView(
            moment=state.moment,
            turn=state.turn,
            number=steps.index(state.moment) + 1,
            moments=len(steps),
            title=self._line("title"),
            scene=self._line("scene"),
            exchanges=tuple(self._exchange(key) for key in state.questions),
            texts=tuple(
                OpenText(self._line(f"look.{one.key}.label"), self._words(f"look.{one.key}"), one.sources)
                for one in case.documents
                if one.key in state.documents
            ),
            decision=self._line(f"option.{decision}.label") if decision else None,
            options=self._options(),
            left=max(0, QUESTIONS - len(state.questions)) if state.moment == "ask" else 0,
            can_go_on=state.moment in ("ask", "look"),
            feedback=self._feedback() if self.is_over else None,
        )

    def _options(self) -> tuple[Option, ...]:
        case, moment = self.case, self.state.moment
        if moment == "ask":
            left = [one for one in case.questions if one.key not in self.state.questions]
            return tuple(Option(one.key, self._line(f"ask.{one.key}.label")) for one in case.in_order(left, self.seed))
        if moment == "look":
            return tuple(Option(one.key, self._line(f"look.{one.key}.label")) for one in case.documents)
        return tuple(Option(one.key, self._line(f"option.{one.key}.label")) for one in self._options_in(moment))

    def _feedback(self) -> Feedback:
        every = [self._of_option(option) for moment in CHOOSING for option in self._options_in(moment)]
        first = [one for one in every if one.is_chosen or one.verdict == "right"]
        decisions = len(self._options_in("decide"))
        first.sort(key=lambda one: (not (one.is_chosen and one.verdict == "unsafe"), every.index(one) >= decisions, not one.is_chosen))
        return Feedback(
            first=tuple(first),
            others=tuple(one for one in every if one not in first),
            left_out=tuple(self._exchange(one.key) for one in self.case.questions if one.key not in self.state.questions),
            last_word=self._words(f"truth.{self.truth.key}"),
            sources=self.truth.sources,
            rows=self.truth.rows,
        )

    def _of_option(self, option: CaseOption) -> OptionFeedback:
        return OptionFeedback(
            label=self._line(f"option.{option.key}.label"),
            words=self._words(f"option.{option.key}"),
            verdict=self.truth.verdict(option.key),
            is_chosen=option.key in self.state.choices.values(),
            sources=option.sources,
            is_late=self._is_late(option),
        )

    def _is_late(self, option: CaseOption) -> bool:
        best = next(one.urgency for one in self.case.options_in("decide", self.truth.key) if self.truth.verdict(one.key) == "right")
        return option.urgency is not None and best is not None and URGENCIES.index(option.urgency) > URGENCIES.index(best)

    def _exchange(self, question: str) -> Exchange:
        return Exchange(self._line(f"ask.{question}.label"), self._words(f"ask.{question}"))

    def _line(self, place: str) -> Line:
        return Line(f"case.{self.case.key}.{place}")

    def _words(self, place: str) -> Line:
        """The words that hold for the truth of this play."""
        return Line(self.book.key_of(f"case.{self.case.key}.{place}", self.truth.key))


def _known(what: str, key: str, keys: list[str]) -> None:
    if key not in keys:
        raise Unknown(what, key, tuple(keys))
