"""The dashboard and the alerts ask for figures that the site gives and reasons it knows; Prometheus reads them where it is there."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from flask import Flask

from lms.health import gauges
from lms.health.reasons import CODES
from lms.web.current_site import site_of
from lrs.storage import metrics

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
ALERTS = DEPLOY / "prometheus-alerts.yml"
RULES = yaml.safe_load(ALERTS.read_text("utf-8"))["groups"][0]["rules"]
PANELS = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))["panels"]
EXPRESSIONS = [rule["expr"] for rule in RULES] + [target["expr"] for panel in PANELS for target in panel["targets"]]
FIGURE = re.compile(r"\b(?:horslesmurs|xapi|lrs)_\w+")


def test_every_figure_that_is_asked_for_is_given(site: Flask) -> None:
    given = set(re.findall(r"# TYPE (\w+)", gauges.text(site_of(site).health.health())))
    source = Path(metrics.__file__).read_text("utf-8")
    given |= set(re.findall(r"# TYPE (xapi_\w+)", source)) | {"xapi_request_seconds_bucket"}
    asked = {name for expression in EXPRESSIONS for name in FIGURE.findall(expression)}
    assert asked - given == set()
    assert len(asked) > 10


def test_every_reason_in_an_alert_is_one_of_ours_and_each_alert_says_what_to_do() -> None:
    for rule in RULES:
        for codes in re.findall(r'code=~"([^"]+)"', rule["expr"]):
            assert set(codes.split("|")) <= set(CODES)
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["description"].endswith(".")


@pytest.mark.skipif(not shutil.which("promtool"), reason="needs promtool (Debian package prometheus)")
def test_prometheus_reads_the_rules_and_calls_somebody_when_the_site_is_down(tmp_path: Path) -> None:
    shutil.copy(ALERTS, tmp_path / "alerts.yml")
    (tmp_path / "cases.yml").write_text(Path(__file__).with_name("prometheus_cases.yml").read_text("utf-8"))
    for words in (["check", "rules", "alerts.yml"], ["test", "rules", "cases.yml"]):
        process = subprocess.run(["promtool", *words], cwd=tmp_path, capture_output=True, text=True)
        assert process.returncode == 0, process.stdout + process.stderr
