"""The layers hold: import-linter passes on the tree, and goes red for an import planted against each contract."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("infrastructure", "xapi", "courses", "lrs", "game", "analytics", "lms")
CIRCLE = "no import circle between the parts of a package"
PLANTED = [
    ("xapi/actor.py", "lrs.writing.statement_writer", "layers of packages"),
    ("lrs/writing/statement_writer.py", "game.art", "layers of packages"),
    ("lrs/writing/statement_writer.py", "courses.serving.catalogue", "the store knows only xapi"),
    ("infrastructure/backoff.py", "xapi.formats", "layers of packages"),
    ("game/device/outbox.py", "urllib3", "urllib3 and file locks are used by infrastructure alone"),
    ("courses/text/keys.py", "infrastructure.locks", "xapi and courses do not know infrastructure"),
    ("game/core/week.py", "random", "game.core knows only courses.model"),
    ("game/core/week.py", "courses.serving.catalogue", "game.core knows only courses.model"),
    ("game/art/scene.py", "pygame", "pygame is imported in game.ui.window.pygame_window alone"),
    ("lrs/writing/statement_writer.py", "flask", "Flask lives in lms and lrs.web"),
    ("analytics/results.py", "duckdb", "the web process never loads the engines"),
    ("lms/learning/routes.py", "game.core.week", "only weeks, cases, preview, workshop, demo and safety know the game"),
    ("game/core/week.py", "game.ui.app", "nobody imports game.ui but the desktop game"),
    ("analytics/reports/__init__.py", "lrs.reading.reader", "analytics reads the store by one module"),
    ("analytics/engines.py", "analytics.reports.reach.tables", CIRCLE),
    ("lms/accounts/models.py", "lms.learning.routes", "layers of lms"),
    ("lms/safety/routes.py", "lms.weeks.pages", "layers of lms"),
    ("lms/web/database/instants.py", "lms.web.site.layout", "layers of lms.web"),
    ("lrs/storage/tables.py", "lrs.writing.chains", "layers of lrs"),
    ("lrs/reading/query.py", "lrs.maintenance.backup", "layers of lrs"),
    ("courses/library/freshness.py", "courses.checks.all_checks", "layers of courses"),
    ("courses/checks/passages.py", "courses.checks.items.guessing", "layers of courses.checks"),
    ("game/device/journal.py", "game.ui.app", "layers of game"),
    ("game/core/state/events.py", "game.core.patient.fever", "layers of game.core"),
    ("game/ui/layout/page.py", "game.ui.window.touch", "layers of game.ui"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as c; c()"
    command = [sys.executable, "-c", program, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def answer_to_planted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy of the code with every planted import in it."""
    folder = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        heavy = shutil.ignore_patterns("__pycache__", "static", "templates", "translations")
        shutil.copytree(ROOT / package, folder / package, ignore=heavy)
    shutil.copy(ROOT / ".importlinter", folder)
    for file, module, _ in PLANTED:
        path = folder / file
        path.write_text(f"{path.read_text()}\nimport {module}\n")
    answer = lint(folder)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    return answer.stdout


def test_the_layers_hold() -> None:
    answer = lint(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(("file", "module", "contract"), PLANTED)
def test_a_planted_import_goes_red(answer_to_planted: str, file: str, module: str, contract: str) -> None:
    assert f"{contract} BROKEN" in answer_to_planted
    detail = section(answer_to_planted, contract)
    importer = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    if contract == CIRCLE:  # said of the two parts, not of the modules in them
        importer, module = (f".{name.split('.')[1]} " for name in (importer, module))
    assert importer in detail
    assert module in detail


def section(answer: str, contract: str) -> str:
    """The lines that say how a contract is broken."""
    return answer.partition("Broken contracts")[2].partition(f"\n{contract}\n---")[2].partition("\n---")[0]


def test_each_contract_has_a_planted_import() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    names = {contracts[part]["name"] for part in contracts.sections() if "name" in contracts[part]}
    assert names == {contract for _, _, contract in PLANTED}
