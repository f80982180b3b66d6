"""The areas that mutants are drawn from: how many of each, their modules by dotted name, and the tests that concern them."""

from dataclasses import dataclass

SEED = "hors-les-murs-2026-11-28"
"""The draw is this seed and nothing else: the same sources give the same mutants."""


@dataclass(frozen=True, slots=True)
class Area:
    """count: mutants drawn. modules: dotted names of modules or packages. tests: files or folders; quick ones, since each
    mutant runs some of them.
    """

    name: str
    count: int
    modules: tuple[str, ...]
    tests: tuple[str, ...]


TABLES = "models"
"""How the names of modules with tables end. They are left out: the migrations make the schema, so a changed length or default here changes
no database; tests/lms compares the two.
"""

AREAS = (
    Area(
        "accounts",
        50,
        ("lms.accounts",),
        (
            "tests/lms/accounts/test_account_names.py",
            "tests/lms/accounts/test_signing_in.py",
            "tests/lms/cohorts/test_pairing_of_devices.py",
            "tests/lms/accounts",
            "tests/lms/providers",
            "tests/lms/admin",
            "tests/lms/messages",
        ),
    ),
    Area(
        "registration",
        25,
        ("lms.cohorts",),
        (
            "tests/lms/cohorts/test_cohorts.py",
            "tests/lms/cohorts/test_devices_claims.py",
            "tests/lms/cohorts/test_pairing_of_devices.py",
            "tests/lms/cohorts",
            "tests/lms/people",
            "tests/lms/messages",
            "tests/lms/trial",
            "tests/lms/spaced_review/test_reviews.py",
        ),
    ),
    Area("privacy", 20, ("lms.privacy",), ("tests/lms/privacy/test_erasing.py", "tests/lms/privacy", "tests/lms/test_log_lines.py")),
    Area(
        "web security",
        30,
        (
            "lms.web.guards.security",
            "lms.web.guards.hosts",
            "lms.web.guards.request_checks",
            "lms.web.guards.body_refusal",
            "lms.web.guards.json_bodies",
            "lms.web.routing.forms",
            "lms.web.guards.request_ids",
            "lms.web.routing.pages",
        ),
        (
            "tests/lms/web/test_own_addresses.py",
            "tests/lms/accounts/test_signing_in.py",
            "tests/lms/web",
        ),
    ),
    Area(
        "marking",
        20,
        ("courses.items.marking", "courses.items.responses"),
        ("tests/courses/items/test_marking.py", "tests/courses/items", "tests/lms/learning/test_answering.py"),
    ),
    Area(
        "checks",
        60,
        ("courses.checks",),
        (
            "tests/courses/checks/test_planted_faults.py",
            "tests/courses/checks/test_codes.py",
            "tests/courses/checks/test_guessing.py",
            "tests/courses/library/test_translation.py",
            "tests/courses/checks/test_triage_register.py",
            "tests/courses/rules/test_site_rules.py",
            "tests/courses/checks",
        ),
    ),
    Area(
        "erasure",
        25,
        ("lrs.maintenance.erasure", "lrs.maintenance.erasure_journal"),
        ("tests/lrs/maintenance/test_erasure.py", "tests/lrs/maintenance", "tests/lms/privacy/test_erasing.py"),
    ),
    Area(
        "disclosure",
        15,
        ("analytics.disclosure", "analytics.release"),
        (
            "tests/analytics/test_disclosure.py",
            "tests/analytics/test_few_learners.py",
            "tests/analytics/test_figures_of_nobody.py",
            "tests/analytics/test_release.py",
            "tests/analytics/test_solving.py",
            "tests/analytics/test_days_beside_each_other.py",
            "tests/analytics/test_attack_on_reports.py",
        ),
    ),
    Area("game rules", 55, ("game.core",), ("tests/game/core",)),
)
