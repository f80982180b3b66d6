"""Two educators read a page together: remarks at a sentence, words proposed and put in, both languages called equal, who waits for whom."""

import html
import re
from typing import Any

import pytest
from flask import Flask
from lms_cast import add_person
from sqlalchemy import select
from writers import Writer

from lms.authoring.reading import notes, notices
from lms.jobs.models import Job
from lms.messages import mailing, planning, texts
from lms.web.current_site import site_of
from lms.web.database.extensions import db

FILE, ENGLISH = "fr/caregivers/caring-for-yourself.md", "en/caregivers/caring-for-yourself.md"
READ = "/en/writing/read"
EQUAL = re.compile(r'name="equal" value="([^"]+)"')
SENTENCE = re.compile(r'<option value="([^"]+)">')


def page(who: Writer, path: str) -> str:
    answer = who.person.get(path)
    assert answer.status_code == 200
    return answer.text


def own_notes(site: Flask, file: str) -> notes.Notes:
    return notes.read(site_of(site).settings.own_content, file)


def remark(who: Writer, file: str, block: str, **fields: Any) -> Any:
    return who.person.post(f"/en/writing/remark/{file}", block=block, **fields)


def test_a_remark_is_kept_answered_and_its_words_put_in(desk_site: Flask, claire: Writer, jean: Writer) -> None:
    file = first_file(claire)
    with_more(claire, file, " plus")
    shown = page(jean, f"{READ}/{file}")
    block = re.findall(r"at=([\w%/-]+)#", shown)[3].replace("%2F", "/")
    opened = page(jean, f"{READ}/{file}?at={block}")
    sentence = html.unescape(SENTENCE.findall(opened)[0])
    assert remark(jean, file, block, words="").status_code == 422
    assert remark(jean, file, block, words="", proposal="Autre chose.", quote="pas là").status_code == 422
    kept = remark(jean, file, block, words="Trop long.", proposal="Une phrase plus courte.", quote=sentence)
    assert kept.status_code == 303
    (one,) = own_notes(desk_site, file).remarks
    assert (one.quote, one.proposal, one.is_open) == (sentence, "Une phrase plus courte.", True)
    assert "Trop long." in page(claire, f"{READ}/{file}")
    waiting = page(claire, "/en/writing/waiting")
    assert f"{READ}/{file}" in waiting
    assert "1 remark" in waiting
    accepted = claire.person.post(f"/en/writing/remark-closed/{file}", id=one.id, do="accept")
    assert accepted.status_code == 303
    assert "Une phrase plus courte." in claire.text(file)
    (closed,) = own_notes(desk_site, file).remarks
    assert not closed.is_open
    again = claire.person.post(f"/en/writing/remark-closed/{file}", id=one.id, do="accept")
    assert again.status_code == 409, "the sentence is no longer there"


def with_more(who: Writer, file: str, words: str) -> str:
    """Save the page with more words in its title; gives the title before."""
    text = who.text(file)
    title = re.findall(r'title: "([^"]+)"', text)[0]
    assert who.save(file, text.replace(title, title + words, 1)).status_code == 303
    return title


def first_file(who: Writer) -> str:
    """A text for carers that is there in both languages."""
    listed = re.findall(r"/en/writing/text/(fr/caregivers/[a-z-]+\.md)", page(who, "/en/writing?place=caregivers&language=fr"))
    return listed[0]


@pytest.mark.slow
def test_blocks_are_called_equal_by_somebody_who_did_not_write_and_change_shows(desk_site: Flask, claire: Writer, jean: Writer) -> None:
    source = first_file(claire)
    english = source.replace("fr/", "en/", 1)
    with_more(claire, english, " more")
    shown = page(jean, f"{READ}/{english}")
    base = re.findall(r'name="base" value="([^"]+)"', shown)[0]
    keys = EQUAL.findall(shown)[:2]
    fields = {"by": "Jean Petit, nurse", "base": base, "equal": keys}
    assert jean.person.post(f"/en/writing/equal/{english}", **{**fields, "by": ""}).status_code == 422
    assert jean.person.post(f"/en/writing/equal/{english}", **{**fields, "base": "old"}).status_code == 422
    assert claire.person.post(f"/en/writing/equal/{english}", **fields).status_code == 422, "she wrote part of it"
    assert jean.person.post(f"/en/writing/equal/{english}", **fields).status_code == 303
    assert "Read and equal: Jean Petit, nurse" in page(claire, f"{READ}/{english}")
    title = with_more(claire, source, " bis")
    changed = page(jean, f"{READ}/{english}")
    assert "Changed since Jean Petit, nurse called it equal" in changed
    assert f"{title} bis" in changed


def test_who_is_asked_and_who_is_answered_gets_one_message_a_day(desk_site: Flask, claire: Writer, jean: Writer) -> None:
    assert (notices.MAIL, notices.WRITING) == (planning.KIND, mailing.WRITING)
    assert notices.WRITING in texts.TEXTS
    with desk_site.app_context():
        anna = add_person(desk_site, "educator", "anna")
        pseudonym = str(anna.pseudonym)
        assert notices.enqueue_for([pseudonym]) == 1
        assert notices.enqueue_for([pseudonym]) == 0
        rows = db.session.scalars(select(Job).where(Job.account_id == anna.account.id)).all()
        assert [row.payload for row in rows] == [{"template": "writing"}]
        assert pseudonym in notices.other_educators(db.session, [])


def test_notes_that_were_spoilt_by_hand_stop_no_page(desk_site: Flask, claire: Writer) -> None:
    file = first_file(claire)
    place = site_of(desk_site).settings.own_content / notes.path_of(file)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text('{"remarks": [3]', "utf-8")
    page(claire, f"{READ}/{file}")
    page(claire, "/en/writing/waiting")
