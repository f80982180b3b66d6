"""The command prints the numbers of the page and of the CSV, refuses small differences, and says errors in one line."""

import csv
import io
import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from saying import COHORT, OTHER_COHORT, Saying
from standing import Site

from analytics import results
from analytics.cli import analytics
from analytics.results import from_json


@pytest.fixture
def run(site: Site, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("HORSLESMURS_DATA", str(site.data))
    monkeypatch.delenv("HORSLESMURS_DATABASE", raising=False)
    return lambda *words: CliRunner().invoke(analytics, words)


def keep_some(site: Site) -> None:
    say = Saying(simulated=True)
    said = [say.registered(who) for who in range(31)] + [say.module(who, "initialized") for who in range(20)]
    said += [say.module(who, "completed") for who in range(3)]
    said += [
        say.answered(who, f"q{item}", (who + item) % 3 > 0, response="a" if (who + item) % 3 else "b")
        for who in range(31)
        for item in range(4)
    ]
    said += [say.selected(who, "shivers", "call" if who % 3 else "wait", safe=bool(who % 3), unsafe=not who % 3) for who in range(31)]
    said += [say.sign(who, "presented", "fever", 20) for who in range(31)] + [say.sign(who, "reported", "fever", 20) for who in range(19)]
    site.keep(said)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("report", ["completion", "items", "decisions", "signs"])
def test_command_page_and_csv_show_one_set_of_numbers(site: Site, run: Callable[..., Result], report: str) -> None:
    keep_some(site)
    result = site.report(report, simulated=True)
    again = run("report", report, "--cohort", COHORT, "--fresh", "--format", "json")
    counted = from_json(again.stdout)
    assert (counted.tables, counted.stats, counted.n, counted.watermark) == (result.tables, result.stats, result.n, result.watermark)
    for table in result.tables:
        printed = run("report", report, "--cohort", COHORT, "--format", "csv", "--table", table.key)
        assert printed.stdout.replace("\r\n", "\n") == results.csv_text(result, "fr", table.key).replace("\r\n", "\n")
    shown = results.show(result, "fr")
    words = run("report", report, "--cohort", COHORT).stdout
    for part in shown.tables:
        assert all(cell.text in words for row in part.rows for cell in row if " " not in cell.text)


def test_the_command_prints_hidden_cells_as_words(site: Site, run: Callable[..., Result]) -> None:
    keep_some(site)
    site.report("completion", simulated=True)
    assert "moins de 5" in run("report", "completion", "--cohort", COHORT).stdout
    rows = list(csv.reader(io.StringIO(run("report", "completion", "--cohort", COHORT, "--format", "csv", "--language", "en").stdout)))
    assert rows[-1][1:4] == ["Completed", "fewer than 5", "fewer than 5"]


def test_what_leaves_the_site_has_nothing_under_eleven(site: Site, run: Callable[..., Result]) -> None:
    keep_some(site)
    site.report("decisions", simulated=True)
    inside = json.loads(run("report", "decisions", "--cohort", COHORT, "--format", "json").stdout)
    outside = json.loads(run("report", "decisions", "--cohort", COHORT, "--format", "json", "--export").stdout)
    assert inside["tables"][0]["rows"][0][1:5] == [31, 20, 0, 11]
    assert outside["below"] == 11
    assert [cell for row in outside["tables"][0]["rows"] for cell in row if isinstance(cell, int) and 0 < cell < 11] == []


def test_a_filter_that_sets_one_learner_apart_is_refused(site: Site, run: Callable[..., Result]) -> None:
    say = Saying(simulated=True)
    site.keep([say.registered(who, role="caregiver" if who == 0 else "patient") for who in range(30)])
    site.report("completion", simulated=True)
    answer = run("report", "completion", "--cohort", COHORT, "--role", "patient")
    assert answer.exit_code == 2
    assert "wider filter" in answer.output


def test_a_cohort_nobody_knows_is_said_with_what_to_do(site: Site, run: Callable[..., Result]) -> None:
    answer = run("report", "completion", "--cohort", OTHER_COHORT)
    assert answer.exit_code == 2
    assert "--simulated or --real" in answer.output


def test_feed_and_rebuild_say_how_many_statements(site: Site, run: Callable[..., Result]) -> None:
    keep_some(site)
    first, second, anew = run("feed"), run("feed"), run("rebuild")
    count = 31 + 20 + 3 + 31 * 4 + 31 + 31 + 19
    assert first.output == f"{count} statements brought in, up to number {count}\n"
    assert second.output == f"0 statements brought in, up to number {count}\n"
    assert anew.output == f"the lake was built anew: {count} statements, up to number {count}\n"


def test_a_missing_database_is_not_made_by_looking_for_it(site: Site, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HORSLESMURS_DATA", str(site.data / "elsewhere"))
    answer = run("feed")
    assert answer.exit_code == 2
    assert "there is no database" in answer.output
    assert not (site.data / "elsewhere").exists()


def test_the_cohorts_the_worker_knows_are_listed(site: Site, run: Callable[..., Result]) -> None:
    keep_some(site)
    site.report("completion", simulated=True)
    assert run("cohorts").output == f"{COHORT}  simulated\n"
