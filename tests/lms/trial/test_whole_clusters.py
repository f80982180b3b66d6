"""A trial that randomises whole clusters: the first person of a place draws for it, who joins it later is given its arm."""

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from lms_cast import Person, add_person
from sqlalchemy import select, text
from trial_cast import FR, NAME, cluster_text, hand_in, lay_files, open_trial

from analytics.trial import allocation, lock, protocol
from lms.trial import instruments, sealing, trials
from lms.trial.errors import InstrumentsUnfit, TrialRefused
from lms.trial.models import TrialParticipant, TrialPlace
from lms.trial.table import extract
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

PLACES = 12


@pytest.fixture(scope="module", autouse=True)
def trial(site: Flask, tmp_path_factory: pytest.TempPathFactory) -> None:
    open_trial(site, tmp_path_factory.mktemp("trial"), clusters=PLACES)


def join(site: Flask, cluster: str) -> Person:
    person = add_person(site, "patient", f"joins-{uuid4().hex[:8]}", simulated=True)
    assert person.post(FR, reason="none", agreement="yes", cluster=cluster).status_code == 303
    assert hand_in(person, "start") == 303
    return person


def arms(site: Flask) -> list[tuple[str, str, str]]:
    """(cluster, stratum, arm) of every place, in the order in which they were given."""
    box = sealing.box_of(site_of(site).settings)
    with site.app_context():
        rows = db.session.scalars(select(TrialPlace).order_by(TrialPlace.id)).all()
        return [(row.cluster, row.stratum, sealing.unseal(box, row.arm_box)) for row in rows]


def test_clusters_are_given_the_places_of_the_list_in_their_order_and_people_their_cluster_s(site: Flask) -> None:
    """Two of each first place, then one of each other: a person more of a cluster uses up no place of the list."""
    before = Counter(cluster for cluster, _, _ in arms(site))
    for number in (1, 1, 2, 2, 1, *range(3, PLACES + 1)):
        join(site, f"gp_{number}")
    given = arms(site)
    of_cluster = {cluster: arm for cluster, _, arm in given}
    assert all(of_cluster[cluster] == arm for cluster, _, arm in given)
    assert Counter(cluster for cluster, _, _ in given)["gp_1"] == before["gp_1"] + 3
    with site.app_context():
        row = trials.find(db.session(), NAME)
        seed = bytes.fromhex(sealing.unseal(sealing.box_of(site_of(site).settings), row.seed_box))
        terms = trials.protocol_of(row)
    for stratum in {stratum for _, stratum, _ in given}:
        order = dict.fromkeys(cluster for cluster, own, _ in given if own == stratum)
        expected = [allocation.arm_at(terms, seed, stratum, place) for place in range(len(order))]
        assert [of_cluster[cluster] for cluster in order] == expected
    assert {stratum for _, stratum, _ in given} == {"site=a", "site=b"}


def test_an_erased_first_person_leaves_the_arm_to_her_cluster(site: Flask) -> None:
    first = join(site, "gp_3")
    with site.app_context():
        learner_id = first.account.learner.id
        submit(lambda work: work.execute(text("DELETE FROM learner WHERE id = :id"), {"id": learner_id}).rowcount)  # type: ignore[attr-defined]
    join(site, "gp_3")
    assert len({arm for cluster, _, arm in arms(site) if cluster == "gp_3"}) == 1


@pytest.mark.parametrize("cluster", ["", "gp_99", "site=a"])
def test_without_a_place_of_the_list_nothing_is_kept(site: Flask, cluster: str) -> None:
    person = add_person(site, "patient", f"nowhere-{uuid4().hex[:8]}", simulated=True)
    answer = person.post(FR, reason="none", agreement="yes", cluster=cluster)
    assert (answer.status_code, 'id="cluster-error"' in answer.text) == (422, True)
    with site.app_context():
        learner_id = person.account.learner.id
        assert db.session.scalar(select(TrialParticipant.id).where(TrialParticipant.learner_id == learner_id)) is None


def test_who_may_not_take_part_need_not_say_where(site: Flask) -> None:
    person = add_person(site, "patient", f"young-{uuid4().hex[:8]}", simulated=True)
    assert person.post(FR, reason="under_18", agreement="no").status_code == 303


def test_the_way_in_names_the_places_and_no_arm_of_one(site: Flask) -> None:
    page = add_person(site, "patient", f"reads-{uuid4().hex[:8]}", simulated=True).get(FR).text
    assert all(f'value="gp_{number}"' in page for number in range(1, PLACES + 1))
    assert "Cabinet 1" in page
    places = [f"gp_{number}" for number in range(1, PLACES + 1)]
    assert re.findall(r'value="(gp_\d+)"', page) == places, "in the order of the file: 2 comes before 10"
    assert "stratum-site" not in page


def test_flow_and_table_count_clusters_and_people_and_staff_see_no_arm(site: Flask, admin: Person) -> None:
    join(site, "gp_1")
    given = arms(site)
    with site.app_context():
        row = trials.find(db.session(), NAME)
        people = extract.participants(db.session(), row, sealing.box_of(site_of(site).settings), now())
        flow = extract.counts(db.session(), row, sealing.box_of(site_of(site).settings), now())
    assert flow.clusters == len({cluster for cluster, _, _ in given})
    assert flow.randomised == len(given)
    told = {(one.cluster, one.arm) for one in people if one.is_randomised}
    assert told == {(cluster, arm) for cluster, _, arm in given}
    page = admin.get(f"/fr/site/essais/{NAME}").text
    assert "Lieux de soin tirés au sort" in page
    assert not any(name in page for name in ("Jeu et modules", "Modules seuls", "Livret imprimé"))


def test_instruments_of_clusters_that_do_not_fit_are_refused_with_every_fault(tmp_path: Path) -> None:
    path, questions = lay_files(tmp_path, clusters=PLACES)
    terms = protocol.read(path)
    good = questions.read_text(encoding="utf-8")
    assert instruments.read(questions, terms).clusters["gp_1"].strata == {"site": "a"}
    faults = {
        cluster_text(5): "too few",
        cluster_text(PLACES).replace('site = "a"', 'site = "c"', 1): "one of a, b",
        cluster_text(PLACES).replace('strata = { site = "a" }', "strata = {}", 1): "give site",
        cluster_text(PLACES).replace("gp_1]", "GP]", 1): "no key",
        "": "too few",
    }
    for wrong, words in faults.items():
        questions.write_text(good.replace(cluster_text(PLACES), wrong), encoding="utf-8")
        with pytest.raises(InstrumentsUnfit, match=words):
            instruments.read(questions, terms)
    questions.write_text(good, encoding="utf-8")
    plain, _ = lay_files(tmp_path / "plain")
    with pytest.raises(InstrumentsUnfit, match="randomises persons"):
        instruments.read(questions, protocol.read(plain))


def test_who_is_randomised_cannot_change_once_a_trial_is_open(site: Flask, tmp_path: Path) -> None:
    """The same lock, with persons in place of clusters."""
    path, questions = lay_files(tmp_path, clusters=PLACES)
    made = instruments.read(questions, protocol.read(path))
    path.write_text(path.read_text(encoding="utf-8").replace('unit = "cluster"', 'unit = "person"', 1), encoding="utf-8")
    lock.amend(path, protocol.read(path), "Persons in place of places of care.", datetime(2026, 11, 2, tzinfo=UTC))
    with site.app_context(), pytest.raises(TrialRefused, match="who is randomised"):
        submit(lambda work: trials.amend(work, path, made).id)
