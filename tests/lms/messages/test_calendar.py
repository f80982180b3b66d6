"""The calendar of due dates: a secret address of one's own, whole days, the same ids at each look."""

from datetime import date, timedelta

from icalendar import Calendar, Event
from lms_cast import Person
from post_office import PostOffice, assign

OWN = "/fr/compte/messages"


def make(post: PostOffice, person: Person) -> str:
    """The path of a new calendar."""
    assert person.post(f"{OWN}/calendrier").status_code == 303
    page = person.get(OWN).text
    at = page.index('id="calendar-field"')
    address = page[page.index('value="', at) + 7 :].split('"', 1)[0]
    return "/" + address.split("/", 3)[3]


def events(post: PostOffice, path: str) -> list[Event]:
    answer = post.site.test_client().get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return [part for part in Calendar.from_ical(answer.data).walk("VEVENT") if isinstance(part, Event)]


def test_it_holds_her_own_due_dates_as_whole_days(post: PostOffice) -> None:
    person, other = post.person("pharmacist"), post.person("pharmacist")
    assign(post, person, date(2027, 3, 31))
    assign(post, other, date(2027, 4, 2))
    (event,) = events(post, make(post, person))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 3, 31), date(2027, 4, 1))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert str(event["SUMMARY"]).startswith("À terminer\u00a0: ")
    assert "15 ou 112" in str(event["DESCRIPTION"])


def test_two_looks_give_the_same_bytes(post: PostOffice) -> None:
    person = post.person("nurse")
    assign(post, person, date(2027, 3, 31))
    path, stranger = make(post, person), post.site.test_client()
    first = stranger.get(path).data
    assert first == stranger.get(path).data
    assert b"\r\nUID:" in first
    assert b"\r\nDTSTAMP:" in first
    assert str(person.pseudonym).encode() not in first
    assert person.account.username.encode() not in first


def test_a_patients_calendar_names_no_course(post: PostOffice) -> None:
    person = post.person("patient")
    assign(post, person, post.at.date() + timedelta(days=9))
    (event,) = events(post, make(post, person))
    assert str(event["SUMMARY"]) == "Échéance sur Hors les murs"


def test_a_new_address_and_an_end_close_the_old_one(post: PostOffice) -> None:
    person, stranger = post.person("nurse"), post.site.test_client()
    first = make(post, person)
    second = make(post, person)
    assert first != second
    assert (stranger.get(first).status_code, stranger.get(second).status_code) == (404, 200)
    person.post(f"{OWN}/calendrier/fin")
    assert stranger.get(second).status_code == 404
    assert stranger.get("/fr/calendrier/" + "0" * 32 + ".ics").status_code == 404
    assert stranger.get("/fr/calendrier/x.ics").status_code == 404, "what has no shape of a token finds nobody without a calendar"
