"""The evidence file of a course: three forms that agree, what it never tells, and who is told of a download."""

import csv
import io
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sitting_cast as s
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from flask import Flask
from lms_cast import Person, add_person
from lms_site import close, make_site
from pypdf import PdfReader
from sqlalchemy import select

from lms.accounts import professions
from lms.cohorts import registering
from lms.cohorts.models import COURSE, RecordLook, Registration
from lms.credentials.models import BadgeKey
from lms.evidence import satisfaction
from lms.evidence.dossier import Dossier, Section
from lms.evidence.models import Complaint
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

AT = "/fr/dossiers-de-formation/pharmacists"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A site whose settings name a training body, all but its Qualiopi status and its funding."""
    folder = tmp_path_factory.mktemp("evidence")
    body = folder / "body.toml"
    body.write_text('name = "Organisme X"\nsiret = "732 829 320 00074"\nactivity_number = "11 75 00000 75"\ncomplaint_days = 20\n', "utf-8")
    app = make_site(folder / "data", training_body=str(body))
    yield app
    close(app)


@pytest.fixture
def manager(site: Flask) -> Person:
    return add_person(site, "admin", f"manager-{now().timestamp()}")


def pharmacist(site: Flask) -> Person:
    """Simulated, since a demonstration's files are of simulated learners alone."""
    return add_person(site, "pharmacist", f"pharma-{uuid4().hex[:8]}", simulated=True)


def register(site: Flask, person: Person, cohort: Any = None, **facts: str) -> None:
    """In the demo catalogue's course for pharmacists; with a declared name."""
    account_id = person.account.id

    def work_of(work: Any) -> None:
        account = work.get_one(type(person.account), account_id)
        registering.register(work, account.learner, COURSE, "pharmacists", now(), work.merge(cohort) if cohort is not None else None)
        professions.declare(work, account_id, professions.Facts("pharmacist", **facts), now())

    with site.app_context():
        submit(work_of)


def download(person: Person, kind: str, at: str = AT) -> bytes:
    reply = person.post(f"{at}/dossier.{kind}")
    assert reply.status_code == 200, reply.status_code
    return reply.data


def text_of(raw: bytes) -> str:
    """The words of a PDF without any space: lines break wherever they like."""
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages).split())


def test_the_three_forms_say_the_same(site: Flask, manager: Person) -> None:
    for name in ("Élodie", "=cmd|'/C calc'!A0"[:3] + "x"):
        register(site, pharmacist(site), family_name="Martin", given_name=name)
    document = json.loads(download(manager, "json"))["evidence"]
    rows = list(csv.reader(io.StringIO(download(manager, "csv").decode("utf-8-sig"))))[1:]
    printed = text_of(download(manager, "pdf"))
    said = [[one["title"], str(number or ""), label, value] for one in document["sections"] for number, label, value in _lines(one)]
    assert [[cell.removeprefix("'") for cell in row] for row in rows] == said
    assert len(said) > 40
    for section, _row, label, value in said:
        for words in (section, label, value):
            assert "".join(words.split()) in printed, words
    page = manager.get(AT).get_data(as_text=True)
    assert all(one["title"] in page for one in document["sections"])


def _lines(section: dict[str, Any]) -> list[tuple[int, str, str]]:
    made = [(0, "", section["note"])] if section["note"] else []
    made += [(0, line["label"], line["value"]) for line in section["lines"]]
    return made + [
        (n, column, value) for n, row in enumerate(section["rows"], 1) for column, value in zip(section["columns"], row, strict=True)
    ]


def test_the_json_is_signed_by_a_listed_key_and_says_what_is_shown(site: Flask, manager: Person) -> None:
    from base64 import urlsafe_b64decode

    both = json.loads(download(manager, "json"))
    header, payload, signature = (urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in both["jws"].split("."))
    assert json.loads(payload) == both["evidence"]
    with site.app_context():
        key = db.session.scalars(select(BadgeKey)).one()
    assert json.loads(header)["kid"].endswith(f"/badges/keys/{key.kid}")
    public: Any = load_pem_public_key(key.public_pem.encode())
    signed = both["jws"].rpartition(".")[0].encode()
    public.verify(signature, signed)
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the library raises for a wrong signature
        public.verify(signature, signed[:-1] + b"A")


def test_what_the_settings_lack_is_named_and_what_they_say_is_printed(site: Flask, manager: Person) -> None:
    lines = {line["label"]: line["value"] for line in json.loads(download(manager, "json"))["evidence"]["sections"][0]["lines"]}
    assert lines["SIRET"] == "732 829 320 00074"
    assert lines["Certification Qualiopi"].startswith("manquant")
    assert lines["Financement"].startswith("manquant")
    assert "Certification Qualiopi" in manager.get("/fr/dossiers-de-formation").get_data(as_text=True)


def test_nobody_reads_a_failure_in_it(site: Flask, manager: Person) -> None:
    """Two people: one who never sat, one who failed. Their rows and the figures are the same but for their names and hours."""
    document = json.loads(download(manager, "json"))["evidence"]
    results = {line["label"]: line["value"] for line in document["sections"][3]["lines"]}
    assert results["Passages du test final, terminés"].startswith("moins de 5")
    assert results["Personnes qui ont réussi"].startswith("moins de 5")
    assert "not-yet" not in json.dumps(document)
    assert {row[-1] for row in document["sections"][6]["rows"]} <= {"–"}


def test_each_download_is_noted_for_everybody_it_names(site: Flask, manager: Person) -> None:
    person = pharmacist(site)
    register(site, person, family_name="Durand", given_name="Anne")
    learner_id = person.account.learner.id

    def looks() -> int:
        with site.app_context():
            return len(
                db.session.scalars(select(RecordLook).where(RecordLook.learner_id == learner_id, RecordLook.what == "evidence")).all()
            )

    assert looks() == 0
    for number, kind in enumerate(("pdf", "csv", "json"), 1):
        download(manager, kind)
        assert looks() == number
    assert "dossier de formation" in person.get("/fr/mes-groupes").get_data(as_text=True)


def test_a_training_manager_finds_only_those_she_follows(site: Flask) -> None:
    follower, other = add_person(site, "training_manager", "follows"), add_person(site, "training_manager", "follows-nobody")
    by = follower.account.id
    with site.app_context():
        cohort = submit(lambda work: registering.open_cohort(work, "Officines", "pharmacists", "", by, now(), is_simulated=True))
    register(site, pharmacist(site), cohort, family_name="Suivie", given_name="Une")
    assert "Une Suivie" in follower.get(AT).get_data(as_text=True)
    assert "Une Suivie" not in other.get(AT).get_data(as_text=True)
    assert "Durand" not in follower.get(AT).get_data(as_text=True)
    assert follower.get("/fr/dossiers-de-formation/patient-essentials").status_code == 404


def test_a_period_holds_the_runs_that_began_in_it(site: Flask, manager: Person) -> None:
    long_ago = (now() - timedelta(days=900)).date().isoformat()
    page = manager.get(f"{AT}?from={long_ago}&until={long_ago}").get_data(as_text=True)
    assert "Personnes inscrites</dt><dd>0" in page
    assert manager.get(f"{AT}?from=yesterday&until=9999-99-99").status_code == 200


def test_a_certificate_of_completion_is_for_who_finished(site: Flask, manager: Person) -> None:
    person = pharmacist(site)
    register(site, person, family_name="Finie", given_name="Lou")
    with site.app_context():
        uuid = db.session.scalars(select(Registration.uuid).where(Registration.learner_id == person.account.learner.id)).one()
    assert manager.post(f"{AT}/{uuid}/certificat.pdf").status_code == 409
    s.finish_modules(site, person)
    reply = manager.post(f"{AT}/{uuid}/certificat.pdf")
    assert reply.status_code == 200
    words = text_of(reply.data)
    for part in ("LouFinie", "OrganismeX", "73282932000074", "Certificatderéalisation", "cachet"):
        assert part in words


def test_the_reading_time_of_one_person_is_lengthened_and_noted(site: Flask, manager: Person) -> None:
    person = pharmacist(site)
    register(site, person, family_name="Lente", given_name="Lia")
    with site.app_context():
        uuid = db.session.scalars(select(Registration.uuid).where(Registration.learner_id == person.account.learner.id)).one()
    assert manager.post(f"{AT}/{uuid}/temps-de-lecture", times="6").status_code == 303
    assert manager.post(f"{AT}/{uuid}/temps-de-lecture", times="99").status_code == 400
    assert "6 fois" in person.get("/fr/cours/pharmacists/temps").get_data(as_text=True)
    assert "temps de lecture" in person.get("/fr/mes-groupes").get_data(as_text=True)


def test_satisfaction_is_one_reply_a_run_and_means_are_told_from_five_on(site: Flask, manager: Person) -> None:
    answers = dict.fromkeys(satisfaction.QUESTIONS, "4")
    people = [pharmacist(site) for _ in range(5)]
    for number, person in enumerate(people):
        register(site, person, family_name="Avis", given_name="A")
        assert person.post("/fr/cours/pharmacists/avis", **{**answers, "use": ""}).status_code == 422
        assert person.post("/fr/cours/pharmacists/avis", **{**answers, "use": "5"}).status_code == 422
        assert person.post("/fr/cours/pharmacists/avis", **answers).status_code == 303
        section = json.loads(download(manager, "json"))["evidence"]["sections"][4]
        assert section["lines"][0]["value"] == str(number + 1)
        assert (len(section["lines"]) > 1) == (number == 4)
    people[0].post("/fr/cours/pharmacists/avis", **{**answers, "use": "1"})
    lines = {line["label"]: line["value"] for line in json.loads(download(manager, "json"))["evidence"]["sections"][4]["lines"]}
    assert lines["Avis reçus"] == "5"
    assert lines["Le site est facile à utiliser."] == "3,4", "(1 + 4 * 4) / 5"


def test_a_complaint_is_kept_answered_and_stands_in_the_file_without_a_name(site: Flask, manager: Person) -> None:
    person = pharmacist(site)
    register(site, person, family_name="Plainte", given_name="P")
    at = "/fr/cours/pharmacists/reclamation"
    assert person.post(at, subject="nothing").status_code == 422
    assert person.post(at, subject="technical").status_code == 303
    assert person.post(at, subject="technical").status_code == 422, "it waits already"
    assert "20\u00a0jours" in person.get(at).get_data(as_text=True)
    with site.app_context():
        uuid = db.session.scalars(select(Complaint.uuid)).one()
    assert manager.post(f"{AT}/reclamations/{uuid}", answer="court").status_code == 422
    assert manager.post(f"{AT}/reclamations/{uuid}", answer="C’est réparé depuis ce matin.").status_code == 303
    assert manager.post(f"{AT}/reclamations/{uuid}", answer="Une seconde réponse, trop tard.").status_code == 404
    assert "réparé depuis ce matin" in person.get(at).get_data(as_text=True)
    section = json.loads(download(manager, "json"))["evidence"]["sections"][5]
    assert len(section["rows"]) == 1
    assert "Plainte" not in json.dumps(section)
    assert "réparé" not in json.dumps(section, ensure_ascii=False)


def test_without_a_credited_body_no_scheme_is_named(site: Flask, manager: Person) -> None:
    section = json.loads(download(manager, "json"))["evidence"]["sections"][2]
    assert section["lines"] == []
    assert "ni DPC ni certification périodique" in section["note"].replace("\u00a0", " ").replace("DPC, ni", "DPC ni")


def test_legal_notice_and_terms_name_what_is_missing(site: Flask, guest: Person) -> None:
    page = guest.get("/fr/mentions-legales").get_data(as_text=True)
    assert "Organisme X" in page
    assert "manquant" in page
    assert "n’a pas publié" in guest.get("/fr/conditions-d-utilisation").get_data(as_text=True)


def test_a_file_without_rows_still_agrees() -> None:
    day = now().date()
    empty = Dossier("T", "fr", "", "c", day, day, "d", (Section("S", note="N"), Section("E", columns=("a",))))
    assert list(empty.flat()) == [("S", "", "", "N")]


def test_every_fault_of_a_training_body_file_stops_the_start(tmp_path: Any) -> None:
    from lms.errors import SettingsInvalid
    from lms.settings import read

    for words in ('siret = "732 829 320 00075"', 'siret = "1"', 'activity_number = "12"', 'sirett = "x"', "help_teaching_hours = 0",
                  "complaint_days = true", 'name = "a\\u0007b"', "name = [", 'name = "' + "x" * 300 + '"'):  # fmt: skip
        path = tmp_path / "body.toml"
        path.write_text(words, "utf-8")
        with pytest.raises(SettingsInvalid):
            read({"HORSLESMURS_TRAINING_BODY": str(path)})
    with pytest.raises(SettingsInvalid):
        read({"HORSLESMURS_TRAINING_BODY": str(tmp_path / "nothing.toml")})
    with pytest.raises(SettingsInvalid):
        read({"HORSLESMURS_CREDIT_SCHEMES": "dpc"})
    assert site_of  # the parser needs no site
