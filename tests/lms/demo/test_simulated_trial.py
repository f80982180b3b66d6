"""The demo's example trial: made once, closed, with a flow that adds up; its people are simulated, and every page of it says so."""

from flask import Flask
from lms_cast import add_person
from played_site import site
from sqlalchemy import select

from lms.accounts.models import Learner
from lms.demo import simulated_trial
from lms.running.command_support import write
from lms.trial import instruments, sealing, trials
from lms.trial.models import TrialParticipant
from lms.trial.table import extract
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now

__all__ = ["site"]  # the fixture
NAME = "does_the_game_add"


def test_the_example_is_made_once_closed_and_said_to_be_simulated_on_every_page(site: Flask) -> None:
    with site.app_context():
        made = [simulated_trial.set_up(site, write, seed=1), simulated_trial.set_up(site, write, seed=2)]
        assert made == [simulated_trial.PEOPLE, 0]
        row, box = trials.find(db.session(), NAME), sealing.box_of(site_of(site).settings)
        assert row.closed_at is not None
        assert list(instruments.check(trials.instruments_of(row, box), trials.protocol_of(row))) == []
        gathered = extract.gather(db.session(), row, box, now(), site_of(site).settings.home_page)
        flow = extract.counts(db.session(), row, box, now())
        who = select(Learner.is_simulated, Learner.account_id).join(TrialParticipant, TrialParticipant.learner_id == Learner.id)
        assert {(one[0], one[1]) for one in db.session.execute(who)} == {(True, None)}
    assert (flow.assessed, gathered.health) == (simulated_trial.PEOPLE, [])
    assert all(arm.randomised > arm.analysed > 15 for arm in flow.arms)
    assert all(one.person.startswith("SIM-") for one in gathered.people)
    admin = add_person(site, "admin", "trial-admin")
    for path, words in {"fr": "Un exemple avec des personnes simulées", "en": "An example with simulated people"}.items():
        way = {"fr": "site/essais", "en": "site/trials"}[path]
        for page in (f"/{path}/{way}", f"/{path}/{way}/{NAME}"):
            assert words in admin.get(page).text, page
    page = admin.get(f"/en/site/trials/{NAME}").text
    assert all(name in page for name in ("Game and modules", "Modules alone", "Printed booklet"))
    assert "site-trial bundle" in page
