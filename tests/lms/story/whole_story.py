"""The story of the issue in its order: imported, verified, asked, failed, waited, passed, scanned, expired, renewed; another withdrawn."""

from datetime import timedelta

from lms_cast import add_person
from sqlalchemy import select
from story_steps import (
    COURSE,
    NAME,
    PRINTED,
    Story,
    begin_account,
    import_forty,
    newest_attestation,
    read_badge,
    read_course,
    scan,
    sit,
    square_on_paper,
    take_attestation,
    verify_and_assign,
    withdraw_another,
    words_on_paper,
)

from lms.accounts.models import Account
from lms.web.database.extensions import db


def learner_of(story: Story, username: str) -> int:
    with story.site.app_context():
        row = db.session.scalars(select(Account).where(Account.username == username)).one()
        return int(row.learner.id)


def tell(story: Story) -> None:
    add_person(story.site, "admin", "sam")
    add_person(story.site, "training_manager", "claire")
    story.sign_in("admin", "sam")
    cohort, slip = import_forty(story)
    name = begin_account(story, slip)
    story.sign_in("manager", "claire")
    verify_and_assign(story, cohort, learner_of(story, name))
    assert "14" in story.open("pharmacist", "learning.progress", "my-learning").words(), "the next step says how many days are left"
    read_course(story)

    sit(story, "failed", unsafe=1)
    story.reads("pharmacist", "not-yet", "unsafe", "decides", "wait")
    story.open("pharmacist", "learning.test", "waiting", course_key=COURSE)
    assert not story.of("pharmacist").has_button("phase", "final"), "it waits"
    story.clock.shift(timedelta(hours=15))  # 10:00 in Paris -> one in the morning of the next day
    story.sign_in("pharmacist", name)
    sit(story, "passed")
    story.reads("pharmacist", "passed")

    first = newest_attestation(story)
    take_attestation(story, first, "first", NAME)
    pdf = story.of("pharmacist").download(story.path("credentials.attestation_pdf", uuid=first))
    assert [one for one in PRINTED[story.lang] if one.lower() not in words_on_paper(pdf).lower()] == []
    badge = story.of("pharmacist").download(story.path("credentials.badge", uuid=first, kind="jwt")).decode()
    holder, end, is_ended = read_badge(story, badge)
    assert (holder, is_ended) == (NAME, False)
    paper = square_on_paper(pdf)
    assert paper.startswith(f"{story.address}/verify/")
    assert paper == story.of("pharmacist").square(), "the page bears the same square"
    assert NAME in scan(story, paper, "valid", "valid")

    story.clock.move_to(end - timedelta(minutes=1))
    scan(story, paper, "", "valid")
    story.clock.move_to(end + timedelta(minutes=1))
    scan(story, paper, "expired", "expired")
    story.sign_in("pharmacist", name)
    story.open("pharmacist", "learning.test", "renewal", course_key=COURSE)
    story.send("pharmacist", "learning.renew", course_key=COURSE)
    read_course(story)
    sit(story, "renewed")
    second = newest_attestation(story)
    assert second != first
    take_attestation(story, second, "second")
    newer = story.of("pharmacist").square()
    assert newer != paper
    assert NAME not in scan(story, paper, "superseded", "newer")
    assert NAME in scan(story, newer, "valid-again", "valid")
    fresh = story.of("pharmacist").download(story.path("credentials.badge", uuid=second, kind="jwt")).decode()
    assert (read_badge(story, fresh)[2], read_badge(story, badge)[2]) == (False, True), "the list says that the first one ended"

    another, withdrawn = withdraw_another(story)
    assert "Roux" not in scan(story, withdrawn, "withdrawn", "ended")
    assert read_badge(story, another)[2], "and that the other one was withdrawn, in that moment"
