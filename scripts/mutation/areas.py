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


LEFT_OUT = ("lms.accounts.models", "lms.cohorts.models")
"""Tables: the migrations make the schema, so a changed length or default here changes no database; tests/lms compares the two."""

AREAS = (
    Area(
        "accounts",
        50,
        ("lms.accounts",),
        (
            "tests/lms/test_account_names.py",
            "tests/lms/test_signing_in.py",
            "tests/lms/test_pairing_of_devices.py",
            "tests/lms/accounts",
        ),
    ),
    Area(
        "registration",
        25,
        ("lms.cohorts",),
        (
            "tests/lms/test_cohorts.py",
            "tests/lms/test_devices_claims.py",
            "tests/lms/test_pairing_of_devices.py",
            "tests/lms/cohorts",
        ),
    ),
    Area("privacy", 20, ("lms.privacy",), ("tests/lms/test_erasing.py", "tests/lms/privacy")),
    Area(
        "web security",
        30,
        (
            "lms.web.security",
            "lms.web.hosts",
            "lms.web.request_checks",
            "lms.web.body_refusal",
            "lms.web.json_bodies",
            "lms.web.forms",
            "lms.web.request_ids",
            "lms.web.pages",
        ),
        (
            "tests/lms/test_own_addresses.py",
            "tests/lms/test_signing_in.py",
            "tests/lms/web",
        ),
    ),
    Area(
        "marking",
        20,
        ("courses.marking", "courses.responses"),
        ("tests/courses/test_marking.py", "tests/courses/items", "tests/lms/test_answering.py"),
    ),
    Area(
        "checks",
        60,
        ("courses.checks",),
        (
            "tests/courses/test_planted_faults.py",
            "tests/courses/test_codes.py",
            "tests/courses/test_guessing.py",
            "tests/courses/test_translation.py",
            "tests/courses/test_triage_register.py",
            "tests/courses/test_site_rules.py",
            "tests/courses/checks",
        ),
    ),
    Area(
        "erasure",
        25,
        ("lrs.erasure", "lrs.erasure_journal"),
        ("tests/lrs/test_erasure.py", "tests/lrs/maintenance", "tests/lms/test_erasing.py"),
    ),
    Area(
        "disclosure",
        15,
        ("analytics.disclosure",),
        ("tests/analytics/test_disclosure.py", "tests/analytics/test_few_learners.py", "tests/analytics/test_figures_of_nobody.py"),
    ),
    Area("game rules", 55, ("game.core",), ("tests/game/core",)),
)
