"""The analysis against R: sandwich, clubSandwich, survival and mice on two fixed extracts, to one in a million."""

import json
import shutil
import subprocess
from typing import Any

import pytest
from trial_example import ORACLE, clusters, example, of_clusters, people

from analytics.trial.analysis import Line, TimeLine, analyse
from analytics.trial.effects import restricted_mean
from analytics.trial.imputation import pooled
from analytics.trial.participants import EVENT

CLOSE = 1e-6


@pytest.fixture(scope="module")
def r() -> dict[str, Any]:
    return dict(json.loads((ORACLE / "oracle.json").read_text()))


def observed(lines: Any, arm: str) -> Line:
    return next(line for line in lines if isinstance(line, Line) and line.arm == arm and line.method == "observed")


@pytest.mark.parametrize("arm", ["game", "booklet"])
def test_the_adjusted_difference_and_its_hc3_interval_are_those_of_sandwich(r: dict[str, Any], arm: str) -> None:
    estimate = observed(analyse(people(), example()).primary, arm).estimate
    assert (estimate.value, estimate.se, estimate.df, estimate.low, estimate.high, estimate.p) == pytest.approx(r[f"hc3_{arm}"], rel=CLOSE)


@pytest.mark.parametrize("arm", ["game", "booklet"])
def test_clusters_have_the_cr2_errors_and_degrees_of_freedom_of_club_sandwich(r: dict[str, Any], arm: str) -> None:
    estimate = observed(analyse(clusters(), of_clusters()).primary, arm).estimate
    assert (estimate.value, estimate.se, estimate.df, estimate.low, estimate.high, estimate.p) == pytest.approx(r[f"cr2_{arm}"], rel=CLOSE)


def test_log_rank_and_restricted_means_are_those_of_survival(r: dict[str, Any]) -> None:
    made = next(line for line in analyse(people(), example()).secondary if isinstance(line, TimeLine) and line.arm == "game")
    assert made.log_rank == pytest.approx(r["log_rank"], rel=CLOSE)
    for arm, mean in zip(("game", "modules"), made.means, strict=True):
        times = [
            (one.values["hours_to_report"], one.values["hours_to_report" + EVENT] == 1)
            for one in people()
            if one.arm == arm and "hours_to_report" in one.values
        ]
        assert restricted_mean(times, 72) == pytest.approx(r[f"rmst_{arm}"], rel=CLOSE)
        assert mean == pytest.approx(r[f"rmst_{arm}"][0], rel=CLOSE)


def test_the_sets_are_pooled_as_by_mice(r: dict[str, Any]) -> None:
    values, variances = [4.1, 5.3, 4.8, 6.0, 5.1, 4.4, 5.6], [2.5, 2.9, 2.2, 3.1, 2.6, 2.4, 2.7]
    made = pooled(values, [variance**0.5 for variance in variances], 120 - 6, 0.95, 120)
    assert (made.value, made.se, made.df) == pytest.approx(r["rubin"], rel=CLOSE)


def test_hedges_g_is_that_of_r(r: dict[str, Any]) -> None:
    g, low, high = observed(analyse(people(), example()).primary, "game").g or (0.0, 0.0, 0.0)
    assert (g, (high - low) / 2 / 1.959963984540054) == pytest.approx(r["hedges"], rel=CLOSE)


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("Rscript"), reason="needs R: apt install r-cran-sandwich r-cran-lmtest r-cran-clubsandwich r-cran-survival r-cran-mice"
)
def test_r_still_gives_the_stored_figures(r: dict[str, Any]) -> None:
    text = subprocess.run(["Rscript", str(ORACLE / "oracle.R"), str(ORACLE)], capture_output=True, text=True, check=True).stdout
    again = json.loads(text)
    for name, numbers in r.items():
        if name != "versions":
            assert again[name] == pytest.approx(numbers, rel=CLOSE)
