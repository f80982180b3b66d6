"""What an author of cases should know: each one against the registers, and all those of a profession together."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from courses.checks.items import likeness
from courses.checks.items.guessing import MARGIN, OTHER_URGENCIES
from courses.checks.items.urgent_signs import SAFE_BEFORE
from courses.checks.triage.phrases import CALL, says
from courses.game.words import LANGUAGES, Words
from courses.model.cases import CHOOSING, QUESTIONS, Case, CaseOption, CaseTruth, Moment
from courses.model.content import URGENCIES, Problem
from courses.rules.rule_sources import FEVER_RULE
from courses.text.suggestions import nearest
from courses.triage.register import Register

Finding = tuple[int, str, str]
"""(line, code, what is wrong)."""
TRUTHS_TOGETHER = 8
"""As many truths of a profession make a set on which tricks and restraint are measured."""
FEWEST_OPTIONS = 3


@dataclass(frozen=True, slots=True)
class Registers:
    """What a case may name; None where a register cannot be read, which is said where it is read. weak: sources nobody could read."""

    objectives: Collection[str] | None
    references: Collection[str] | None
    modules: Collection[str] | None
    weak: Collection[str]
    triage: Register | None


def of_case(case: Case, words: Words, registers: Registers, now: date) -> list[Problem]:
    """Everything that can be said of one case alone."""
    findings = [*_counts(case, words), *_names(case, registers), *_sources(case, registers), *_expiry(case, now)]
    for truth in case.truths:
        findings += _truth(case, truth, registers)
    if not findings:
        findings += _answers(case, words)
    return [Problem(case.path, line, code, text) for line, code, text in findings]


def _counts(case: Case, words: Words) -> Iterator[Finding]:
    if len(case.questions) <= QUESTIONS:
        yield 1, "352", f"{len(case.questions)} questions: one asks {QUESTIONS} of them, so a case has at least {QUESTIONS + 1}"
    for truth in case.truths:
        for moment in CHOOSING:
            options = case.options_in(moment, truth.key)
            if len(options) < FEWEST_OPTIONS:
                yield truth.line, "352", f"truth {truth.key!r} is offered {len(options)} of `{moment}`, at least {FEWEST_OPTIONS}"
            labels = [words.texts["fr"].get(f"case.{case.key}.option.{option.key}.label", "") for option in options]
            for number, option in enumerate(options):
                if any(likeness.alike(label, labels[number]) for label in labels[:number]):
                    yield option.line, "352", f"{option.key!r} reads the same as an option above it"


def _names(case: Case, registers: Registers) -> Iterator[Finding]:
    for name, key, register in (("objective", case.objective, registers.objectives), ("module", case.module, registers.modules)):
        if register is not None and key not in register:
            yield 1, "353", f"{name}: no {key!r}{nearest(key, register)}"
    keys = {option.key for option in case.options}
    for truth in case.truths:
        for key in (*truth.right, *truth.unsafe):
            if key not in keys:
                yield truth.line, "353", f"truth {truth.key!r}: no option {key!r}{nearest(key, keys)}"
    for part in case.parts_with_sources:
        for key in part.sources:
            if registers.references is not None and key not in registers.references and key != FEVER_RULE:
                yield part.line, "310", f"{part.key}: no source {key!r}{nearest(key, registers.references)}"


def _sources(case: Case, registers: Registers) -> Iterator[Finding]:
    decisions = [option for option in case.options if option.moment == "decide"]
    for part in case.parts_with_sources:
        if not part.sources and not (isinstance(part, CaseOption) and part.moment == "say"):
            yield part.line, "354", f"{part.key}: what is said there names no source; add a line `@ key`"
    for truth in case.truths:
        keys = [key for option in decisions if option.key in truth.right for key in option.sources]
        if keys and _worst(truth, registers) in SAFE_BEFORE and all(key in registers.weak for key in keys):
            yield truth.line, "318", f"truth {truth.key!r} is urgent and rests on {', '.join(keys)} alone, whose own words were not read"


def _expiry(case: Case, now: date) -> Iterator[Finding]:
    try:
        if date.fromisoformat(case.expires) < now:
            yield 1, "007" if case.state == "published" else "020", f"expired on {case.expires}: review it"
    except ValueError:
        yield 1, "350", "expires must be a date, like 2027-05-23"


def _worst(truth: CaseTruth, registers: Registers) -> str:
    """The urgency of the most urgent row of a truth; "" where it names none."""
    rows = registers.triage.rows if registers.triage is not None else {}
    urgencies = [rows[key].urgency for key in truth.rows if key in rows]
    return min(urgencies, key=URGENCIES.index, default="")


def _truth(case: Case, truth: CaseTruth, registers: Registers) -> Iterator[Finding]:
    """The verdicts of one truth: one right way in each moment, as fast as the register says, and nothing later left unmarked."""
    rows = registers.triage.rows if registers.triage is not None else {}
    for key in truth.rows:
        if key not in rows and registers.triage is not None:
            yield truth.line, "355", f"truth {truth.key!r}: no row {key!r} in the triage register{nearest(key, rows)}"
    if both := set(truth.right) & set(truth.unsafe):
        yield truth.line, "356", f"truth {truth.key!r}: right and unsafe at once: {', '.join(sorted(both))}"
    for moment in CHOOSING:
        right = [option for option in case.options_in(moment, truth.key) if option.key in truth.right]
        if len(right) != 1:
            yield truth.line, "352", f"truth {truth.key!r}: {len(right)} right options of `{moment}`; there is one"
    worst = _worst(truth, registers)
    for option in case.options_in("decide", truth.key):
        yield from _decision(option, truth, worst)


def _decision(option: CaseOption, truth: CaseTruth, worst: str) -> Iterator[Finding]:
    urgency, verdict = option.urgency, truth.verdict(option.key)
    if verdict == "right" and worst and urgency != worst:
        yield option.line, "355", f"{option.key}: right in {truth.key!r} and acts {urgency}, the register says {worst}"
    if verdict == "right" and not worst and urgency in SAFE_BEFORE:
        yield option.line, "355", f"{option.key}: right in {truth.key!r} and acts {urgency}, and that truth names no row of the register"
    if verdict != "unsafe" and worst in SAFE_BEFORE and urgency not in SAFE_BEFORE:
        yield option.line, "356", f"{option.key}: acts {urgency} in {truth.key!r}, where the register says {worst}; list it under unsafe"


def _answers(case: Case, words: Words) -> Iterator[Finding]:
    """Every question has an answer and every option a word, whatever the truth; and some question tells any two truths apart."""
    texts = words.texts["fr"]

    def words_of(kind: str, key: str, truth: str) -> str:
        base = f"case.{case.key}.{kind}.{key}"
        return texts.get(f"{base}.{truth}") or texts.get(f"{base}.all", "")

    parts = [("ask", one.key, one.line) for one in case.questions] + [("look", one.key, one.line) for one in case.documents]
    parts += [("truth", one.key, one.line) for one in case.truths]
    for truth in case.truths:
        options = [("option", one.key, one.line) for one in case.options if one.is_offered(truth.key)]
        for kind, key, line in (*parts, *options):
            if not words_of(kind, key, truth.key):
                yield line, "354", f"{key}: nothing is said of it when the truth is {truth.key!r}; add `> words` or `> {truth.key}: words`"
    for number, truth in enumerate(case.truths):
        for other in case.truths[:number]:
            telling = [one for one in case.questions if words_of("ask", one.key, truth.key) != words_of("ask", one.key, other.key)]
            if len(telling) < QUESTIONS:
                text = f"{len(telling)} questions are answered otherwise in {truth.key!r} and {other.key!r}, at least {QUESTIONS}"
                yield truth.line, "359", f"{text}: nobody could find out which it is"


class Trick(NamedTuple):
    """A way to answer without knowing. takes: the options it would choose among, at random; all of them where it says nothing."""

    name: str
    takes: Callable[[Sequence[tuple[CaseOption, str]], str], Sequence[CaseOption]]


Labelled = Sequence[tuple[CaseOption, str]]


def _longest(options: Labelled, _language: str) -> list[CaseOption]:
    most = max(len(label) for _, label in options)
    return [option for option, label in options if len(label) == most]


def _calls(options: Labelled, language: str) -> list[CaseOption]:
    return [option for option, label in options if says(CALL, label, language)]


def _shortest(options: Labelled, _language: str) -> list[CaseOption]:
    fewest = min(len(label) for _, label in options)
    return [option for option, label in options if len(label) == fewest]


def _without_call(options: Labelled, language: str) -> list[CaseOption]:
    return [option for option, label in options if not says(CALL, label, language)]


def _of_urgency(place: int) -> Callable[[Labelled, str], list[CaseOption]]:
    """The fastest (0) or the slowest (-1) of the decisions shown."""

    def take(options: Labelled, _language: str) -> list[CaseOption]:
        urgencies = sorted((one.urgency for one, _ in options if one.urgency is not None), key=URGENCIES.index)
        return [option for option, _ in options if urgencies and option.urgency == urgencies[place]]

    return take


TRICKS = (
    Trick("takes the longest option", _longest),
    Trick("takes the option that speaks of a call", _calls),
    Trick("takes the shortest option", _shortest),
    Trick("avoids the options that speak of a call", _without_call),
    Trick("takes the fastest option", _of_urgency(0)),
    Trick("takes the slowest option", _of_urgency(-1)),
    Trick("takes the option that calls the team at once", lambda options, _: [one for one, _ in options if one.urgency == "now"]),
)


class Result(NamedTuple):
    """right: the mean share of right options among those a trick takes; chance: the same among all that are shown."""

    right: float
    chance: float

    @property
    def is_high(self) -> bool:
        return self.right - self.chance > MARGIN + 1e-9


def result(cases: Sequence[Case], texts: Mapping[str, str], trick: Trick, moment: Moment, language: str) -> Result:
    """What a trick is worth over every truth of these cases, each as likely."""
    shares: list[tuple[float, float]] = []
    for case in cases:
        for truth in case.truths:
            options = [(one, texts.get(f"case.{case.key}.option.{one.key}.label", "")) for one in case.options_in(moment, truth.key)]
            if not options:
                continue
            every = [option for option, _ in options]
            shares.append((_share(trick.takes(options, language) or every, truth), _share(every, truth)))
    count = len(shares) or 1
    return Result(sum(mine for mine, _ in shares) / count, sum(chance for _, chance in shares) / count)


def _share(options: Sequence[CaseOption], truth: CaseTruth) -> float:
    return sum(option.key in truth.right for option in options) / len(options)


def together(cases: Sequence[Case], words: Mapping[str, Mapping[str, str]], triage: Register | None) -> Iterator[Problem]:
    """No trick answers the cases of a profession, and acting at once is not right in nearly all of them."""
    for profession in dict.fromkeys(case.profession for case in cases):
        own = [case for case in cases if case.profession == profession]
        truths = [truth for case in own for truth in case.truths]
        if len(truths) < TRUTHS_TOGETHER:
            continue
        for language in LANGUAGES:
            for moment in CHOOSING:
                for trick in TRICKS:
                    score = result(own, words[language], trick, moment, language)
                    if score.is_high:
                        text = f"{profession}, {moment}: who {trick.name} is right in {score.right:.0%}, by chance {score.chance:.0%}"
                        yield Problem(f"{language}/cases", 1, "357", text, "warning")
        registers = Registers(None, None, None, (), triage)
        calm = sum(_worst(truth, registers) not in SAFE_BEFORE for truth in truths)
        if triage is not None and calm < OTHER_URGENCIES * len(truths):
            text = f"{profession}: in {calm} of {len(truths)} truths something else than acting at once is right, at least a quarter"
            yield Problem(f"fr/cases/{own[0].key}.md", 1, "358", text, "warning")
