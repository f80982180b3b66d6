"""What the worker releases of a hard cohort: the cells that were counted, or hidden ones, and nothing that tells of few."""

from pathlib import Path

import pytest
from attack import attack_on_all
from saying import Saying
from standing import NOW, Site
from test_every_cell import COHORTS, NAMES, NOTHING_HIDDEN, kept_site

from analytics.disclosure import INTERNAL
from analytics.making import CLAIMS_OF_REPORT, MEASURE_OF_REPORT, make
from analytics.release.releasing import release
from analytics.shape import Hidden

OTHERWISE = ("at_risk",)
"""A released curve has fewer points; of each it tells the learners followed since the point before."""


def test_reports_of_learners_with_two_devices_are_released_together(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Most stand under two editions: the claims took each for a learner of one, so nothing added up and each report went out by itself."""
    site, say = Site(tmp_path), Saying()
    for who in range(12):
        site.keep([say.module(who, "initialized", platform="pages"), say.module(who, "completed", platform="window")])
        site.keep([say.answered(who, "q0", who > 5, response="a" if who > 5 else "b", platform="window")])
    rows = site.rows()
    before = [make(key, rows, now=NOW, rule=INTERNAL) for key in MEASURE_OF_REPORT]
    after = release({None: before}, INTERNAL, CLAIMS_OF_REPORT)[None]
    assert caplog.text == ""
    reach = next(one for one in after if one.report == "reach")
    assert [row[2] for row in reach.tables[0].rows if row[0] == "edition"] == [12, 12]
    assert attack_on_all(after).small() == []
    site.engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sixty", "two hundred"])
def test_what_the_worker_releases_of_it_has_the_same_cells_or_hides_them(
    tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    site, shown, hidden = kept_site(tmp_path, *COHORTS[name]), 0, 0
    rows = site.rows()
    for key in MEASURE_OF_REPORT:
        whole, released = make(key, rows, now=NOW, rule=NOTHING_HIDDEN), site.report(key)
        for table in released.tables:
            names = NAMES.get((key, table.key)) or tuple(column.key for column in table.columns if column.kind in ("name", "word", "date"))
            keys = [column.key for column in table.columns]
            counted = {tuple(row[table.place(one)] for one in names): row for row in (whole.table(table.key) or table).rows}
            for row in table.rows:
                line = tuple(row[table.place(one)] for one in names)
                if not any("*" in str(part) for part in line):  # the others together are no line of what was counted
                    differ = [
                        (key, line, column, cell, raw)
                        for column, cell, raw in zip(keys, row, counted[line], strict=True)
                        if cell not in (None, "") and cell != raw and not isinstance(cell, Hidden) and column not in OTHERWISE
                    ]
                    assert differ == []
                    hidden += sum(isinstance(cell, Hidden) for cell in row)
                    shown += sum(not isinstance(cell, Hidden) for cell in row)
    assert shown > 1000
    assert 0 < hidden < shown
    assert "do not fit" not in caplog.text
    assert "not released" not in caplog.text
    assert attack_on_all([site.report(key) for key in MEASURE_OF_REPORT]).small() == []
    site.engine.dispose()
