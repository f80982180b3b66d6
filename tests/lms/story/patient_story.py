"""A patient joins by a nameless card, reads, plays, looks again, has a reminder and stops them all; no page she meets says a mark."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from lms_cast import PASSPHRASE, add_person
from marks_in_words import marks_on
from post_office import PostOffice, links
from story_steps import Story, answer_item, now

from lms.web.current_site import site_of

COURSE, MODULE, CAMPAIGN = "patient-essentials", "fever", "tutorial"
MAIL = "nadia@example.org"


def cards(story: Story) -> str:
    """Where the first square of a sheet of cards leads."""
    add_person(story.site, "educator", "elsa")
    story.sign_in("educator", "elsa")
    desk = story.open("educator", "dashboards.cohorts")
    desk.fill("name", "Automne")
    desk.fill("course", COURSE)
    story.send("educator", "dashboards.cohorts")
    cohort = UUID(desk.path.rpartition("/")[2])
    story.open("educator", "people.invite", "invite", uuid=cohort)
    story.send("educator", "people.make_cards", "cards", uuid=cohort)
    return str(desk.square(0))


def join(story: Story, card: str, met: dict[str, str]) -> str:
    home = story.of("patient")
    assert home.go(card) == 200
    note(story, met, "card")
    story.send("patient", "joining.look_up", "card-step")
    name = "nadia-automne"
    home.fill("name", name)
    home.fill("passphrase", PASSPHRASE)
    home.choose("role", "patient")
    home.choose("consent", "yes")
    story.send("patient", "joining.go_on", "joined")
    note(story, met)
    return name


def note(story: Story, met: dict[str, str], look: str = "") -> Any:
    home = story.of("patient")
    met[home.path] = home.words()
    return story.seen(home, look)


def read(story: Story, met: dict[str, str]) -> None:
    """The module with one unsafe answer, taken again."""
    module, place = site_of(story.site).newest_content.catalogue.module(MODULE, story.lang), {"course_key": COURSE, "module_key": MODULE}
    story.open("patient", "learning.module", "module", **place)
    story.send("patient", "learning.start", **place)
    for number in range(1, len(module.screens) + 1):
        story.open("patient", "learning.screen", number=number, **place)
        note(story, met)
        story.send("patient", "learning.read", number=number, **place)
    risky = next(number for number, item in enumerate(module.items, 1) if item.kind == "single" and item.unsafe_keys)
    for number, item in [(risky, module.items[risky - 1]), *enumerate(module.items, 1)]:
        home = story.open("patient", "learning.item", "item" if number == 1 else "", number=number, **place)
        note(story, met)
        if number == risky and not any(path.endswith("/1") and "answer" in path for path in met) and "risky" not in met:
            met["risky"] = ""
            home.choose("choice", min(item.unsafe_keys))
        elif not answer_item(home, item):
            continue
        story.send("patient", "learning.answer", number=number, **place)
        note(story, met, "answered" if number == risky else "")
    story.open("patient", "learning.end", **place)
    if story.of("patient").has_form(story.path("learning.finish", **place)):
        story.send("patient", "learning.finish", "end", **place)
    note(story, met)


def play(story: Story, met: dict[str, str]) -> None:
    home = story.open("patient", "weeks.start", "week-start", campaign=CAMPAIGN, week=1)
    story.send("patient", "weeks.begin")
    for _turn in range(80):
        note(story, met)
        if home.path.rpartition("/")[2] in ("bilan", "debrief"):
            story.seen(home, "debrief")
            return
        if home.has_button("do", "decide"):
            home.choose_first("option")
            home.press("do", "decide")
        else:
            home.press("do", "next")
    raise AssertionError("the week does not end")


def look_again(story: Story, name: str, met: dict[str, str]) -> None:
    story.clock.shift(timedelta(days=3))
    story.sign_in("patient", name)
    story.open("patient", "learning.reviews", "card-of-the-day")
    note(story, met)
    story.send("patient", "learning.look_at_card", "looked", button=("rating", "good"))
    note(story, met)


def have_a_reminder_and_stop(story: Story, post: PostOffice, name: str, met: dict[str, str]) -> None:
    home = story.open("patient", "messages.own", "messages")
    home.fill("address-field", MAIL)
    story.send("patient", "messages.set_address")
    (letter,) = sent(post)
    home.go(links(letter)[0])
    home.send(next(path for path in [home.path] if home.has_form(path)))
    note(story, met)
    home = story.open("patient", "messages.own")
    home.choose("kind", "learning")
    story.send("patient", "messages.choose", "chosen")
    note(story, met)
    story.open("patient", "learning.module", course_key=COURSE, module_key="treatment-cycle")
    story.send("patient", "learning.start", course_key=COURSE, module_key="treatment-cycle")
    story.clock.shift(timedelta(days=15))
    (reminder,) = sent(post)
    assert "15" in reminder.get_content()
    assert "112" in reminder.get_content()
    stop = links(reminder)[-1]
    home.go(stop)
    note(story, met, "stop")
    home.send(home.path)
    note(story, met, "stopped")
    story.clock.shift(timedelta(days=60))
    assert sent(post) == [], "nothing comes any more"


def sent(post: PostOffice) -> list[Any]:
    """What came to the mail host now."""
    before, post.at = len(post.inbox.letters), now()
    post.turn()
    return post.inbox.letters[before:]


def tell(story: Story, post: PostOffice) -> None:
    met: dict[str, str] = {}
    name = join(story, cards(story), met)
    read(story, met)
    play(story, met)
    for endpoint in ("learning.progress", "learning.courses", "home.home", "joining.groups", "accounts.account", "weeks.home"):
        story.open("patient", endpoint, endpoint.rpartition(".")[2])
        note(story, met)
    look_again(story, name, met)
    have_a_reminder_and_stop(story, post, name, met)
    assert len(met) > 40
    assert marks_on(met) == []
