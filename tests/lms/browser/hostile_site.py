"""A site whose authors typed a script wherever one can type, its checks asleep, and the eyes that see whether anything ran."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app_server import served_at
from flask import Flask
from lms_cast import Person
from lms_site import make_database
from playwright.sync_api import Browser, BrowserContext

from lms.app import create_app
from lms.settings import CONTENT, read

PAYLOADS = Path(__file__).parents[2] / "courses" / "hostile.txt"
FEVER = "fr/patient-essentials/fever"
A_SCREEN = 62
SHORT = (  # what is put into titles, names, options and registers, where Markdown does not pass
    "<script>window.ran=1</script>", "<img src=x onerror=window.ran=1>", "x' onmouseover='window.ran=1", 'x" onmouseover="window.ran=1',
    "</title><script>window.ran=1</script>", "</textarea><svg onload=window.ran=1>", "{{ ''.__class__ }}<script>window.ran=1</script>",
    "[x](javascript:window.ran=1)", "javascript:window.ran=1", "<!--><svg onload=window.ran=1>", "&lt;img src=x onerror=window.ran=1&gt;",
    "\\\"><script>window.ran=1</script>",
)  # fmt: skip
POKE = """() => {
    for (const one of document.querySelectorAll('*'))
        for (const kind of ['click', 'mouseover', 'pointerenter', 'focus', 'toggle', 'error'])
            one.dispatchEvent(new Event(kind, {bubbles: false, cancelable: true}));
    const bad = [...document.querySelectorAll('a, area, form, button, iframe, object, embed, base, link, use')]
        .flatMap(one => ['href', 'action', 'formaction', 'src', 'data', 'xlink:href'].map(name => one.getAttribute(name) || ''))
        .filter(address => /^[\\s\\u0000-\\u0020]*(javascript|vbscript|data|blob|file):/i.test(address));
    const handlers = [...document.querySelectorAll('*')].flatMap(one => one.getAttributeNames().filter(name => name.startsWith('on')));
    return {ran: window.ran === 1, bad: bad.slice(0, 3), handlers: handlers.slice(0, 3)};
}"""
FINE = {"ran": False, "bad": [], "handlers": []}


def payloads() -> list[str]:
    """As tests/courses keeps them."""
    return [line.encode("ascii").decode("unicode_escape") for line in PAYLOADS.read_text("ascii").splitlines()]


def typed() -> list[str]:
    """The payloads as a file may hold them: without the control characters for which a whole file is refused."""
    return ["".join(sign for sign in one if sign in "\n\t" or ord(sign) >= 32) for one in payloads()]


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def content(folder: Path) -> Path:
    """The shipped content with one module, its register and its course spoilt everywhere."""
    shutil.copytree(CONTENT, folder)
    said, every = typed(), iter(SHORT * 9)
    screens = [said[start : start + A_SCREEN] for start in range(0, len(said), A_SCREEN)]
    body = "\n\n".join(f"## Écran {next(every)} {{#s{n}}}\n\n" + "\n\n".join([*one, f"fin-{n}"]) for n, one in enumerate(screens, 1))
    alts = "\n\n".join(f"![{one}](media:modules/measure-then-call.svg {quoted(one)})" for one in SHORT)
    safety = f"::: safety {{#call .x onclick=window.ran=1}}\n{SHORT[1]} {{: onclick=window.ran=1 style=x}} [@{SHORT[0]}]\n:::"
    front = "\n".join(
        [
            "key: fever",
            f"title: {quoted(next(every))}",
            f"summary: {quoted(next(every))}",
            "state: draft",
            f"version: {quoted(next(every))}",
            f"authors: [{quoted(SHORT[0])}, {quoted(SHORT[3])}]",
            f"reviewers: [{quoted(SHORT[1])}]",
            "expires: 2027-05-01",
            "references: [hostile]",
        ]
    )
    (folder / f"{FEVER}.md").write_text(f"---\n{front}\n---\n{body}\n\n## Fin {{#last}}\n\n{alts}\n\n{safety}\n", "utf-8")
    (folder / f"{FEVER}.items.md").write_text("# practice\n\n" + "\n".join(items()), "utf-8")
    with (folder / "_structure/references.yml").open("a", encoding="utf-8") as register:
        address = quoted("javascript:window.ran=1")
        days = "checked_on: 2026-11-01\n  valid_until: 2027-11-01"
        register.write(f"\nhostile:\n  title: {quoted(SHORT[0])}\n  organisation: {quoted(SHORT[3])}\n  url: {address}\n  {days}\n")
    course = folder / "_structure/patient-essentials/course.yml"
    course.write_text(course.read_text("utf-8").replace('fr: "L’essentiel à la maison"', f"fr: {quoted(SHORT[4])}"), "utf-8")
    return folder


def items() -> Iterator[str]:
    """One item for each way of answering, hostile in every part."""
    for number, one in enumerate(SHORT, 1):
        plain, other = " ".join(one.split()), SHORT[number % len(SHORT)]
        rest = f"? {plain}\n= {plain}\n@ hostile\n"
        yield f"## one-{number} {plain} {{single objective=K01}}\n- [x] {plain}\n  > {other}\n- [ ] {other}\n  > {plain}\n{rest}"
    one, other = SHORT[1], SHORT[3]
    yield f'## number {one} {{number answer=1 unit="<img src=x onerror=window.ran=1>" objective=K01}}\n= {one}\n@ hostile\n'
    yield f"## order {one} {{order objective=K01}}\n1. {one}\n2. {other}\n= {one}\n@ hostile\n"
    yield f"## match {one} {{match objective=K01}}\n- {one} => {other}\n- {other} => {one}\n= {one}\n@ hostile\n"
    yield f"## cloze {one} [[{other}|{one}]] {{cloze objective=K01}}\n= {one}\n@ hostile\n"


@contextmanager
def serving(folder: Path, data: Path) -> Iterator[tuple[Flask, str]]:
    made = read({"HORSLESMURS_DATA": str(data), "HORSLESMURS_CONTENT": str(folder)})
    make_database(made)
    app = create_app(made)
    with served_at(app) as address:
        yield app, address


def browser_of(chromium: Browser, address: str, person: Person | None, **more: Any) -> BrowserContext:
    context = chromium.new_context(**more)
    context.set_default_timeout(30_000)
    cookie = person.client.get_cookie("hlm") if person else None
    if cookie is not None:
        context.add_cookies([{"name": "hlm", "value": cookie.value, "url": address}])
    return context
