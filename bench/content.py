"""How fast content is read, checked, shown, printed and found: 200 modules in two languages, made from the shipped ones."""

import hashlib
import math
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from courses.authoring import text_files, text_preview
from courses.export import booklet
from courses.items import syntax  # fmt: skip
from courses.library import assembly, content_folder
from courses.serving import catalogue, compiled_cache, search, search_words, second_process
from courses.text import safe_html

CONTENT = ROOT / "content"
TODAY = date(2026, 11, 23)
MODULES = 200
PAGES = 10_000
QUERIES = ("fievre", "appeler nuit", "pharmacien", "bouche", "38", "temperature medicament", "frissons", "carte alerte", "oubli prise")
QUERIES += ("nauzées", "essouflé", "jai 38.5 de fievre", "zxqwvk")


def timed(work: Callable[[], object], times: int = 1) -> float:
    """The shortest of several runs, in seconds of this process: other work on the machine does not count."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


class Taken(NamedTuple):
    """Seconds of one run. clock: by the wall; own: of this process's processor time; both: with that of processes it started."""

    clock: float
    own: float
    both: float


def taken(work: Callable[[], object]) -> Taken:
    before, clock, own = os.times(), time.perf_counter(), time.process_time()
    work()
    own, clock, after = time.process_time() - own, time.perf_counter() - clock, os.times()
    children = sum(after[2:4]) - sum(before[2:4])
    return Taken(clock, own, own + children)


def probe() -> float:
    """What this machine takes for a fixed piece of plain Python: the unit of the ratios."""

    def work() -> int:
        return sum(len(word) for number in range(40_000) for word in f"{number} {number * 7}".split())

    return timed(work, 5)


def build(folder: Path) -> None:
    """200 modules by copying the shipped ones, ten to a course: the first copy under its own key, which the registers name."""
    shutil.copytree(CONTENT / "_structure", folder / "_structure", ignore=lambda _, names: [name for name in names if name == "game"])
    shutil.copytree(CONTENT / "media", folder / "media")
    for path in list((folder / "_structure").glob("*/course.yml")):
        shutil.rmtree(path.parent)
    structure = content_folder.load(CONTENT, today=TODAY).structure
    entries = list(structure.modules.values())
    for number in range(MODULES):
        entry = entries[number % len(entries)]
        course, key = f"course-{number // 10:02}-{entry.audience}", entry.key if number < len(entries) else f"{entry.key}-{number}"
        for language in content_folder.LANGUAGES:
            for ending in (".md", ".simple.md", ".items.md"):
                source = CONTENT / language / entry.course / f"{entry.key}{ending}"
                if source.is_file():
                    target = folder / language / course / f"{key}{ending}"
                    target.parent.mkdir(parents=True, exist_ok=True)
                    text = source.read_text("utf-8").replace(f"key: {entry.key}\n", f"key: {key}\n", 1)
                    target.write_text(re.sub(r"module:([\w-]+)", f"module:{key}", re.sub(r"(module:[\w-]+)#[\w-]+", r"\1", text)), "utf-8")
        listed = folder / "_structure" / course / "course.yml"
        listed.parent.mkdir(exist_ok=True)
        if not listed.is_file():
            head = f'key: {course}\naudience: {entry.audience}\nversion: "1.0"\ntitle: {{fr: "Cours", en: "Course"}}\n'
            listed.write_text(head + 'summary: {fr: "Essai", en: "Trial"}\nmodules:\n', "utf-8")
        red = "true" if entry.is_critical else "false"
        with listed.open("a", encoding="utf-8") as file:
            file.write(f"  - {{key: {key}, minutes: {entry.minutes}, critical: {red}, objectives: [{', '.join(entry.objectives)}]}}\n")


def reading(folder: Path, cache: Path) -> dict[str, float]:
    touched = folder / next(iter(content_folder.load(folder, today=TODAY).sides.values())).path

    def everything() -> None:
        for path in folder.rglob("*"):
            if path.is_file():
                hashlib.sha256(path.read_bytes()).hexdigest()

    shared = min((taken(lambda: compiled_cache.read(folder, today=TODAY)) for _ in range(2)), key=lambda one: one.both)
    has_two, second_process.has_second_core = second_process.has_second_core, lambda: False
    cold = timed(lambda: compiled_cache.read(folder, today=TODAY), 2)
    second_process.has_second_core = has_two
    compiled_cache.read(folder, today=TODAY, cache_folder=cache)

    def after_a_save() -> None:
        touched.write_bytes(touched.read_bytes() + b"\n")
        compiled_cache.read(folder, today=TODAY, cache_folder=cache)

    tomorrow = TODAY + timedelta(days=1)

    def whole_start() -> None:
        catalogue.load(folder, now=datetime(2026, 11, 23, tzinfo=UTC), cache_folder=cache)

    return {
        "read every byte (probe)": timed(everything, 3),
        "parse and check, cold, in one process": cold,
        "the same shared by two, by the clock": shared.clock,
        "the same shared by two, processor of both": shared.both,
        "the same shared by two, processor of this one": shared.own,
        "parse and check, with the compiled cache": timed(lambda: compiled_cache.read(folder, today=TODAY, cache_folder=cache), 3),
        "the same on the next day": timed(lambda: compiled_cache.read(folder, today=tomorrow, cache_folder=cache)),
        "the same after one file was saved": timed(after_a_save, 3),
        "a catalogue to show, with the compiled cache": timed(whole_start, 3),
    }


def showing(folder: Path) -> dict[str, float]:
    read = content_folder.load(folder, today=TODAY)
    rule = read.rules.preset()
    modules = [module for files in read if (module := assembly.module(read, files, rule)) is not None]
    screens = [(module, screen) for module in modules[:60] for screen in module.screens]

    def show() -> list[float]:
        return [
            timed(lambda m=module, s=screen: safe_html.render_screen(s, m.language, references=m.references)) for module, screen in screens
        ]

    safe_html._clean.cache_clear()
    first, again = show(), show()
    items = modules[0].path.replace(".md", ".items.md")
    return {
        "render a page, first time (p95)": sorted(first)[int(len(first) * 0.95)],
        "a page from memory (p95)": sorted(again)[int(len(again) * 0.95)],
        "preview of an edited text: check against the folder, render": timed(lambda: preview(folder, modules[0].path), 5),
        "preview of edited questions": timed(lambda: preview(folder, items), 5),
        "parse an items file": timed(lambda: syntax.parse(items, "fr", "x", (folder / items).read_text("utf-8")), 5),
    }


def preview(folder: Path, path: str) -> None:
    """What the page of writing asks for after each pause of typing."""
    made = text_files.piece(folder, path)
    text = text_files.read(folder, path).replace("## ", f"## e{time.perf_counter_ns()} ", 1)
    text_files.lint(folder, made, text, today=TODAY)
    safe_html._clean.cache_clear()
    text_preview.parts(made, text, content_folder.load(folder, today=TODAY).rules.preset().values("fr"))


def printing() -> dict[str, float]:
    found = catalogue.load(CONTENT, now=datetime.now(UTC))
    paper = booklet.Print("https://site.example/{key}", CONTENT / "media", TODAY)
    keys = [key for course in found.courses.values() for key in course.modules]
    taken = [timed(lambda key=key: booklet.module_pdf(found, key, "fr", paper)) for key in keys]
    return {"booklet of a module (slowest of all, first time)": max(taken)}


def finding(folder: Path, where: Path) -> dict[str, float]:
    read = content_folder.load(folder, today=TODAY)
    rule = read.rules.preset()
    modules = [module for files in read if (module := assembly.module(read, files, rule)) is not None]
    shown = [(module, screen, " ".join(block.markdown for block in screen.blocks)) for module in modules for screen in module.screens]
    pages = [search.Page(module.key, screen.key, module.language, screen.title, module.title, text) for module, screen, text in shown]
    many = [pages[number % len(pages)] for number in range(PAGES)]
    index = search.SqliteIndex(search_words.load(folder))
    build_time = timed(lambda: index.rebuild(many))
    taken = sorted(timed(lambda q=query: index.find(q, "fr")) for _ in range(20) for query in QUERIES)
    late = taken[math.ceil(len(taken) * 0.95) - 1]
    return {f"index {PAGES:,} pages": build_time, "search (median)": statistics.median(taken), "search (p95)": late}


def main() -> None:
    unit = probe()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "content"
        build(folder)
        read = content_folder.load(folder, today=TODAY)
        texts = sum(files.text is not None for files in read)
        print(f"{len(read.structure.modules)} modules, {texts} texts, {sum(len(files.items.items) for files in read if files.items)} items")
        print(f"unit: {unit * 1000:.1f} ms of plain Python")
        figures = reading(folder, Path(name) / "cache") | showing(folder) | printing() | finding(folder, Path(name))
    for what, seconds in figures.items():
        print(f"{what:<50} {seconds * 1000:>9.2f} ms {seconds / unit:>8.2f} units")


if __name__ == "__main__":
    main()
