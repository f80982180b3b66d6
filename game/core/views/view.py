"""What a screen shows now, as keys and values. Neither edition needs a rule: it draws this and sends back a command."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ROOMS = ("bedroom", "kitchen", "bathroom", "living", "balcony", "pharmacy", "clinic", "ward", "market", "car", "waiting", "school")
FACES = ("calm", "tired", "queasy", "worried", "pain", "relieved", "smiling")


@dataclass(frozen=True, slots=True)
class Line:
    """Words of the book: `book.text(language, line.key, **line.values)`."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. note: a second, smaller line. is_on: preselected."""

    key: str
    label: Line
    note: Line | None = None
    is_on: bool = False


@dataclass(frozen=True, slots=True)
class Gauge:
    """energy, water, confidence (own_energy too for a caregiver): level 1 low, 2 medium, 3 good; word: low, medium or good."""

    key: str
    level: int
    label: Line
    word: Line


@dataclass(frozen=True, slots=True)
class ActionView:
    """One action. reason: why it is not available now. plates: a small choice to send as act(key, plate=…)."""

    key: str
    label: Line
    cost: int
    is_available: bool
    reason: Line | None = None
    plates: tuple[Option, ...] = ()
    note: Line | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A question that was asked before deciding, and what was answered."""

    question: Line
    answer: Line


@dataclass(frozen=True, slots=True)
class CardPart:
    """Lines of the alert card that ask for the same: flag vital, red, amber or green; title: what to do."""

    flag: str
    title: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SituationView:
    """The open situation: choose one, validate, then decide(choice). note: a content note; it may be skipped then.

    questions: what may still be asked, none once two were; ask: the words above them; answers: to those asked.
    card: lines of the alert card, once it lies beside.
    """

    key: str
    title: Line
    text: Line
    choices: tuple[Option, ...]
    hint: Line | None
    can_ask_hint: bool
    note: Line | None
    can_skip: bool
    people: tuple[str, ...] = ()
    questions: tuple[Option, ...] = ()
    ask: Line | None = None
    answers: tuple[Answer, ...] = ()
    can_lay_card: bool = False
    card: tuple[CardPart, ...] = ()


@dataclass(frozen=True, slots=True)
class CallView:
    """The call, step by step.

    stage choose: pick signs and one person, then call(signs, person). Other stages: `says` is what is heard, pick one of
    `options`, then say(option). stage outcome: it is over; `says` tells what happens, read() or any other command goes on.
    note: said beside what stands in the way. script: the ten-second sentence of this call, and the same with blanks to fill by hand.
    """

    stage: str
    says: Line
    speaker: str = ""
    signs: tuple[Option, ...] = ()
    people: tuple[Option, ...] = ()
    options: tuple[Option, ...] = ()
    can_hang_up: bool = True
    note: Line | None = None
    script: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to read once: kind feedback, consequence, relief, net, team, hair, day. tone: good, info or care.

    sources: reference keys, one step away. why: the reason, when there is one.
    """

    kind: str
    text: Line
    tone: str = "info"
    title: Line | None = None
    why: Line | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A line that somebody says.

    speaker: self, relative, nurse, pharmacist, you (the relative who plays) or box (of messages); name: that person's; face: one of FACES.
    """

    speaker: str
    name: Line
    text: Line
    face: str


@dataclass(frozen=True, slots=True)
class DayCard:
    """The card of a morning: one idea, half a minute, to read or pass over before the day. sources: reference keys, one step away.

    is_new: nothing was done yet this morning; later it can still be opened, and is not put in the way.
    """

    key: str
    title: Line
    text: Line
    skill: str
    sources: tuple[str, ...]
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class ReportView:
    """The character's weekly report, offered on its day: answer each row 0-4, then report(answers). A row's note: what was felt of it."""

    symptoms: tuple[Option, ...]
    answers: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One day of the week's strip: done, here or next."""

    day: int
    cycle_day: int
    state: str


@dataclass(frozen=True, slots=True)
class TurnView:
    """Everything a screen needs. turn: rises by one with each accepted command; send it back to refuse double clicks.

    reading: what the thermometer shows (°C) since it was last used in this slot, else None.
    look: the chosen look and, after plus signs, what the weeks did to it (short, scarf, cap, bald, thin).
    answer: the line that answers the act just done; messages: decisions that somebody speaks of at this moment.
    keepsakes: what the home shows of the week (plant, calendar, photograph), names of drawings.
    alt: the picture in sentences, what it shows and a decision needs among them. facts: what was measured and told, with its result;
    the reading on show comes first. Every edition writes facts out as text.
    """

    campaign: str
    week: int
    play: str
    turn: int
    day: int
    days: int
    cycle_day: int
    slot: str
    title: Line
    subtitle: Line
    alt: tuple[Line, ...]
    room: str
    face: str
    posture: str
    look: str
    people: tuple[str, ...]
    objects: tuple[str, ...]
    reading: float | None
    speaker: Line
    says: tuple[Line, ...]
    gauges: tuple[Gauge, ...]
    moments_left: int
    moments: int
    free: tuple[ActionView, ...]
    energy: tuple[ActionView, ...]
    facts: tuple[Line, ...]
    done: tuple[Line, ...]
    notices: tuple[Notice, ...]
    situation: SituationView | None
    call: CallView | None
    report: ReportView | None
    steps: tuple[Step, ...]
    can_call: bool
    can_go_on: bool
    next_label: Line
    is_over: bool
    is_draft: bool
    day_card: DayCard | None = None
    answer: Message | None = None
    messages: tuple[Message, ...] = ()
    keepsakes: tuple[str, ...] = ()
