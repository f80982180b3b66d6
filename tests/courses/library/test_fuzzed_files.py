"""Any bytes as a content file: problems with a line, never a crash."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.checks import all_checks
from courses.library import assembly, content_folder
from courses.text import safe_html

HERE = Path(__file__).parents[1]
SAMPLE = HERE / "sample"
PIECES = (
    "---\n", "## ", "# practice\n", "# form A\n", "{#a}", "{single safety}", "{{fever.call}}", "::: safety {#x}\n", ":::\n", "- [x] ",
    "- [!] a\n", "  > f\n", "? h\n", "= e\n", "@ a\n", "1. ", "- a => b\n", "[[a|b]]", "[@a; @b]", "key: ", "title: [", "state: {", "&a ",
    "*a", "!!python/object ", "<script>", "\u2028", "\x00", "\ufeff", "```\n", "| a |\n|---|\n", "{number answer=nan}", "{match}",
    "{cloze}", "references: 3\n", "modules: 5\n", "2027-99-99", "expires: 2027-05-01\n", "? ", ": ", "- - - ", "\t", "\r", "%YAML 9\n",
    "<<: *a\n", "![", "](media:../x)", "](module:", "`",
)  # fmt: skip
text = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=30).map("".join)
anything = st.one_of(st.binary(max_size=300), text.map(lambda words: words.encode("utf-8", "surrogatepass")))
FILES = (
    "fr/garden/warm.md", "fr/garden/warm.items.md", "fr/garden/warm.simple.md", "en/garden/warm.md", "en/garden/warm.items.md",
    "_structure/garden/course.yml", "_structure/references.yml", "_structure/objectives.yml", "_structure/glossary.yml",
)  # fmt: skip


def survive(folder: Path, path: str, raw: bytes) -> None:
    """Loads, checks and shows everything with these bytes in place of one file; puts the file back."""
    file = folder / path
    kept = file.read_bytes()
    file.write_bytes(raw)
    try:
        read = content_folder.load(folder, today=date(2026, 11, 23))
        problems = all_checks.problems(read)
        for problem in problems:
            assert problem.line >= 1
            assert problem.path
            assert "\n" not in problem.message.strip()
        longest = raw.count(b"\n") + raw.count(b"\r") + 2
        assert all(problem.line <= longest for problem in problems if problem.path == path)
        for files in read:
            made = assembly.module(read, files, read.rules.preset(), problems)
            for screen in made.screens if made else ():
                safe_html.render_screen(screen, files.language)
    finally:
        file.write_bytes(kept)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(path=st.sampled_from(FILES), raw=anything)
def test_any_bytes_give_problems_and_never_a_crash(folder, path, raw):
    survive(folder, path, raw)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(path=st.sampled_from(FILES), at=st.floats(0, 1), cut=st.integers(0, 40), put=text)
def test_a_damaged_file_gives_problems_and_never_a_crash(folder, path, at, cut, put):
    raw = (SAMPLE / path).read_bytes()
    place = int(at * len(raw))
    survive(folder, path, raw[:place] + put.encode("utf-8", "surrogatepass") + raw[place + cut :])


@pytest.mark.slow
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(path=st.sampled_from(FILES), raw=anything)
def test_any_bytes_for_a_long_time(folder, path, raw):
    survive(folder, path, raw)


def test_a_bomb_of_aliases_or_of_nesting_is_refused(folder):
    rows = [b"a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    rows += [b"a%d: &a%d [%s]" % (n, n, b",".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 9)]
    survive(folder, "fr/garden/warm.md", b"---\n" + b"\n".join(rows) + b"\n---\n")
    survive(folder, "fr/garden/warm.md", b"---\ntitle: " + b"[" * 5000 + b"\n---\n")
    survive(folder, "fr/garden/warm.md", b"---\nkey: warm\n---\n## A\n" + b"> " * 3000 + b"x")
    survive(folder, "fr/garden/warm.md", b"---\nkey: warm\n---\n## A\n" + b"*" * 5000 + b"x")
