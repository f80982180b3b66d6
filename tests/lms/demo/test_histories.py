"""A demonstration's attestations are in every state, all without value, and its evidence file has figures."""

from pathlib import Path

from flask import Flask
from lms_site import close, make_site
from sqlalchemy import select

from lms.credentials import validity
from lms.credentials.models import Attestation
from lms.demo import simulated_tests
from lms.demo.simulation import target_of
from lms.evidence.models import SatisfactionReply
from lms.web.database.extensions import db
from lms.web.database.instants import now


def states(site: Flask) -> dict[str, set[str]]:
    """By printed name, the states of her attestations."""
    found: dict[str, set[str]] = {}
    for row in db.session.scalars(select(Attestation).where(Attestation.name.is_not(None))):
        assert row.is_demo
        found.setdefault(str(row.name), set()).add(validity.state_of(row, now()))
    return found


def test_one_is_valid_one_near_its_end_one_expired_and_one_renewed(tmp_path: Path) -> None:
    site = make_site(tmp_path / "demo")
    with site.app_context():
        simulated_tests.simulate_tests(target_of(site), 6, seed=7)
        assert states(site) == {
            "Camille Démonstration": {"valid"},
            "Dominique Démonstration": {"superseded", "valid"},
            "Alix Démonstration": {"expired"},
            "Sacha Démonstration": {"valid"},
        }
        near = db.session.scalars(select(Attestation).where(Attestation.name == "Camille Démonstration")).one()
        assert near.expires_at
        assert 30 < (near.expires_at - now()).days < 90, "its renewal is open"
        assert near.measure == "active"
        assert near.minutes > 10
        assert len(db.session.scalars(select(SatisfactionReply)).all()) >= 5
    close(site)
