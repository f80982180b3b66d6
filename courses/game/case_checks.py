"""What an author of a case should know: its parts against the registers."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from courses.checks.items import likeness
from courses.checks.items.urgent_signs import SAFE_BEFORE
from courses.game.words import Words
from courses.model.cases import CHOOSING, QUESTIONS, Case, CaseOption, CaseTruth
from courses.model.content import URGENCIES, Problem
from courses.rules.rule_sources import FEVER_RULE
from courses.sentences import Sentence, sentence
from courses.text.suggestions import nearest
from courses.triage.register import Register

Finding = tuple[int, str, Sentence]
"""(line, code, what is wrong)."""
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
        yield (
            1,
            "352",
            sentence(
                "{count} {count:question|questions}: one asks {questions} of them, so a case has at least {value}",
                count=len(case.questions),
                questions=QUESTIONS,
                value=QUESTIONS + 1,
            ),
        )
    for truth in case.truths:
        for moment in CHOOSING:
            options = case.options_in(moment, truth.key)
            if len(options) < FEWEST_OPTIONS:
                yield (
                    truth.line,
                    "352",
                    sentence(
                        "truth {key!r} is offered {count} of `{moment}`, at least {fewest_options}",
                        key=truth.key,
                        count=len(options),
                        moment=moment,
                        fewest_options=FEWEST_OPTIONS,
                    ),
                )
            labels = [words.texts["fr"].get(f"case.{case.key}.option.{option.key}.label", "") for option in options]
            for number, option in enumerate(options):
                if any(likeness.alike(label, labels[number]) for label in labels[:number]):
                    yield option.line, "352", sentence("{key!r} reads the same as an option above it", key=option.key)


def _names(case: Case, registers: Registers) -> Iterator[Finding]:
    for name, key, register in (("objective", case.objective, registers.objectives), ("module", case.module, registers.modules)):
        if register is not None and key not in register:
            yield 1, "353", sentence("{name}: no {key!r}{hint}", name=name, key=key, hint=nearest(key, register))
    keys = {option.key for option in case.options}
    for truth in case.truths:
        for key in (*truth.right, *truth.unsafe):
            if key not in keys:
                yield (
                    truth.line,
                    "353",
                    sentence("truth {key!r}: no option {key_2!r}{hint}", key=truth.key, key_2=key, hint=nearest(key, keys)),
                )
    for part in case.parts_with_sources:
        for key in part.sources:
            if registers.references is not None and key not in registers.references and key != FEVER_RULE:
                yield (
                    part.line,
                    "310",
                    sentence("{key}: no source {key_2!r}{hint}", key=part.key, key_2=key, hint=nearest(key, registers.references)),
                )


def _sources(case: Case, registers: Registers) -> Iterator[Finding]:
    decisions = [option for option in case.options if option.moment == "decide"]
    for part in case.parts_with_sources:
        if not part.sources and not (isinstance(part, CaseOption) and part.moment == "say"):
            yield part.line, "354", sentence("{key}: what is said there names no source; add a line `@ key`", key=part.key)
    for truth in case.truths:
        keys = [key for option in decisions if option.key in truth.right for key in option.sources]
        if keys and worst_urgency(truth, registers.triage) in SAFE_BEFORE and all(key in registers.weak for key in keys):
            yield (
                truth.line,
                "318",
                sentence(
                    "truth {key!r} is urgent and rests on {keys} alone, whose own words were not read", key=truth.key, keys=", ".join(keys)
                ),
            )


def _expiry(case: Case, now: date) -> Iterator[Finding]:
    try:
        if date.fromisoformat(case.expires) < now:
            yield 1, "007" if case.state == "published" else "020", sentence("expired on {expires}: review it", expires=case.expires)
    except ValueError:
        yield 1, "350", sentence("expires must be a date, like 2027-05-23")


def worst_urgency(truth: CaseTruth, triage: Register | None) -> str:
    """The urgency of the most urgent row of a truth; "" where it names none."""
    rows = triage.rows if triage is not None else {}
    urgencies = [rows[key].urgency for key in truth.rows if key in rows]
    return min(urgencies, key=URGENCIES.index, default="")


def _truth(case: Case, truth: CaseTruth, registers: Registers) -> Iterator[Finding]:
    """The verdicts of one truth: one right way in each moment, as fast as the register says, and nothing later left unmarked."""
    rows = registers.triage.rows if registers.triage is not None else {}
    for key in truth.rows:
        if key not in rows and registers.triage is not None:
            yield (
                truth.line,
                "355",
                sentence("truth {key!r}: no row {key_2!r} in the triage register{hint}", key=truth.key, key_2=key, hint=nearest(key, rows)),
            )
    if both := set(truth.right) & set(truth.unsafe):
        yield truth.line, "356", sentence("truth {key!r}: right and unsafe at once: {names}", key=truth.key, names=", ".join(sorted(both)))
    for moment in CHOOSING:
        right = [option for option in case.options_in(moment, truth.key) if option.key in truth.right]
        if len(right) != 1:
            yield (
                truth.line,
                "352",
                sentence(
                    "truth {key!r}: {count} right options of `{moment}`; there is one", key=truth.key, count=len(right), moment=moment
                ),
            )
    worst = worst_urgency(truth, registers.triage)
    for option in case.options_in("decide", truth.key):
        yield from _decision(option, truth, worst)


def _decision(option: CaseOption, truth: CaseTruth, worst: str) -> Iterator[Finding]:
    urgency, verdict = option.urgency, truth.verdict(option.key)
    if verdict == "right" and worst and urgency != worst:
        yield (
            option.line,
            "355",
            sentence(
                "{key}: right in {truth_key!r} and acts {urgency}, the register says {worst}",
                key=option.key,
                truth_key=truth.key,
                urgency=urgency,
                worst=worst,
            ),
        )
    if verdict == "right" and not worst and urgency in SAFE_BEFORE:
        yield (
            option.line,
            "355",
            sentence(
                "{key}: right in {truth_key!r} and acts {urgency}, and that truth names no row of the register",
                key=option.key,
                truth_key=truth.key,
                urgency=urgency,
            ),
        )
    if verdict != "unsafe" and worst in SAFE_BEFORE and urgency not in SAFE_BEFORE:
        yield (
            option.line,
            "356",
            sentence(
                "{key}: acts {urgency} in {truth_key!r}, where the register says {worst}; list it under unsafe",
                key=option.key,
                urgency=urgency,
                truth_key=truth.key,
                worst=worst,
            ),
        )


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
                yield (
                    line,
                    "354",
                    sentence(
                        "{key}: nothing is said of it when the truth is {truth_key!r}; add `> words` or `> {key_2}: words`",
                        key=key,
                        truth_key=truth.key,
                        key_2=truth.key,
                    ),
                )
    for number, truth in enumerate(case.truths):
        for other in case.truths[:number]:
            telling = [one for one in case.questions if words_of("ask", one.key, truth.key) != words_of("ask", one.key, other.key)]
            if len(telling) < QUESTIONS:
                text = sentence(
                    "{count} {count:question is|questions are} answered otherwise in {key!r} and {other_key!r}, at least {questions}",
                    count=len(telling),
                    key=truth.key,
                    other_key=other.key,
                    questions=QUESTIONS,
                )
                yield truth.line, "359", sentence("{text}: nobody could find out which it is", text=text)
