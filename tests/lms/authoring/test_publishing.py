"""From draft to published and out again: a second reader who is never the author, an expiry, a page that is gone on its day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from lms_cast import add_person
from writers import Writer

from courses.serving.catalogue import load
from lms.web.current_site import site_of
from lms.web.database import instants

FEVER, ENGLISH = "fr/patient-essentials/fever.md", "en/patient-essentials/fever.md"
SOON = (date.today() + timedelta(days=90)).isoformat()


def real(site: Flask, on: date) -> set[tuple[str, str]]:
    """What a real instance shows on a day."""
    at = datetime(on.year, on.month, on.day, tzinfo=UTC)
    own = site_of(site).settings.own_content
    return {key for key, made in load(own, now=at, instance="real").modules.items() if made.freshness != "missing"}


@pytest.mark.slow
def test_the_way_of_a_page_from_draft_to_gone(desk_site: Flask, claire: Writer, jean: Writer) -> None:
    own, today = site_of(desk_site).settings.own_content, date.today()
    claire.save(FEVER, claire.text(FEVER).replace("state: draft", "state: published").replace("## ", "## Bien lire : ", 1))
    assert "state: draft" in (own / FEVER).read_text("utf-8"), "a state typed by hand counts for nothing"
    assert jean.publish(FEVER, SOON).status_code == 409, "nobody was asked to read it"
    assert claire.move(FEVER, "in_review").status_code == 303

    own_reader = claire.publish(FEVER, SOON)
    assert own_reader.status_code == 403
    assert "state: in_review" in (own / FEVER).read_text("utf-8")

    for lacking in (
        {"by": ""},
        {"by": "a" * 81},
        {"by": "Dr Martin\u202e"},
        {"expires": today.isoformat()},
        {"expires": ""},
        {"has_read": ""},
    ):
        assert jean.publish(FEVER, SOON, **lacking).status_code == 422
    assert jean.publish(FEVER, (today + timedelta(days=400)).isoformat()).status_code == 422
    assert jean.publish(FEVER, SOON, read="another text").status_code == 409
    assert "state: in_review" in (own / FEVER).read_text("utf-8")
    assert ("fever", "fr") not in real(desk_site, today)

    assert jean.publish(FEVER, SOON).status_code == 303
    text = (own / FEVER).read_text("utf-8")
    assert "state: published" in text
    assert 'reviewers: ["Dr Anne Roux, oncologue"]' in text
    assert ("fever", "fr") in real(desk_site, today)
    assert ("fever", "fr") not in real(desk_site, today + timedelta(days=91)), "it expires by itself"


@pytest.mark.slow
def test_new_words_of_a_published_page_wait_beside_it(desk_site: Flask, claire: Writer, jean: Writer) -> None:
    file = "fr/patient-essentials/treatment-cycle.md"
    own = site_of(desk_site).settings.own_content
    claire.save(file, claire.text(file).replace("## ", "## Un : ", 1))
    claire.move(file, "in_review")
    assert jean.publish(file, SOON).status_code == 303
    items = file.replace(".md", ".items.md")
    assert jean.save(items, jean.text(items).replace("\n## ", "\n\n## ", 1)).status_code == 303
    assert "state: published" in (own / file).read_text("utf-8")
    assert jean.save(file, jean.text(file).replace("## Un : ", "## Deux : ", 1)).status_code == 303
    assert "## Un : " in (own / file).read_text("utf-8")
    assert "## Deux : " in jean.text(file)
    assert jean.move(file, "in_review").status_code == 303
    assert jean.publish(file, SOON).status_code == 403
    assert claire.publish(file, SOON).status_code == 303, "claire wrote nothing since it was last published"
    assert "## Deux : " in (own / file).read_text("utf-8")
    assert not (own / "_drafts" / file).exists()
    assert claire.move(file, "withdrawn").status_code == 303
    assert ("treatment-cycle", "fr") not in real(desk_site, date.today())


@pytest.mark.slow
def test_a_translation_is_stamped_by_its_reader_and_says_when_its_source_moves_on(desk_site: Flask, claire: Writer, jean: Writer) -> None:
    file, source = "en/caregivers/carer-role.md", "fr/caregivers/carer-role.md"
    own = site_of(desk_site).settings.own_content
    claire.save(file, claire.text(file).replace("## ", "## Well: ", 1))
    claire.move(file, "in_review")
    assert jean.publish(file, SOON).status_code == 303
    assert "source_hash" in (own / file).read_text("utf-8")
    assert "The source changed since" not in jean.page(file)
    claire.save(source, claire.text(source).replace("## ", "## Autrement : ", 1))
    page = jean.page(file)
    assert "The source changed since" in page
    assert "<ins>+ ## Autrement : " in page, "and she sees what changed, not only that something did"
    items = file.replace(".md", ".items.md")
    assert "What changed in French" not in jean.page(items)
    french = source.replace(".md", ".items.md")
    claire.save(french, claire.text(french).replace("\n? ", "\n? Autrement dit : ", 1))
    assert "+ ? Autrement dit : " in jean.page(items)


@pytest.mark.slow
def test_a_situation_goes_the_same_way(desk_site: Flask, claire: Writer, jean: Writer) -> None:
    file = "fr/situations/hair.md"
    own = site_of(desk_site).settings.own_content
    claire.save(file, claire.text(file).replace("regarde la brosse", "regarde sa brosse"))
    assert claire.move("en/situations/hair.md", "in_review").status_code == 303
    assert claire.publish(file, SOON).status_code == 403
    assert jean.publish(file, SOON).status_code == 303
    book = load(own, now=instants.now(), instance="real").game
    assert book is not None
    assert set(book.situations) == {"hair"}


@pytest.mark.parametrize("role", ["patient", "gp"])
def test_learners_never_write(desk_site: Flask, role: str) -> None:
    person = add_person(desk_site, role, f"{role}-who-tries")
    assert person.get("/en/writing").status_code == 403
    assert person.post(f"/en/writing/text/{FEVER}", text="x", base="", do="save").status_code == 403
    assert person.post(f"/en/writing/state/{FEVER}", to="withdrawn").status_code == 403
