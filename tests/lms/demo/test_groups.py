"""A demonstration has groups of carers and of GPs, so that whoever follows such a group sees its reports: simulated, made once."""

import pytest
from flask import Flask
from lms_cast import add_person
from played_site import site
from sqlalchemy import func, select

from lms.accounts.models import Learner
from lms.assessment.models import Sitting
from lms.cohorts.models import Cohort, cohort_membership
from lms.demo import carer_group, professional_groups, simulated_people
from lms.demo.simulation_target import target_of
from lms.running.command_support import write
from lms.web.database.extensions import db
from lrs.reading import reader
from xapi.profile.checking import problems
from xapi.vocabulary import EXT

__all__ = ["site"]  # the fixture


def members(name: str) -> list[Learner]:
    """The learners of the demo cohort of that name."""
    table = cohort_membership.c
    rows = select(Learner).join(cohort_membership, table.learner_id == Learner.id).join(Cohort, Cohort.id == table.cohort_id)
    return list(db.session.scalars(rows.where(Cohort.name == name, Cohort.is_simulated)))


def test_carers_read_their_course_and_play_their_own_story(site: Flask) -> None:
    with site.app_context():
        before = reader.last_seq(db.session.connection())
        db.session.rollback()
        told = carer_group.set_up(site, write, 2, seed=3)
        assert carer_group.set_up(site, write, 2, seed=3) == 0, "made once"
        learners = members(carer_group.NAME)
        assert [(one.role, one.is_simulated) for one in learners] == [("caregiver", True)] * 2
        statements = [one.statement for one in reader.iter_since(db.session.connection(), before)]
    assert len(statements) == told > 50
    assert [problems(one) for one in statements] == [[]] * told
    assert {one["context"]["extensions"][EXT["simulated"]] for one in statements} == {True}
    objects = " ".join(one["object"]["id"] for one in statements)
    assert "carer-red-signals" in objects
    assert "caregiver" in objects


@pytest.mark.slow
def test_gps_sit_the_tests_of_their_course_and_their_manager_follows_them(site: Flask) -> None:
    for role in ("training_manager", "educator"):
        add_person(site, role, role, simulated=True)
    with site.app_context():
        assert professional_groups.simulate_groups(target_of(site), 2, seed=7) > 0
        assert professional_groups.simulate_groups(target_of(site), 2, seed=7) == 0, "made once"
        simulated_people.set_up(site, write)
        names = [group.name for group in professional_groups.GROUPS]
        assert [{one.role for one in members(name)} for name in names] == [{"pharmacist"}, {"gp"}]
        of_gps = select(func.count()).select_from(Sitting).where(Sitting.learner_id.in_([one.id for one in members(names[1])]))
        assert db.session.scalar(of_gps) > 2
        cohort = db.session.scalars(select(Cohort).where(Cohort.name == names[1])).one()
        assert {one.role for one in cohort.educators} == {"educator", "training_manager"}
