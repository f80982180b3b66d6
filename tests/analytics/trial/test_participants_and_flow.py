"""The table of participants, each fault at its line; the flow of participants, whose sums hold or nothing is made."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trial_example import ORACLE, example, people

from analytics.trial import participants, simulated
from analytics.trial.errors import FlowBroken, TableInvalid
from analytics.trial.flow import check, flow

HEADER = ",".join(participants.columns(example()))
GOOD = "P1,,game,,1,completed,,patient,a,50,60,55,1,10,1,0,0"

FAULTS = [
    ("P1,,film,,1,completed,,patient,a,50,60,55,1,10,1,0,0", "line 2: column arm: 'film' is none of modules, game, booklet"),
    ("P1,,game,,1,gone,,patient,a,50,60,55,1,10,1,0,0", "line 2: column status: 'gone'"),
    ("P1,,game,,1,lost,,patient,a,50,,,,,,0,0", "line 2: column reason: whoever was lost"),
    ("P1,,game,,yes,completed,,patient,a,50,60,55,1,10,1,0,0", "line 2: column received: 1 or 0"),
    ("P1,,game,,1,completed,,patient,,50,60,55,1,10,1,0,0", "line 2: column site: '' is none of a, b"),
    ("P1,,game,,1,completed,,patient,a,50,many,55,1,10,1,0,0", "line 2: column knowledge: 'many' is no number"),
    ("P1,,game,,1,completed,,patient,a,50,101,55,1,10,1,0,0", "line 2: column knowledge: 101 is outside 0 to 100"),
    ("P1,,game,,1,completed,,patient,a,-1,60,55,1,10,1,0,0", "line 2: column knowledge_before: -1 is outside 0 to 100"),
    ("P1,,game,,1,completed,,patient,a,50,60,55,2,10,1,0,0", "line 2: column calls_fever: 1 for yes, 0 for no"),
    ("P1,,game,,1,completed,,patient,a,50,60,55,1,80,1,0,0", "line 2: column hours_to_report: 80 is outside 0 to 72"),
    ("P1,,game,,1,completed,,patient,a,50,60,55,1,10,,0,0", "line 2: column hours_to_report_happened: 1 when it happened"),
    ("P1,,game,,1,completed,,patient,a,50,60,55,1,10,1,-1,0", "line 2: column unsafe_answers: a harm is counted"),
    ("P1,tired,,,0,,,patient,a,,,,,,,,", "line 2: column excluded: 'tired' is none of"),
    ("P1,under_18,game,,0,,,patient,a,,,,,,,,", "line 2: column arm: somebody excluded before randomisation has no arm"),
    (",,game,,1,completed,,patient,a,50,60,55,1,10,1,0,0", "line 2: column person: it is empty"),
    (GOOD + "\n" + GOOD, "line 3, column person: P1 stands on line 2 too"),
    ("P1,,game,,1,completed", "line 2: it has more or fewer cells"),
]


@pytest.mark.parametrize(("lines", "words"), FAULTS)
def test_each_fault_of_a_line_is_told_with_its_column(lines: str, words: str) -> None:
    with pytest.raises(TableInvalid) as raised:
        participants.parse(f"{HEADER}\n{lines}\n", example())
    assert words in str(raised.value)


def test_a_good_line_is_read_and_a_cluster_is_asked_for_where_clusters_are_randomised() -> None:
    (one,) = participants.parse(f"{HEADER}\n{GOOD}\n", example())
    assert (one.arm, one.values["knowledge"], one.strata["site"]) == ("game", 60.0, "a")
    with pytest.raises(TableInvalid, match="column cluster: it is empty"):
        participants.parse(f"{HEADER}\n{GOOD}\n", msgspec.structs.replace(example(), unit="cluster"))


def test_another_protocols_columns_are_named() -> None:
    with pytest.raises(TableInvalid, match="columns site are missing; the columns town are not of this protocol"):
        participants.parse(HEADER.replace("site", "town") + "\n", example())


def test_the_table_that_is_written_is_read_back_as_it_was(tmp_path: Path) -> None:
    text = participants.write(people(), example())
    path = tmp_path / "people.csv"
    path.write_text("\ufeff" + text.replace("\n", "\r\n"))
    assert participants.read(path, example()) == people()
    assert participants.digest(path.read_text("utf-8-sig")) == participants.digest(text)


def test_the_flow_of_the_extract_is_the_one_counted_by_hand() -> None:
    """Counted with cut and sort on the file, not with the code."""
    rows = [line.split(",") for line in (ORACLE / "people.csv").read_text().splitlines()[1:]]
    made = flow(people(), example())
    assert made.assessed == len(rows)
    assert made.excluded == {key: sum(1 for row in rows if row[1] == key) for key in ("no_consent", "no_treatment", "under_18")}
    for arm in made.arms:
        mine = [row for row in rows if row[2] == arm.arm]
        assert (arm.randomised, arm.received) == (len(mine), sum(1 for row in mine if row[4] == "1"))
        assert arm.analysed == sum(1 for row in mine if row[10])
        assert sum(arm.lost.values()) == sum(1 for row in mine if row[5] == "lost")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 120))
def test_the_sums_hold_for_everybody_whoever_comes(seed: int, n: int) -> None:
    made = flow(simulated.participants(example(), simulated.Truth({}), n, seed), example())
    assert made.assessed == n


def test_counts_that_do_not_add_up_are_refused_with_the_sum() -> None:
    made = flow(people(), example())
    with pytest.raises(FlowBroken, match="assessed are not"):
        check(made._replace(assessed=made.assessed + 1))
    with pytest.raises(FlowBroken, match="randomised are not the"):
        check(made._replace(assessed=made.assessed + 1, randomised=made.randomised + 1))
    first = made.arms[0]
    for wrong, words in (
        (first._replace(received=first.received + 1), "without"),
        (first._replace(analysed=first.analysed - 1), "analysed"),
    ):
        with pytest.raises(FlowBroken, match=words):
            check(made._replace(arms=(wrong, *made.arms[1:])))
