"""preparing.yml: what is wrong with it is found at its line, and a broken entry takes nothing else with it."""

from pathlib import Path

import pytest

from courses.library import content_folder, preparing_file
from courses.library.preparing_file import FILE
from courses.serving import catalogue
from courses.text.source_texts import Texts
from lms.web.database.instants import now

SHIPPED = Path(__file__).parents[3] / "content"
TEXT = (SHIPPED / FILE).read_text(encoding="utf-8")
FAULTS = [  # code, what stands in the file, what stands there now
    ("588", TEXT, "[fever]\n"),
    ("588", "  treatment-cycle: 2\n", "  treatment-cycle: 1\n"),
    ("588", "  treatment-cycle: 2\n", "  treatment-cycle: 61\n"),
    ("588", "  treatment-cycle: 2\n", "  treatment-cycle: two\n"),
    ("588", "{session: 14}", "{session: 0}"),
    ("588", "state: draft", "state: drafted"),
    ("589", "  treatment-cycle: 2\n", "  treatment-cycles: 2\n"),
    ("589", "{session: 14}", "{sesion: 14}"),
    ("589", "        sources: [convention-2022]\n", "        sources: [convention-2023]\n"),
    ("011", '  tablets: {fr: "Le début de mes comprimés", en: "The start of my tablets"}', '  tablets: {fr: "Le début de mes comprimés"}'),
    ("004", "state: draft", "state: draft\nstates: draft"),
    ("003", "topics:\n", "topics: [\n"),
]


def problems_of(text: str) -> list[tuple[str, int]]:
    library = content_folder.load(SHIPPED, today=now().date(), texts=Texts(SHIPPED, {FILE: text}))
    return [(problem.code, problem.line) for problem in preparing_file.read(library.texts, library.structure).problems]


def test_the_shipped_file_has_no_fault() -> None:
    assert problems_of(TEXT) == []


@pytest.mark.parametrize(("code", "before", "after"), FAULTS)
def test_a_fault_is_told_with_its_line(code: str, before: str, after: str) -> None:
    assert before in TEXT
    told = problems_of(TEXT.replace(before, after, 1))
    lines = [line for one, line in told if one == code]
    assert lines, told
    if before != TEXT and code != "003":
        start = TEXT[: TEXT.index(before)].count("\n") + 1
        assert any(start - 3 <= line <= start + 3 for line in lines), (start, told)


def test_numbers_of_topics_are_those_that_printed_codes_bear() -> None:
    """Written by hand: a number that changes would make an old code speak of something else."""
    library = content_folder.load(SHIPPED, today=now().date())
    topics = preparing_file.read(library.texts, library.structure).preparing.topics
    numbers = {"fever": 1, "treatment-cycle": 2, "nausea-mouth-appetite": 3, "tablets-at-home": 4, "carer-role": 5, "carer-red-signals": 6}
    assert {key: topics[key] for key in numbers} == numbers


@pytest.mark.slow
def test_a_real_site_offers_nothing_before_the_file_is_published() -> None:
    assert not catalogue.load(SHIPPED, now=now(), instance="real").preparing.topics
    assert catalogue.load(SHIPPED, now=now(), instance="demo").preparing.topics
