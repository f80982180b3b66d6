"""The file of links: of the ticked courses, in the page's language, to this site; each opens what its address says."""

import io
import zipfile

import pytest
from lms_cast import Person

PATH = "/fr/emporter-un-cours/liens.imscc"


def names(answer) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(answer.data)).namelist()


def test_ticked_courses_alone_are_in_it(guest: Person) -> None:
    answer = guest.get(f"{PATH}?edition=cc-1.1&course=pharmacists")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="pharmacists-fr-cc-1.1.imscc"'
    found = names(answer)
    assert "course.pharmacists/link.xml" in found
    assert "module.pharmacists.adherence/link.xml" in found
    assert "campaign.azur/link.xml" in found
    assert [name for name in found if "patient-essentials" in name] == []
    link = zipfile.ZipFile(io.BytesIO(answer.data)).read("course.pharmacists/link.xml").decode()
    assert "/lti/launch?open=course/pharmacists" in link
    assert "Pharmaciens" in link


def test_none_ticked_means_every_course_in_the_language_of_the_page(guest: Person) -> None:
    answer = guest.get("/en/take-a-course/links.imscc?edition=thin-cc-1.3")
    found = names(answer)
    assert {"course.pharmacists/link.xml", "course.patient-essentials/link.xml"} <= set(found)
    assert "Courses of Hors les murs" in zipfile.ZipFile(io.BytesIO(answer.data)).read("imsmanifest.xml").decode()


@pytest.mark.parametrize("query", ["", "edition=cc-9", "edition=cc-1.1&course=nowhere"])
def test_what_is_not_here_is_not_packed(guest: Person, query: str) -> None:
    assert guest.get(f"{PATH}?{query}").status_code == 404


def test_the_page_offers_both_editions(guest: Person) -> None:
    page = guest.get("/fr/emporter-un-cours").text
    assert 'value="thin-cc-1.3"' in page
    assert 'value="cc-1.1"' in page
    assert 'name="course" value="pharmacists" checked' in page
