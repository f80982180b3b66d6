"""The rows that may leave the site: nobody in a class of fewer than 11, whoever took part; what was emptied or withheld is said."""

import csv
import io
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trial_example import example, people

from analytics.trial import participants, simulated
from analytics.trial.errors import StepRefused
from analytics.trial.extracts import anonymising
from analytics.trial.extracts.anonymising import Release

KNOWN = ["arm", "received", "status", "reason", "role", "site"]
"""What somebody who knows a participant may know of her."""


def classes(release: Release) -> Counter[tuple[str, ...]]:
    """Counted from the text that is written, not from the rows."""
    rows = list(csv.DictReader(io.StringIO(anonymising.write(release, example()))))
    return Counter(tuple(row[name] for name in KNOWN) for row in rows)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 260))
def test_everybody_stands_in_a_class_of_eleven_or_more_and_nobody_is_lost(seed: int, n: int) -> None:
    rows = simulated.participants(example(), simulated.Truth({}, lost=0.3), n, seed)
    release = anonymising.anonymise(rows, example(), Random(seed))
    assert all(size >= 11 for size in classes(release).values())
    assert len(release.rows) + release.withheld == sum(one.is_randomised for one in rows)
    sizes = Counter(one.arm for one in rows if one.is_randomised)
    assert release.withheld == sum(size for size in sizes.values() if size < 11)


def test_what_many_share_is_kept() -> None:
    """Of 400 people eight in ten cells of what is known of them stay as they are, and every score that there is."""
    rows = simulated.participants(example(), simulated.Truth({}), 400, 5)
    release = anonymising.anonymise(rows, example(), Random(1))
    cells = 5 * len(release.rows)
    assert sum(release.emptied[name] for name in KNOWN) < 0.2 * cells
    assert release.emptied["knowledge"] == 0
    scores = sorted(str(round(one.values["knowledge"])) for one in rows if "knowledge" in one.values)
    assert sorted(row["knowledge"] for row in release.rows if row["knowledge"]) == scores


def test_a_harm_that_few_of_an_arm_had_is_emptied_for_all_of_it() -> None:
    rows = [one._replace(values={**one.values, "distress": 0.0}) for one in people()]
    first = next(place for place, one in enumerate(rows) if one.is_randomised)
    rows[first] = rows[first]._replace(values={**rows[first].values, "distress": 1.0})
    release = anonymising.anonymise(rows, example(), Random(2))
    found = {arm: {row["distress"] for row in release.rows if row["arm"] == arm} for arm in example().arm_keys()}
    assert found == {arm: {""} if arm == rows[first].arm else {"0"} for arm in example().arm_keys()}


def test_one_order_of_chance_gives_one_text_and_the_numbers_say_who_was_made_up() -> None:
    texts = [anonymising.write(anonymising.anonymise(people(), example(), Random(seed)), example()) for seed in (7, 7, 8)]
    assert texts[0] == texts[1] != texts[2]
    assert all(line.startswith("SIM-A") for line in texts[0].splitlines()[1:])
    assert not {line.split(",")[0] for line in texts[0].splitlines()} & {one.person for one in people()}
    assert len(participants.columns(example())) == len(texts[0].splitlines()[0].split(","))


def test_rows_with_a_small_class_are_refused_before_they_are_written() -> None:
    release = anonymising.anonymise(people(), example(), Random(1))
    release.rows[0]["reason"] = "a reason of her own"
    with pytest.raises(StepRefused, match="a class of the anonymised data has 1 people, and 11 are needed"):
        anonymising.check(release, example())
