"""New versions of packages come once a week, in few changes; the audit never takes silence for a sound package."""

from pathlib import Path

import yaml

from scripts import audit

ROOT = Path(__file__).resolve().parents[2]


def test_one_weekly_look_takes_every_package_in_a_group():
    (update,) = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text())["updates"]
    assert (update["package-ecosystem"], update["directory"], update["schedule"]["interval"]) == ("pip", "/", "weekly")
    groups = update["groups"].values()
    assert {group["dependency-type"] for group in groups} == {"production", "development"}
    assert all(group["patterns"] == ["*"] for group in groups)


def test_no_answer_is_no_verdict():
    assert audit.verdict(0, "No known vulnerabilities found") == 0
    assert audit.verdict(1, "Found 1 known vulnerability in 1 package") == 1
    assert audit.verdict(1, "requests.exceptions.ConnectionError: Max retries exceeded") == audit.NOT_LOOKED_AT
