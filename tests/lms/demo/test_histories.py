"""A demonstration's attestations are in every state, all without value, and its evidence file has figures."""

from pathlib import Path

from flask import Flask
from lms_cast import add_person
from lms_site import close, make_site
from sqlalchemy import select, text

from analytics.storage import rows
from lms.credentials import validity
from lms.credentials.models import Attestation
from lms.demo import professional_groups, simulated_reader
from lms.demo.simulation_target import target_of
from lms.evidence.models import SatisfactionReply
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now

WRITTEN = text("SELECT julianday(stored), julianday(json_extract(body, '$.timestamp')) FROM lrs_statements")
"""Days of arrival and of the act, of every statement."""


def states(site: Flask) -> dict[str, set[str]]:
    """By printed name, the states of her attestations."""
    found: dict[str, set[str]] = {}
    for row in db.session.scalars(select(Attestation).where(Attestation.name.is_not(None))):
        assert row.is_demo
        found.setdefault(str(row.name), set()).add(validity.state_of(row, now()))
    return found


def test_one_is_valid_one_near_its_end_one_expired_one_renewed_and_one_withdrawn(tmp_path: Path) -> None:
    site = make_site(tmp_path / "demo")
    admin = add_person(site, "admin", "admin", simulated=True)
    with site.app_context():
        professional_groups.simulate_groups(target_of(site), 6, seed=7, groups=professional_groups.GROUPS[:1])
        assert states(site) == {
            "Camille Démonstration": {"valid"},
            "Dominique Démonstration": {"superseded", "valid"},
            "Alix Démonstration": {"expired"},
            "Sacha Démonstration": {"valid"},
            "Robin Démonstration": {"revoked"},
        }
        row = db.session.scalars(select(Attestation).where(Attestation.name == "Robin Démonstration")).one()
        code, uuid = row.code, row.uuid
        ages = [stored - acted for stored, acted in db.session.execute(WRITTEN)]
        assert ages
        assert max(ages) < rows.BEHIND_S / 86_400, "no report calls them the work of a wrong clock"
        objectives = site_of(site).newest_content.catalogue.objectives.values()
        of_patients = {one.text["fr"] for one in objectives if one.professional}
        papers = db.session.scalars(select(Attestation)).all()
        assert not {words["fr"] for row in papers for words in row.objectives} & of_patients, "a paper speaks to professionals"
        near = db.session.scalars(select(Attestation).where(Attestation.name == "Camille Démonstration")).one()
        assert near.expires_at
        assert 30 < (near.expires_at - now()).days < 90, "its renewal is open"
        assert near.measure == "active"
        assert near.minutes > 10
        assert len(db.session.scalars(select(SatisfactionReply)).all()) >= 5
    assert "n’est plus valide" in site.test_client().get(f"/fr/verifier/{code}").text
    assert professional_groups.WHY_WITHDRAWN in admin.get(f"/fr/site/attestations/{uuid}").text
    close(site)


def test_the_demos_carer_has_cards_to_look_at_today_and_is_made_to_read_once(tmp_path: Path) -> None:
    site = make_site(tmp_path / "demo")
    carer = add_person(site, "caregiver", "caregiver", simulated=True)
    with site.app_context():
        assert [simulated_reader.read_and_come_back(target_of(site)) for _ in range(2)] == [True, False]
    page = carer.get("/fr/a-revoir").text
    assert 'name="rating"' in page
    assert carer.get("/fr/avancee").status_code == 200
    close(site)
