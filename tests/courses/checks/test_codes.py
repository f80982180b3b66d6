"""Every code a check can say has a meaning and an example in docs/content-codes.md, and none stands there for nothing."""

import ast
import re
from pathlib import Path

from courses.checks.codes import CODES
from courses.checks.meanings import FRENCH, meaning

ROOT = Path(__file__).parents[3]
SAID = re.compile(r'"((?:0|1|2|3|5)\d\d)"')


def said_in_code():
    lists = ("codes.py", "meanings.py")
    exchange = ROOT / "courses" / "exchange"  # its "100" is a share of points in Moodle XML
    files = [path for path in (ROOT / "courses").rglob("*.py") if path.name not in lists and exchange not in path.parents]
    texts = [re.sub(r'maxlength="\d+"', "", path.read_text("utf-8")) for path in files]
    return {code for text in texts for code in SAID.findall(text)}


def documented():
    rows = (ROOT / "docs/content-codes.md").read_text("utf-8").splitlines()
    return {cells[1].strip(): cells[3].strip() for row in rows if len(cells := row.split("|")) == 5}


def test_every_code_that_is_said_has_a_meaning_and_none_is_left_over():
    assert said_in_code() == set(CODES)


def test_every_code_is_said_in_french_too():
    assert set(FRENCH) == set(CODES)
    assert meaning("128", "fr") == "professionnels\u00a0: moins de 70\u00a0% des questions décident d’un cas"
    assert meaning("310", "en") == "unknown source"


def test_every_code_is_documented_with_an_example():
    assert {code for code, example in documented().items() if example and code.isdigit()} == set(CODES)


def test_the_warnings_named_in_the_page_are_those_of_the_code():
    files = [path for part in ("checks", "game") for path in (ROOT / "courses" / part).rglob("*.py")]
    calls = [node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    warned = {
        node.args[2].value
        for node in calls
        if len(node.args) == 5 and isinstance(node.args[4], ast.Constant) and node.args[4].value == "warning"
        if isinstance(node.args[2], ast.Constant)
    }
    page = (ROOT / "docs/content-codes.md").read_text("utf-8")
    named = re.search(r"Codes ([\d, -]+ and \d+) are warnings", page)
    listed: set[str] = set()
    for part in re.split(r", | and ", named[1]):
        first, _, last = part.partition("-")
        listed |= {f"{code:03}" for code in range(int(first), int(last or first) + 1)}
    assert listed == warned


def test_every_code_is_named_by_a_test_that_plants_a_fault():
    """A code that no test of checks names could stop being said without anybody noticing."""
    files = [*(ROOT / "tests/courses").rglob("*.py"), ROOT / "tests/game/core/test_game_files.py"]
    texts = [path.read_text("utf-8") for path in files if path != Path(__file__)]
    assert {code for code in CODES if not any(f'"{code}"' in text for text in texts)} == set()
