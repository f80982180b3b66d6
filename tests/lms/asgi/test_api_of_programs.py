"""The API of the pages against programs nobody here wrote: Schemathesis, a client that a generator writes, and a judge of descriptions."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from child_environment import python_path
from lms_cast import add_person
from lms_site import make_site
from people_cast import open_cohort, put_in
from serving_site import ServedSite, served_site

from lms.api import description
from lms.web.current_site import site_of
from lrs.keys import access_keys

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[3]
PROGRAMS = ROOT / ".venvs" / "api" / "bin"
CONFIG = Path(__file__).with_name("schemathesis.toml")
CLIENT_USE = """
import base64
import datetime
import json
import sys
from uuid import UUID

from horslesmurs_client import Client
from horslesmurs_client.api.assignments import ask, end_assignment, list_assignments
from horslesmurs_client.api.cohorts import list_cohorts, list_people
from horslesmurs_client.models import NewAssignment
from horslesmurs_client.models.new_assignment_kind import NewAssignmentKind


def main(address: str, key: str, cohort: str, due_on: str) -> None:
    basic = base64.b64encode(key.encode()).decode()
    client, stranger = Client(base_url=address, headers={"Authorization": f"Basic {basic}"}), Client(base_url=address)
    uuid = UUID(cohort)
    new = NewAssignment(kind=NewAssignmentKind.COURSE, key="pharmacists", due_on=datetime.date.fromisoformat(due_on))
    asked = ask.sync_detailed(uuid, client=client, body=new, idempotency_key="once")
    again = ask.sync_detailed(uuid, client=client, body=new, idempotency_key="once")
    found = {
        "cohorts": [row.name for row in list_cohorts.sync(client=client).items],
        "people": [row.username for row in list_people.sync(uuid, client=client).items],
        "asked": [asked.status_code, asked.parsed.due_on.isoformat(), asked.parsed.people],
        "again": again.status_code,
        "left": len(list_assignments.sync(uuid, client=client).items),
        "ended": end_assignment.sync_detailed(uuid, UUID(asked.parsed.id), client=client).status_code,
        "then": len(list_assignments.sync(uuid, client=client).items),
        "without_key": list_cohorts.sync_detailed(client=stranger).status_code,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
"""
"""Run with the Python of .venvs/api, beside the client that the generator wrote. Its arguments: address, id:secret, cohort, last day."""
SCOPES = ("api/cohorts", "api/progress", "api/names", "api/attestations", "api/assign")


@dataclass(frozen=True)
class Served:
    """key: id:secret of one that may do everything here. cohort: of the pharmacists' course, with one person."""

    site: ServedSite
    key: str
    cohort: UUID

    def description(self, folder: Path, *, knows_cohort: bool) -> Path:
        """knows_cohort: each address is asked for the cohort that is there, so that what lies behind it is reached."""
        document = json.loads(self.site.ask("GET", "/api/v1/openapi.json")[2])
        for methods in document["paths"].values() if knows_cohort else ():
            for operation in methods.values():
                for parameter in operation["parameters"]:
                    if parameter.get("name") == "cohort":
                        parameter["schema"] = {"enum": [str(self.cohort)]}
        path = folder / "described.json"
        path.write_text(json.dumps(document), "utf-8")
        return path

    def run(self, described: Path, *options: str) -> subprocess.CompletedProcess[str]:
        """Its output and exit code: 0 all well, 1 faults found."""
        command = [
            PROGRAMS / "st",
            "--config-file",
            CONFIG,
            "run",
            described,
            "--url",
            f"http://127.0.0.1:{self.site.port}",
            "--auth",
            self.key,
        ]
        command += ["--seed", "1", "--no-color", "--continue-on-failure", "--suppress-health-check", "all", *options]
        return subprocess.run(command, capture_output=True, text=True, timeout=1500, cwd=self.site.folder)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    if not (PROGRAMS / "openapi-python-client").exists():
        pytest.skip("the programs are not here: make .venvs/api/made installs them")
    data = tmp_path_factory.mktemp("served")
    with served_site(data) as site:
        beside = make_site(data)
        educator, anna = add_person(beside, "educator", "prof"), add_person(beside, "pharmacist", "anna")
        cohort = open_cohort(beside, educator, "Officines", "pharmacists")
        put_in(beside, anna, cohort)
        store = site_of(beside).store
        key, secret = store.writer.submit(lambda connection: access_keys.create(connection, label="All", scopes=SCOPES, rate=100_000))
        yield Served(site, f"{key.id}:{secret}", cohort)
        store.writer.close()


def test_a_judge_of_descriptions_takes_it(served: Served, tmp_path: Path) -> None:
    described = served.description(tmp_path, knows_cohort=False)
    judged = subprocess.run([PROGRAMS / "openapi-spec-validator", described], capture_output=True, text=True)
    assert judged.returncode == 0, judged.stdout
    broken = json.loads(described.read_text("utf-8"))
    del broken["paths"]["/api/v1/cohorts"]["get"]["responses"]["200"]["description"]
    described.write_text(json.dumps(broken), "utf-8")
    assert subprocess.run([PROGRAMS / "openapi-spec-validator", described], capture_output=True).returncode != 0


@pytest.mark.parametrize("knows_cohort", [False, True])
def test_it_answers_as_described(served: Served, tmp_path: Path, *, knows_cohort: bool) -> None:
    run = served.run(served.description(tmp_path, knows_cohort=knows_cohort), "--phases", "coverage,fuzzing", "--max-examples", "15")
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2000:]
    assert f"Tested: {len(description.OPERATIONS)}" in run.stdout, run.stdout[-2000:]


def test_an_answer_that_is_not_described_is_seen(served: Served, tmp_path: Path) -> None:
    described = served.description(tmp_path, knows_cohort=True)
    document = json.loads(described.read_text("utf-8"))
    document["components"]["schemas"]["Course"]["properties"]["title"] = {"type": "integer"}
    described.write_text(json.dumps(document), "utf-8")
    run = served.run(described, "--include-path", "/api/v1/courses", "--phases", "coverage", "--max-examples", "1")
    assert run.returncode == 1, run.stdout[-5000:]


def test_a_client_that_a_generator_writes_reads_asks_and_ends(served: Served, tmp_path: Path) -> None:
    described, client = served.description(tmp_path, knows_cohort=False), tmp_path / "horslesmurs_client"
    config = tmp_path / "config.yml"
    config.write_text("post_hooks: []\n", "utf-8")
    command = [
        PROGRAMS / "openapi-python-client",
        "generate",
        "--path",
        described,
        "--output-path",
        client,
        "--meta",
        "none",
        "--config",
        config,
    ]
    written = subprocess.run([*command, "--fail-on-warning"], capture_output=True, text=True, cwd=tmp_path)
    assert written.returncode == 0, written.stdout + written.stderr
    due_on = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    values = [f"http://127.0.0.1:{served.site.port}", served.key, str(served.cohort), due_on]
    used = subprocess.run(
        [PROGRAMS / "python", "-c", CLIENT_USE, *values],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": python_path(tmp_path)},
    )
    assert used.returncode == 0, used.stdout + used.stderr
    assert json.loads(used.stdout) == {
        "cohorts": ["Officines"],
        "people": ["anna"],
        "asked": [201, due_on, 1],
        "again": 201,
        "left": 1,
        "ended": 204,
        "then": 0,
        "without_key": 401,
    }


def test_this_python_is_not_the_programs(served: Served) -> None:
    """What the generator brings stays out of the environment of the tests."""
    found = subprocess.run([sys.executable, "-c", "import openapi_python_client"], capture_output=True)
    assert found.returncode != 0
