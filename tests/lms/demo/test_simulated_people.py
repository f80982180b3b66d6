"""The demo's professionals: simulated in every account and statement, some late, some due, some verified; made once."""

from collections import Counter

from flask import Flask
from lms_cast import add_person
from played_site import site
from sqlalchemy import select

from lms.accounts.models import Account, Learner, Profession
from lms.cohorts import assignments
from lms.cohorts.models import Cohort
from lms.demo import simulated_people
from lms.running.command_support import write
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lrs.reading import reader
from xapi.profile.checking import problems
from xapi.vocabulary import EXT, VERBS

__all__ = ["site"]  # the fixture


def test_some_are_late_some_due_some_verified_and_all_are_simulated(site: Flask) -> None:
    """Worked by hand: seven people due in 12 days, three of them late with a week of the game too."""
    for name, role in (("training_manager", "training_manager"), ("educator", "educator"), ("gp", "gp")):
        add_person(site, role, name, simulated=True)
    with site.app_context():
        before = reader.last_seq(db.session.connection())
        db.session.rollback()
        made = [simulated_people.set_up(site, write), simulated_people.set_up(site, write)]
        assert made == [7, 0]
        cohort = db.session.scalars(select(Cohort).where(Cohort.name == simulated_people.NAME)).one()
        items = assignments.of_cohorts(db.session(), [cohort.id])
        today = assignments.today(now())
        assert Counter(item.state(today) for item in items) == {"soon": 7, "overdue": 3}
        states = Counter(db.session.scalars(select(Profession.state)))
        assert states == {"verified": 4, "declared": 3}
        who = select(Learner.is_simulated).join(Account, Account.id == Learner.account_id).where(Account.username.startswith("demo."))
        assert set(db.session.scalars(who)) == {True}
        statements = [one.statement for one in reader.iter_since(db.session.connection(), before)]
    assert {one["context"]["extensions"][EXT["simulated"]] for one in statements} == {True}
    assigned = [one for one in statements if one["verb"]["id"] == VERBS["assigned"].iri]
    assert len(assigned) == 11, "ten of the cohort, and the GP's own course"
    assert [problems(one) for one in statements] == [[]] * len(statements)
