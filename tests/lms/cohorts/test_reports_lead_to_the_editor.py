"""A line about an item or a situation leads to the page where it is written; what is there no more leads nowhere."""

import re
from uuid import UUID

from flask import Flask
from lms_cast import Person

from analytics import results
from analytics.shape import Column, Result, Table
from lms.web.current_site import site_of
from lms.web.site import content

COLUMNS = (
    Column("module", "name", "module"),
    Column("item", "name", "item"),
    Column("phase", "word"),
    Column("n", "count"),
    *(Column(key, "percent") for key in ("facility", "low", "high", "unsafe", "unsafe_sure")),
    Column("r", "r"),
    Column("watch", "words"),
)
SITUATIONS = (Column("situation", "name", "situation"), Column("n", "count"))


def keep(site: Flask, cohort: UUID | str, report: str, table: Table) -> None:
    one = Result(report, "R8", 1, str(cohort), False, "2026-11-23", 0, "2026-11-23", 40, 5, (table,))
    results.write(site_of(site).settings.data / "results", one)


def test_an_item_leads_to_its_place_in_the_editor(site: Flask, educator: Person, cohort: UUID) -> None:
    with site.app_context():
        module = next(one for (_, language), one in content.catalogue().modules.items() if language == "en" and one.items)
    item = module.items[0].key
    rows = tuple((module.key, f"{module.key}/{key}", "practice", 40, 50, 35, 65, 10, 5, 0.3, "") for key in (item, "gone"))
    keep(site, cohort, "items", Table("items", COLUMNS, rows))
    page = educator.get(f"/en/cohorts/{cohort}/items").text
    links = re.findall(r'<td[^>]*><a href="([^"]+)">', page)
    assert len(links) == 1, "a question that is gone has no editor"
    editor = educator.get(links[0])
    assert editor.status_code == 200
    assert f'id="{item}"' in editor.text
    assert links[0].endswith(f"#{item}")


def test_a_situation_leads_to_its_text(site: Flask, educator: Person, cohort: UUID) -> None:
    with site.app_context():
        game = content.catalogue().game
    assert game is not None
    key = next(iter(game.situations))
    keep(site, cohort, "decisions", Table("situations", SITUATIONS, ((key, 40), ("gone", 40))))
    for language, path in (("en", "cohorts"), ("fr", "cohortes")):
        page = educator.get(f"/{language}/{path}/{cohort}/decisions").text
        (link,) = re.findall(r'<th[^>]*scope="row"[^>]*><a href="([^"]+)">', page)
        assert f"/{language}/situations/{key}.md" in link
        assert educator.get(link).status_code == 200
