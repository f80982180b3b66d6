"""Where the sources of a row differ the most careful stands: each fault is planted in the shipped register and found."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from courses.checks import all_checks
from courses.checks.triage import differing_sources
from courses.library import content_folder
from courses.model.content import URGENCIES
from courses.text.source_texts import Texts
from courses.triage import register

SHIPPED = Path(__file__).parents[3] / "content"
TODAY = date(2026, 11, 30)
T = "_structure/triage.yml"
CAPECITABINE_HANDS = "  palms-capecitabine:\n    number: 97\n    urgency: "
CORD_FRENCH = "ou jambes qui lâchent ou ne sentent plus d’un coup : le 15"


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped registers alone: each fault is put over them in memory, and nothing is written."""
    folder = tmp_path_factory.mktemp("differing") / "content"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("media", "fr", "en"))
    return folder


def problems_of(folder: Path, text: str | None = None):
    over = {} if text is None else {T: text}
    return list(differing_sources.check(content_folder.load(folder, today=TODAY, texts=Texts(folder, over))))


def test_each_shipped_row_stands_at_its_most_careful_source(copied):
    assert problems_of(copied) == []


FAULTS = [
    (CAPECITABINE_HANDS + "now", CAPECITABINE_HANDS + "next", "stands at next, and 'ema-capecitabine-leaflet-fr' asks for now"),
    ("drugs-com-capecitabine-2021: now", "drugs-com-capecitabine-2021: emergency", "asks for emergency"),
    ('urgency: now\n    for: [bone]\n    fr: "Mal de dos', 'urgency: today\n    for: [bone]\n    fr: "Mal de dos', "asks for now"),
    ("cardiosmart-fluoropyrimidine: emergency}", "cardiosmart-fluoropyrimidine: urgent}", "'urgent' must be one of"),
    ("cardiosmart-fluoropyrimidine: emergency}", "cardiosmart-fluoropyridine: emergency}", "is no source of this row"),
    (", cardiosmart-fluoropyrimidine: emergency}", "}", "does not say how fast 'cardiosmart-fluoropyrimidine' asks"),
    (CORD_FRENCH, "ou jambes qui lâchent d’un coup : appeler", "'marie-curie-mscc' sends a grade"),
    ('note: "Le froid sous oxaliplatine : ligne 59."', 'note: "uw-capecitabine : tout de suite."', "note: names 'uw-capecitabine'"),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS, ids=range(len(FAULTS)))
def test_a_row_below_its_most_careful_source_is_found(copied, old, new, said):
    text = (copied / T).read_text("utf-8")
    assert old in text
    problems = problems_of(copied, text.replace(old, new, 1))
    assert [problem.message for problem in problems if problem.code == "586" and said in problem.message]
    assert {problem.path for problem in problems} == {T}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("key", sorted(register.read(Texts(SHIPPED))[0].rows))
def test_no_row_can_be_put_below_one_of_its_sources_unseen(copied, key):
    """Every row in turn, one step lower than its most careful source: found, whichever row it is."""
    row = register.read(Texts(SHIPPED))[0].rows[key]
    asked = [URGENCIES.index(speed) for speed in row.asks.values() if speed in URGENCIES]
    if not asked or min(asked) + 1 >= len(URGENCIES):
        return
    lower = URGENCIES[max(min(asked), URGENCIES.index(row.urgency)) + 1]
    text = (copied / T).read_text("utf-8")
    start = text.index(f"\n  {key}:\n")
    end = text.index("reviewer:", start)
    changed = text[:start] + text[start:end].replace(f"urgency: {row.urgency}", f"urgency: {lower}", 1) + text[end:]
    assert [problem for problem in problems_of(copied, changed) if f"row {key!r}: stands at {lower}" in problem.message]


def test_the_check_is_one_of_those_that_content_check_runs(copied):
    text = (copied / T).read_text("utf-8").replace(CAPECITABINE_HANDS + "now", CAPECITABINE_HANDS + "next", 1)
    library = content_folder.load(copied, today=TODAY, texts=Texts(copied, {T: text}))
    assert "586" in {problem.code for problem in all_checks.across(library, ())}
