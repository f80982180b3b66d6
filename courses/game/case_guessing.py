"""What somebody would get right in the cases of a profession by a trick alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from courses.checks.items.guessing import MARGIN, OTHER_URGENCIES
from courses.checks.items.urgent_signs import SAFE_BEFORE
from courses.checks.triage.phrases import CALL, says
from courses.game.case_checks import worst_urgency
from courses.game.words import LANGUAGES
from courses.model.cases import CHOOSING, Case, CaseOption, CaseTruth, Moment
from courses.model.content import URGENCIES, Problem
from courses.sentences import Sentence, sentence
from courses.triage.register import Register

TRUTHS_TOGETHER = 8
"""As many truths of a profession make a set on which tricks and restraint are measured."""


class Trick(NamedTuple):
    """A way to answer without knowing. takes: the options it would choose among, at random; all of them where it says nothing."""

    name: Sentence
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
    Trick(sentence("takes the longest option"), _longest),
    Trick(sentence("takes the option that speaks of a call"), _calls),
    Trick(sentence("takes the shortest option"), _shortest),
    Trick(sentence("avoids the options that speak of a call"), _without_call),
    Trick(sentence("takes the fastest option"), _of_urgency(0)),
    Trick(sentence("takes the slowest option"), _of_urgency(-1)),
    Trick(sentence("takes the option that calls the team at once"), lambda options, _: [one for one, _ in options if one.urgency == "now"]),
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
                        text = sentence(
                            "{profession}, {moment}: who {name} is right in {right:.0%}, by chance {chance:.0%}",
                            profession=profession,
                            moment=moment,
                            name=trick.name,
                            right=score.right,
                            chance=score.chance,
                        )
                        yield Problem(f"{language}/cases", 1, "357", text, "warning")
        calm = sum(worst_urgency(truth, triage) not in SAFE_BEFORE for truth in truths)
        if triage is not None and calm < OTHER_URGENCIES * len(truths):
            text = sentence(
                "{profession}: in {calm} of {count} {count:truth|truths} something else than acting at once is right, at least a quarter",
                profession=profession,
                calm=calm,
                count=len(truths),
            )
            yield Problem(f"fr/cases/{own[0].key}.md", 1, "358", text, "warning")
