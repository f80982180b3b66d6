"""A cohort of one to four learners (one to ten outside the site) has no figure: in no table, stat, finding, chart, CSV or terminal."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from saying import MONDAY, Saying
from standing import AUTHORITY, NOW, Site

from analytics import results
from analytics.catalogue import REPORTS
from analytics.cli import analytics
from analytics.disclosure import EXPORT, INTERNAL, Rule
from analytics.making import make
from analytics.refresh import Cohort, Refresher
from analytics.shape import Hidden, Result
from lrs.writing import statement_writer
from xapi import activities, builders

SIZES = ((1, INTERNAL), (2, INTERNAL), (3, INTERNAL), (4, INTERNAL), (1, EXPORT), (10, EXPORT))
Made = dict[tuple[int, int, str], Result]


def cohort_of(size: int) -> str:
    return f"3f0e2a52-7a11-4d0c-9a52-0000000001{size:02}"


def busy(size: int) -> Iterator[dict[str, Any]]:
    """Learners who each do very much, so that their acts are many though they are few."""
    say = Saying(cohort=cohort_of(size))
    week = builders.activity(activities.week("azur", 2), "level")
    for who in range(size):
        yield say.registered(who)
        yield say.sat(who, "pre", 0.5)
        yield say.sat(who, "post", 0.75)
        for card in range(6):
            yield say.reviewed(who, f"q{card}", 3, None)
            yield say.reviewed(who, f"q{card}", 1 + 2 * (card % 2), 4)
        yield from (say.rated(who, f"sentence-{number}", 1 + number % 4) for number in range(12))
        yield say.assigned(who, "pharmacists", "2026-11-20")
        yield say.attested(who, "earned", "gps", NOW, departement="75")
        for module in ("fever", "hydration", "pain"):
            yield say.module(who, "initialized", module)
            yield say.module(who, "completed", module)
            for item in range(12):
                yield say.answered(who, f"q{item}", item % 4 > 0, module=module, unsafe=item == 4, objective=f"K0{item % 3}", seconds=20)
        yield say.say(who, "initialized", week)
        for situation in range(12):
            yield say.selected(who, f"s{situation}", "call" if situation % 2 else "wait", safe=bool(situation % 2), parent=(week,))
        for sign in ("fever", "diarrhoea"):
            yield say.sign(who, "presented", sign, 20.0, parent=(week,))
            yield say.sign(who, "reported", sign, 26.0, parent=(week,))
        for day in range(1, 8):
            yield say.dose(who, "took", day)
        yield say.say(who, "completed", week)
        yield say.module(who, "progressed", "fever", at=MONDAY + timedelta(days=who))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("few"))
    for size in sorted({size for size, _ in SIZES}):
        site.keep(busy(size))
    yield site
    site.engine.dispose()


@pytest.fixture(scope="module")
def made(site: Site) -> Made:
    return {
        (size, rule.below, key): make(key, rows, now=NOW, rule=rule)
        for size, rule in SIZES
        for rows in (site.rows(cohort_of(size)),)
        for key in REPORTS
    }


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("size", "rule"), SIZES)
@pytest.mark.parametrize("key", list(REPORTS))
def test_few_learners_have_no_figure(made: Made, key: str, size: int, rule: Rule) -> None:
    result = made[size, rule.below, key]
    assert result.n == Hidden("few", rule.below)
    assert result.stats == ()
    assert [table.rows for table in result.tables] == [()] * len(result.tables)
    assert [table.figures for table in result.tables] == [()] * len(result.tables)
    assert (result.seq, result.watermark, result.computed) == (0, "2026-11-23", "2026-11-23")
    for language in ("fr", "en"):
        shown = results.show(result, language)
        assert "23\u00a0novembre\u00a02026" in shown.dated or "23\u00a0November\u00a02026" in shown.dated
        assert ":" not in shown.dated
        for table in result.tables:
            (header,) = results.csv_text(result, language, table.key).splitlines()
            assert header
    assert not re.search(r"\b(?:q\d|s\d|call|wait|fever)\b", results.to_json(result))


def test_the_terminal_and_the_export_show_no_figure_of_few_learners(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HORSLESMURS_DATA", str(site.data))
    Refresher(site.engine, site.data).run([Cohort(cohort_of(4), False)], NOW)
    for size, rule in ((4, INTERNAL), (10, EXPORT)):
        for key in ("items", "decisions", "health"):
            words = ["report", key, "--cohort", cohort_of(size), "--real", "--language", "en", *(["--export"] if rule is EXPORT else [])]
            answer = CliRunner().invoke(analytics, words)
            assert answer.exit_code == 0
            digits = re.sub(r"23\u00a0November\u00a02026|Definition R\d+, version \d|fewer than \d+|Under \d+ learners", "", answer.output)
            assert re.findall(r"\d", digits.replace("95% CI", "").replace("95% under", "")) == [], answer.output


def test_five_learners_have_figures(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.keep(busy(5))
    rows = site.rows(cohort_of(5))
    result = make("items", rows, now=NOW)
    assert (result.n, result.stats[0].n, result.stats[0].of) == (5, 5, (5 * 3 * 9, 5 * 3 * 12))
    site.engine.dispose()


def test_a_day_on_which_few_sent_anything_is_not_told(tmp_path: Path) -> None:
    other = Site(tmp_path)
    say = Saying()
    other.keep([say.registered(who) for who in range(6)])
    with other.engine.connect().execution_options(writes=True) as connection, connection.begin():
        statement_writer.put(connection, [say.module(1, "initialized")], authority=AUTHORITY, now=NOW + timedelta(days=1))
    (health,) = [make("health", other.rows(), now=NOW)]
    first, second = health.tables[0].rows
    assert (first[1], second[1:]) == (6, (Hidden("few", 5),) * 5)
    other.engine.dispose()
