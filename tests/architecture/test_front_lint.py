"""Templates, scripts and style sheets are linted, and a planted fault of each kind goes red."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import lint_styles  # noqa: E402

BIN = Path(sys.executable).parent
SHEETS = sorted((ROOT / "lms/static").glob("*.css"))


def test_the_style_sheets_are_clean() -> None:
    assert lint_styles.main([str(path) for path in SHEETS]) == 0
    assert lint_styles.main([str(ROOT / "courses/export/offline.css")]) == 0


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (".a { color: red; }}", "cannot be read"),
        (".a { color red; }", "cannot be read"),
        (".a { color: var(--papr); }", "var(--papr) is set nowhere"),
        ("#a { color: red; }", "select by class"),
        (".a:not(#b) { color: red; }", "select by class"),
        (".a { margin-left: 1em; }", "inline axis"),
        (".a { text-align: left; }", "inline axis"),
        ("@media (min-width: 9em) { .a { left: 0; } }", "inline axis"),
        (".a { color: red !important; }", "!important"),
        (".a { color: red; margin: 0; color: red; }", "stands twice"),
    ],
)
def test_a_fault_in_a_style_sheet_is_found(rule: str, said: str, tmp_path: Path) -> None:
    sheet = tmp_path / "planted.css"
    sheet.write_text(rule, "utf-8")
    assert [said in str(fault) for fault in lint_styles.faults(sheet, frozenset({"--paper"}))] == [True]


@pytest.mark.parametrize(
    "rule",
    [
        "@media (forced-colors: active) { .a { color: red !important; } }",
        ".a { color: var(--paper); background: var(--none, red); width: 100%; width: 100dvw; }",
        ".a { color: #fff; }",
    ],
)
def test_what_is_meant_is_left_alone(rule: str, tmp_path: Path) -> None:
    sheet = tmp_path / "meant.css"
    sheet.write_text(rule, "utf-8")
    assert list(lint_styles.faults(sheet, frozenset({"--paper"}))) == []


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], cwd=ROOT, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("orphan.html", "<p>words</div>\n"),
        ("picture.html", '<p><img src="/a.png"></p>\n'),
        ("twice.html", '<p class="a" class="b">words</p>\n'),
    ],
)
def test_a_fault_in_a_template_is_found(name: str, planted: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(planted, "utf-8")
    done = run(BIN / "djlint", "--configuration", ROOT / "pyproject.toml", "--lint", "--quiet", tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr


@pytest.mark.parametrize("planted", ["const a = 1;\na = 2;\n", "function f( {\n", "if (f) { debugger; }\n", "let b = 1; let b = 2;\n"])
def test_a_fault_in_a_script_is_found(planted: str, tmp_path: Path) -> None:
    (tmp_path / "planted.js").write_text(planted, "utf-8")
    done = run(BIN / "oxlint", "-D", "correctness", "-D", "suspicious", tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr


def test_check_runs_each_lint_over_what_is_shipped() -> None:
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\ncheck:")[2].partition("\n\n")[0]
    for lint in ("djlint", "oxlint", "lint_styles.py", "ruff format --check", "ruff check", "mypy", "lint-imports", "content check"):
        assert re.search(re.escape(lint), recipe), f"make check does not run {lint}"
