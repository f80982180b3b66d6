"""An engine that cannot be used takes no report away: those of before stay, and it is told what to do."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from saying import COHORT, MONDAY, Saying
from standing import NOW, Site

from analytics import engines, results
from analytics.backends import engine_connection
from analytics.backends.engine_choice import EngineChoice, choice_of
from analytics.cli import analytics
from analytics.cohort_list import Cohort
from analytics.errors import EngineUnavailable, EngineUnknown
from analytics.refresh import Refresher

AWAY = "postgresql://nobody@127.0.0.1:1/none"


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("", EngineChoice("duckdb")),
        (" duckdb ", EngineChoice("duckdb")),
        ("postgresql://reports@db/lake", EngineChoice("postgresql", "postgresql://reports@db/lake")),
        ("postgresql+psycopg://reports@db/lake", EngineChoice("postgresql", "postgresql://reports@db/lake")),
        ("spark:local-cluster[2,1,1024]", EngineChoice("spark", "local-cluster[2,1,1024]")),
        ("spark://master:7077", EngineChoice("spark", "spark://master:7077")),
        ("spark:yarn", EngineChoice("spark", "yarn")),
    ],
)
def test_one_setting_names_the_engine(text: str, choice: EngineChoice) -> None:
    assert choice_of(text) == choice


@pytest.mark.parametrize("text", ["clickhouse", "mysql://user:secret@db", "spark", "spark:", "postgresql", "Duck DB"])
def test_another_engine_is_refused_with_those_there_are_and_without_a_password(text: str) -> None:
    with pytest.raises(EngineUnknown, match="duckdb") as error:
        choice_of(text)
    assert "secret" not in str(error.value)


def test_a_server_that_is_away_is_told_with_its_setting() -> None:
    with pytest.raises(EngineUnavailable, match=r"HORSLESMURS_ENGINE.*PostgreSQL.*refused") as error:
        engines.connect(choice_of(AWAY))
    assert not error.value.permanent


def test_a_package_that_is_not_there_is_told_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(EngineUnavailable, match=r"HORSLESMURS_ENGINE.*pyspark.*requirements/spark.txt"):
        engines.connect(choice_of("spark:local[1]"))


def test_the_reports_of_before_stay_and_come_anew_when_the_engine_is_back(
    site: Site, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    say, cohort = Saying(), Cohort(COHORT, False)
    site.keep([say.module(who, "initialized", at=MONDAY) for who in range(6)])
    before = site.report("completion")
    site.keep([say.module(who, "initialized", at=MONDAY) for who in range(6, 9)])
    tries: list[EngineChoice | None] = []
    connect = engines.connect
    monkeypatch.setattr(engine_connection, "connect", lambda choice: (tries.append(choice), connect(choice))[1])
    worker = Refresher(site.engine, site.data, is_daily=False, choice=choice_of(AWAY))
    assert worker.run([cohort], NOW).written == ()
    assert (worker.missing_engine, len(tries)) == ("PostgreSQL", 1)
    assert worker.run([cohort], NOW + timedelta(seconds=2)).written == ()
    assert len(tries) == 1, "it is not tried at every report and turn"
    assert results.read(site.data / "results", "completion", COHORT) == before
    worker._connection._choice = choice_of(postgresql)  # the server is up again
    assert worker.run([cohort], NOW + timedelta(minutes=3)).written
    result = results.read(site.data / "results", "completion", COHORT)
    assert result is not None
    worker._connection.drop()
    assert (worker.missing_engine, worker.failing, result.n) == ("", 0, 9)


def test_a_command_says_what_to_do_in_a_sentence(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HORSLESMURS_DATA", str(site.data))
    monkeypatch.setenv("HORSLESMURS_ENGINE", AWAY)
    answer = CliRunner().invoke(analytics, ["report", "items", "--cohort", COHORT, "--simulated", "--fresh"])
    assert answer.exit_code == 75, "try again later"
    assert "HORSLESMURS_ENGINE" in answer.output
    assert "Traceback" not in answer.output
