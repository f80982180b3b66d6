"""Every route against every role. The table below is written by hand: a route that is missing from it fails."""

from collections.abc import Callable, Iterator
from uuid import uuid4
from zlib import crc32

import pytest
from flask import Flask
from lms_cast import MakePerson, Person

from lms.accounts.models import ROLES
from lms.app import STORE_PATH
from lrs.web.application import HANDLERS, OPEN

ALL = frozenset({"anonymous", *ROLES})
SIGNED_IN = ALL - {"anonymous"}
STAFF = frozenset({"educator", "admin"})
COHORT_STAFF = frozenset({"educator", "training_manager", "admin"})
REVIEWERS = frozenset({"educator", "clinician", "admin"})
ADMIN = frozenset({"admin"})
CLINICIAN = frozenset({"clinician"})
AUDITORS = frozenset({"data_protection_officer", "admin"})
OFFICER = frozenset({"data_protection_officer"})
PROFESSIONALS = frozenset({"gp", "pharmacist", "nurse"})
PATIENTS = frozenset({"patient", "caregiver"})
LEARNERS = PROFESSIONALS | PATIENTS
TEST_REVIEWERS = frozenset({"training_manager", "admin"})

TABLE: dict[str, frozenset[str]] = {
    "platforms.platforms": ADMIN,
    "platforms.make": ADMIN,
    "platforms.one": ADMIN,
    "platforms.change": ADMIN,
    "platforms.accept": ADMIN,
    "platforms.end": ADMIN,
    "platforms.logo": ALL,
    "platforms.begin": ALL,  # shows nothing without a one-time token
    "platforms.register": ALL,  # a one-time token is all that counts
    "webhooks.webhooks": ADMIN,
    "webhooks.add": ADMIN,
    "webhooks.all_csv": ADMIN,
    "webhooks.sent_csv": ADMIN,
    "webhooks.rotate": ADMIN,
    "webhooks.resume": ADMIN,
    "webhooks.end": ADMIN,
    "accounts.account": SIGNED_IN,
    "accounts.agree": SIGNED_IN,
    "accounts.consent": SIGNED_IN,
    "accounts.change_passphrase": SIGNED_IN,
    "accounts.forgotten": ALL,
    "accounts.open_account": ALL,
    "accounts.sign_in": ALL,
    "accounts.begin_factor": SIGNED_IN,
    "passkeys.begin_passkey": SIGNED_IN,
    "accounts.check_code": ALL,
    "passkeys.check_passkey": ALL,
    "passkeys.keep_passkey": SIGNED_IN,
    "passkeys.remove_passkey": SIGNED_IN,
    "accounts.confirm_factor": SIGNED_IN,
    "accounts.new_papers": SIGNED_IN,
    "accounts.remove_factor": SIGNED_IN,
    "accounts.second_factor": SIGNED_IN,
    "accounts.sign_in_code": ALL,
    "accounts.sign_out": SIGNED_IN,
    "admin.access_keys": ADMIN,
    "admin.access_keys_csv": ADMIN,
    "admin.add_access_key": ADMIN,
    "admin.add_person": ADMIN,
    "admin.end_access_key": ADMIN,
    "admin.find_people": ADMIN,
    "admin.forwards_csv": ADMIN,
    "admin.health": ADMIN,
    "admin.join_cohort": ADMIN,
    "admin.look_at_merge": ADMIN,
    "admin.merge_people": ADMIN,
    "admin.new_passphrase": ADMIN,
    "admin.people": ADMIN,
    "admin.people_csv": ADMIN,
    "admin.change_person_role": ADMIN,
    "admin.person": ADMIN,
    "admin.remove_second_factor": ADMIN,
    "admin.rename_person": ADMIN,
    "admin.suspend_person": ADMIN,
    "admin.rotate_access_key": ADMIN,
    "admin.statements": ADMIN,
    "api.ask": ALL,  # opens with an access key or a session: tests/lms/api/test_who_may_call.py
    "api.describe": ALL,
    "api.endAssignment": ALL,
    "api.listAssignments": ALL,
    "api.listAttestations": ALL,
    "api.listCohorts": ALL,
    "api.listCourses": ALL,
    "api.listDue": ALL,
    "api.listOwnAssignments": ALL,
    "api.listOwnAttestations": ALL,
    "api.listOwnProgress": ALL,
    "api.listPeople": ALL,
    "api.readAssignment": ALL,
    "api.readCohort": ALL,
    "api.readMe": ALL,
    "assessment.answer": SIGNED_IN,
    "assessment.contest": SIGNED_IN,
    "assessment.contested": TEST_REVIEWERS,
    "assessment.contested_csv": TEST_REVIEWERS,
    "assessment.decide": TEST_REVIEWERS,
    "assessment.find_open_sittings": TEST_REVIEWERS,
    "assessment.follow_up": TEST_REVIEWERS,
    "assessment.hand_in": SIGNED_IN,
    "assessment.lengthen": TEST_REVIEWERS,
    "assessment.open_csv": TEST_REVIEWERS,
    "assessment.question": SIGNED_IN,
    "assessment.receipt": SIGNED_IN,
    "assessment.result": SIGNED_IN,
    "assessment.review": SIGNED_IN,
    "assessment.stop": TEST_REVIEWERS,
    "audit.find": AUDITORS,
    "audit.log": AUDITORS,
    "audit.log_csv": AUDITORS,
    "authoring.add_picture": STAFF,
    "authoring.check": STAFF,
    "authoring.export_file": STAFF,
    "authoring.export_questions": STAFF,
    "authoring.import_questions": STAFF,
    "authoring.look_at_questions": STAFF,
    "authoring.take_questions": STAFF,
    "authoring.contents": STAFF,
    "authoring.contents_csv": STAFF,
    "authoring.edit": STAFF,
    "authoring.begin": STAFF,
    "authoring.begin_course": STAFF,
    "authoring.begin_version": STAFF,
    "authoring.course_line": STAFF,
    "authoring.course_lines": STAFF,
    "authoring.course_settings": STAFF,
    "authoring.entry": STAFF,
    "authoring.entry_uses": STAFF,
    "authoring.game_words": STAFF,
    "authoring.game_words_of_file": STAFF,
    "authoring.save_game_words": STAFF,
    "authoring.cards": STAFF,
    "authoring.card": STAFF,
    "authoring.save_card": STAFF,
    "authoring.triage": REVIEWERS,
    "authoring.triage_row": CLINICIAN,
    "authoring.triage_row_key": CLINICIAN,
    "authoring.rename_triage_row": CLINICIAN,
    "authoring.remove_triage_row": CLINICIAN,
    "authoring.save_triage_row": CLINICIAN,
    "authoring.sign_triage_row": CLINICIAN,
    "authoring.save_triage_signature": CLINICIAN,
    "authoring.open_source": CLINICIAN,
    "authoring.site_rules": CLINICIAN,
    "authoring.save_site_rules": CLINICIAN,
    "authoring.clinical_text": CLINICIAN,
    "authoring.save_clinical_text": CLINICIAN,
    "authoring.links_of": STAFF,
    "authoring.rename_key": STAFF,
    "authoring.move_module": STAFF,
    "authoring.take_away": STAFF,
    "authoring.order_course": STAFF,
    "authoring.page_form": STAFF,
    "authoring.question": STAFF,
    "authoring.questions": STAFF,
    "authoring.register_list": STAFF,
    "authoring.remove_entry": STAFF,
    "authoring.save_course_line": STAFF,
    "authoring.save_course_settings": STAFF,
    "authoring.save_entry": STAFF,
    "authoring.save_page_form": STAFF,
    "authoring.save_question": STAFF,
    "authoring.save_shared_text": STAFF,
    "authoring.shared_text": STAFF,
    "authoring.writing_help": STAFF,
    "authoring.reading": STAFF,
    "authoring.add_remark": STAFF,
    "authoring.close_remark": STAFF,
    "authoring.stamp_equal": STAFF,
    "authoring.waiting_pages": STAFF,
    "authoring.move": STAFF,
    "authoring.new": STAFF,
    "authoring.new_course": STAFF,
    "authoring.pictures": STAFF,
    "authoring.answer_for": CLINICIAN,
    "authoring.choose_set": REVIEWERS,
    "authoring.pilot": ALL,
    "authoring.review_pack_pdf": REVIEWERS,
    "authoring.pilot_row": CLINICIAN,
    "authoring.sign_row": CLINICIAN,
    "authoring.take_back": SIGNED_IN,
    "authoring.tick": OFFICER,
    "authoring.restore": STAFF,
    "authoring.save": STAFF,
    "authoring.close_reports": STAFF,
    "authoring.tell_unclear": ALL,
    "authoring.unclear": ALL,
    "authoring.share_texts": STAFF,
    "authoring.shared_archive": STAFF,
    "authoring.take_texts": STAFF,
    "authoring.shipped_text": STAFF,
    "authoring.shipped_texts": STAFF,
    "authoring.take_over": STAFF,
    "authoring.versions": STAFF,
    "cases.begin": ALL,
    "cases.do": ALL,
    "cases.index": ALL,
    "cases.opening": ALL,
    "cases.show": ALL,
    "credentials.achievement": ALL,
    "credentials.all_attestations": ADMIN,
    "credentials.any_attestation": ADMIN,
    "credentials.attestation": PROFESSIONALS,
    "credentials.attestation_pdf": PROFESSIONALS,
    "credentials.attestations": PROFESSIONALS,
    "credentials.attestations_csv": ADMIN,
    "credentials.badge": PROFESSIONALS,
    "credentials.correct": ADMIN,
    "credentials.find_attestations": ADMIN,
    "credentials.issuer": ALL,
    "credentials.keys": ALL,
    "credentials.one_key": ALL,
    "credentials.picture": ALL,
    "credentials.release": PROFESSIONALS,
    "credentials.set_name": PROFESSIONALS,
    "credentials.status": ALL,
    "credentials.verify": ALL,
    "credentials.verify_code": ALL,
    "credentials.verify_code_in_any_language": ALL,
    "credentials.verify_in_any_language": ALL,
    "credentials.withdraw": ADMIN,
    "dashboards.cohort": STAFF,
    "dashboards.cohorts": STAFF,
    "dashboards.comparison": STAFF,
    "dashboards.comparison_csv": STAFF,
    "dashboards.csv": STAFF,
    "dashboards.over_time": STAFF,
    "dashboards.over_time_csv": STAFF,
    "dashboards.pdf": STAFF,
    "dashboards.report": STAFF,
    "devices.code": SIGNED_IN,
    "devices.devices": SIGNED_IN,
    "devices.forget": SIGNED_IN,
    "devices.pair": ALL,
    "evidence.allow": TEST_REVIEWERS,
    "evidence.answer_complaint": TEST_REVIEWERS,
    "evidence.completion_certificate": TEST_REVIEWERS,
    "evidence.complaint": PROFESSIONALS,
    "evidence.course": TEST_REVIEWERS,
    "evidence.courses": TEST_REVIEWERS,
    "evidence.download": TEST_REVIEWERS,
    "evidence.legal_notice": ALL,
    "evidence.opinion": LEARNERS,
    "evidence.send_complaint": PROFESSIONALS,
    "evidence.send_opinion": LEARNERS,
    "evidence.terms": ALL,
    "finding.booklet": ALL,
    "finding.gamebook": ALL,
    "finding.pack": ALL,
    "finding.links_file": ALL,
    "finding.package": ALL,
    "finding.packages": ALL,
    "finding.results": ALL,
    "finding.search": ALL,
    "home.about": ALL,
    "home.help_page": ALL,
    "home.prepare": ALL,
    "home.accessibility": ALL,
    "home.status": ALL,
    "home.status_in_any_language": ALL,
    "home.fever": ALL,
    "home.home": ALL,
    "home.root": ALL,
    "home.sources": ALL,
    "layout.display": ALL,
    "joining.code": ALL,
    "joining.code_link": ALL,
    "joining.go_on": ALL,
    "joining.groups": SIGNED_IN,
    "joining.share_answers": SIGNED_IN,
    "joining.leave": SIGNED_IN,
    "joining.look_up": ALL,
    "learning.active_time": PROFESSIONALS,
    "learning.answer": ALL,
    "learning.answered": ALL,
    "learning.course": ALL,
    "learning.courses": ALL,
    "learning.end": ALL,
    "learning.finish": ALL,
    "learning.item": ALL,
    "learning.media": ALL,
    "learning.module": ALL,
    "learning.look_at_card": SIGNED_IN,
    "learning.pause_reviews": SIGNED_IN,
    "learning.participation": ALL,
    "learning.progress": ALL,
    "learning.read": ALL,
    "learning.resume_reviews": SIGNED_IN,
    "learning.reviews": ALL,
    "learning.screen": ALL,
    "learning.simple": ALL,
    "learning.start": ALL,
    "learning.renew": SIGNED_IN,
    "learning.start_test": SIGNED_IN,
    "learning.test": ALL,
    "messages.ask_passphrase": ALL,
    "messages.ask_passphrase_page": ALL,
    "messages.calendar": ALL,  # opens with the secret address alone
    "messages.choose": SIGNED_IN,
    "messages.confirm_address": ALL,
    "messages.confirm_address_now": ALL,
    "messages.end_calendar": SIGNED_IN,
    "messages.forget_address": SIGNED_IN,
    "messages.make_calendar": SIGNED_IN,
    "messages.make_recovery_code": SIGNED_IN,
    "messages.of_cohort": COHORT_STAFF,
    "messages.own": SIGNED_IN,
    "messages.passphrase_link": ALL,
    "messages.recovery_code": SIGNED_IN,
    "messages.set_address": SIGNED_IN,
    "messages.set_passphrase": ALL,
    "messages.stop_address": ALL,
    "messages.stop_address_page": ALL,
    "messages.stop_by_link": ALL,
    "messages.remind": COHORT_STAFF,
    "messages.stop_for": COHORT_STAFF,
    "messages.stop_own": SIGNED_IN,
    "messages.stop_page": ALL,
    "operations.healthz": ALL,
    "operations.metrics": ALL,  # opens with an access key alone; see test_figures_and_health.py
    "weeks.begin": ALL,
    "weeks.debrief": ALL,
    "weeks.debrief_part": ALL,
    "weeks.do": ALL,
    "weeks.home": ALL,
    "safety.keep_numbers": ALL,
    "weeks.pause": ALL,
    "safety.real_problem": ALL,
    "weeks.remove": ALL,
    "weeks.replay": ALL,
    "weeks.review_cards": ALL,
    "weeks.notebook": ALL,
    "weeks.sentence": ALL,
    "weeks.show": ALL,
    "weeks.start": ALL,
    "weeks.tip": ALL,
    "people.add_assignment": COHORT_STAFF,
    "people.assign": COHORT_STAFF,
    "people.assignments_csv": COHORT_STAFF,
    "people.cards_csv": STAFF,
    "people.change_followers": COHORT_STAFF,
    "people.change_role": ADMIN,
    "people.answers": STAFF,
    "people.close_cohort": COHORT_STAFF,
    "people.due": TEST_REVIEWERS,
    "people.due_csv": TEST_REVIEWERS,
    "people.help_csv": STAFF,
    "people.find_due": TEST_REVIEWERS,
    "people.find_in_roster": COHORT_STAFF,
    "people.give_code": COHORT_STAFF,
    "people.move": COHORT_STAFF,
    "people.needing_help": STAFF,
    "people.record": COHORT_STAFF,
    "people.rename": ADMIN,
    "people.rename_cohort": COHORT_STAFF,
    "people.roster": COHORT_STAFF,
    "people.roster_csv": COHORT_STAFF,
    "people.suspend": ADMIN,
    "people.verify": TEST_REVIEWERS,
    "people.check_import": TEST_REVIEWERS,
    "people.import_codes": TEST_REVIEWERS,
    "people.import_model": TEST_REVIEWERS,
    "people.import_people": TEST_REVIEWERS,
    "people.import_remarks": TEST_REVIEWERS,
    "people.write_import": TEST_REVIEWERS,
    "people.invitations_csv": COHORT_STAFF,
    "people.invite": COHORT_STAFF,
    "people.check_leavers": ADMIN,
    "people.leavers": ADMIN,
    "people.suspend_leavers": ADMIN,
    "people.make_cards": STAFF,
    "people.make_link": COHORT_STAFF,
    "people.put_off": COHORT_STAFF,
    "people.revoke": COHORT_STAFF,
    "preparing.by_dates": ALL,
    "preparing.guide": ALL,
    "preparing.guide_form": ALL,
    "preparing.topics": ALL,
    "people.withdraw": COHORT_STAFF,
    "people.print_sign_in_card": STAFF,
    "people.end_sign_in_card": STAFF,
    "sign_in_cards.sign_in": ALL,
    "sign_in_cards.enter_by_card": ALL,
    "sign_in_cards.own": PATIENTS,
    "sign_in_cards.make": PATIENTS,
    "sign_in_cards.end": PATIENTS,
    "preview.try_list": REVIEWERS,
    "preview.try_list_csv": REVIEWERS,
    "preview.try_one": REVIEWERS,
    "safety.when_i_call": ALL,
    "offline.deliver": ALL,
    "offline.manifest": ALL,
    "offline.module": ALL,
    "offline.phone": ALL,
    "offline.touch_icon": ALL,
    "offline.who": ALL,
    "offline.worker": ALL,
    "play_here.bundle_file": ALL,
    "play_here.code": ALL,
    "play_here.here": ALL,
    "play_here.runtime_file": ALL,
    "play_here.worker": ALL,
    "safety.when_i_call_pdf": ALL,
    "trial.after": LEARNERS,
    "trial.enter": LEARNERS,
    "trial.exclude_late": ADMIN,
    "trial.hand_in": LEARNERS,
    "trial.booklet": LEARNERS,
    "trial.harm": LEARNERS,
    "trial.information": LEARNERS,
    "trial.leave": LEARNERS,
    "trial.own": LEARNERS,
    "trial.questions": LEARNERS,
    "trial.report_harm": LEARNERS,
    "trial.site_trial": ADMIN,
    "trial.site_trials": ADMIN,
    "trial.withdraw": LEARNERS,
    "symptoms.index": ALL,
    "symptoms.symptom": ALL,
    "workshop.scene_of": ALL,
    "workshop.workshop_end": ALL,
    "workshop.workshop_pdf": ALL,
    "workshop.workshop_scene": ALL,
    "workshop.workshops": ALL,
    "privacy.copy": SIGNED_IN,
    "privacy.erase": SIGNED_IN,
    "privacy.erased": ALL,
    "privacy.privacy": ALL,
    "privacy.how_long": ALL,
    "consents.give": SIGNED_IN,
    "consents.own": SIGNED_IN,
    "consents.withdraw": SIGNED_IN,
    "cmi5.about_package": STAFF,
    "cmi5.bring_package": STAFF,
    "cmi5.end_package": STAFF,
    "cmi5.module": SIGNED_IN,
    "cmi5.open_unit": SIGNED_IN,
    "cmi5.package_people": STAFF,
    "cmi5.packages": STAFF,
    "cmi5.waive_unit": STAFF,
    "lti.choice": ALL,  # opens with a sealed box alone, made of a platform's signed message
    "lti.failure": ALL,
    "lti.first_time": ALL,
    "lti.keys": ALL,
    "lti.launch": ALL,  # opens with a signed message of a platform alone
    "lti.link": SIGNED_IN,
    "lti.login": ALL,
    "lti.open_account": ALL,
    "lti.open_launch": ALL,
    "lti.own_results": SIGNED_IN,
    "lti.result": SIGNED_IN,
    "lti.roster": ADMIN,
    "lti.rosters": ADMIN,
    "lti.take_back": SIGNED_IN,
    "providers.again": SIGNED_IN,
    "providers.come_back": ALL,
    "providers.failure": ALL,
    "providers.first_passphrase": SIGNED_IN,
    "providers.link": SIGNED_IN,
    "providers.logout": ALL,  # opens with a signed token of the provider alone
    "providers.new_account": ALL,
    "providers.own": SIGNED_IN,
    "providers.profession": SIGNED_IN,
    "providers.start": ALL,
    "providers.unlink": SIGNED_IN,
    "sign_ins.own": SIGNED_IN,
    "sign_ins.end": SIGNED_IN,
    "sign_ins.end_others": SIGNED_IN,
    "static": ALL,
    "xapi.resource": ALL,  # opens with an access key alone; see tests/lrs
}
PLACES = {
    "provider": "chu",
    "reason": "down",
    "code": "0000-0000-0000-0000",
    "course": "pharmacists",
    "kid": "k1",
    "kind": "jwt",
    "language": "fr",
    "version": "1.0",
    "cohort": uuid4(),
    "assignment": uuid4(),
    "typed": "ABCD-EFGH-JKMN",
    "case_key": "gp-fever-evening",
    "course_key": "patient-essentials",
    "module_key": "fever",
    "number": 1,
    "attempt": 1,
    "account_id": 10**9,
    "learner_id": 10**9,
    "key": uuid4(),
    "device": uuid4(),
    "uuid": uuid4(),
    "report_key": "completion",
    "row": "fever",
    "unit": "carer-role",
    "table": "steps",
    "token": "0" * 32,
    "path": "nothing.svg",
    "file": "en/patient-essentials/fever.md",
    "campaign": "azur",
    "situation": "headache-first",
    "slug": "diarrhee",
    "week": 2,
    "trial": "does_the_game_add",
    "phase": "start",
    "lang": "fr",
}


@pytest.fixture
def cast(make_person: MakePerson, guest: Person) -> dict[str, Person]:
    return {"anonymous": guest, **{role: make_person(role) for role in sorted(SIGNED_IN)}}


def endpoints(site: Flask) -> set[str]:
    """Every rule of the site, and the store's resources, which stand beside it under one name."""
    return {rule.endpoint for rule in site.url_map.iter_rules()} | {"xapi.resource"}


Routes = Callable[[Flask], Iterator[tuple[str, str, str]]]


def routes(site: Flask) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, path) of every rule of the site and of every resource of the store."""
    for resource, methods in HANDLERS.items():
        yield from (("xapi.resource", method, f"{STORE_PATH}/{resource}") for method in methods)
    for rule in site.url_map.iter_rules():
        values = {name: (rule.defaults or {}).get(name, PLACES.get(name, uuid4())) for name in rule.arguments}
        with site.test_request_context():
            built = rule.build(values)
        assert built is not None, rule
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, built[1]


def routes_in_one_language(site: Flask) -> Iterator[tuple[str, str, str]]:
    """The same with each page in one language, half of them in English: the slow tests ask both."""
    every = list(routes(site))
    both = {(endpoint, method) for endpoint, method, path in every if path.startswith("/en/")}
    for endpoint, method, path in every:
        chosen = "/en/" if crc32(endpoint.encode()) % 2 else "/fr/"
        if (endpoint, method) not in both or not path.startswith(("/fr/", "/en/")) or path.startswith(chosen):
            yield endpoint, method, path


def is_refused(person: Person, method: str, path: str) -> bool:
    data = {"csrf_token": person.token()} if method != "GET" else None
    answer = person.client.open(path, method=method, data=data)
    assert answer.status_code < 500, (method, path, answer.status_code)
    to_sign_in = answer.status_code == 302 and "/connexion" in answer.headers["Location"]
    return answer.status_code == 403 or to_sign_in or "/sign-in?" in answer.headers.get("Location", "")


def test_the_roles_are_those_that_were_decided() -> None:
    """A new role opens nothing by itself: each route above says whom it opens for."""
    learners, staff = {"patient", "caregiver", "gp", "pharmacist", "nurse"}, {"educator", "clinician", "training_manager"}
    assert set(ROLES) == learners | staff | {"data_protection_officer", "admin"}


def test_every_route_stands_in_the_table(site: Flask) -> None:
    assert endpoints(site) == set(TABLE)


def test_nothing_of_the_pages_stands_below_the_store(site: Flask) -> None:
    assert [rule.rule for rule in site.url_map.iter_rules() if rule.rule.startswith(STORE_PATH)] == []


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_each_role_opens_what_the_table_says_and_nothing_else(site: Flask, cast: dict[str, Person], step: int) -> None:
    """step: every fourth route each time, all of them in the slow tests, where the nine roles take minutes."""
    disagreements = []
    for endpoint, method, path in list(routes(site))[::step]:
        for role, person in cast.items():
            expected = role not in TABLE[endpoint]
            if endpoint in ("devices.pair", "xapi.resource") or endpoint.startswith("api."):
                continue  # they answer 401 or 403 to a missing key, whoever asks; told apart below and in tests/lms/api
            if is_refused(person, method, path) != expected:
                disagreements.append((role, method, path, "opened" if expected else "refused"))
            if endpoint == "accounts.sign_out" and person.name:
                person.enter()
    assert disagreements == []


def test_a_view_that_grants_nothing_is_refused_to_everybody(site: Flask, admin: Person) -> None:
    view = site.view_functions["home.about"]
    site.view_functions["home.about"] = lambda **values: "forgotten"
    try:
        assert admin.get("/fr/qui-sommes-nous").status_code == 403
    finally:
        site.view_functions["home.about"] = view


def test_the_store_opens_with_a_key_and_never_with_a_session(site: Flask, admin: Person) -> None:
    for endpoint, method, path in routes(site):
        if endpoint == "xapi.resource" and path.removeprefix(f"{STORE_PATH}/") not in OPEN:
            answer = admin.client.open(path, method=method, headers={"X-Experience-API-Version": "2.0.0"})
            assert (answer.status_code, answer.json["error"]) == (401, "key_unknown"), (method, path)


def test_routes_in_one_language_hold_every_endpoint_and_half_of_the_paths(site: Flask) -> None:
    every, half = list(routes(site)), list(routes_in_one_language(site))
    assert {one[:2] for one in half} == {one[:2] for one in every}
    languages = [path[:4] for _, _, path in half]
    assert 0.4 < languages.count("/en/") / (languages.count("/en/") + languages.count("/fr/")) < 0.6
    assert len(half) < 0.6 * len(every)
