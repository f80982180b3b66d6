"""Nothing an author types runs in the served site: with the sanitiser alone (the page's CSP off), and with the CSP alone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from hostile_site import FINE, POKE, SHORT, browser_of, content, payloads, serving
from lms_cast import Person, add_person
from lms_site import close
from playwright.sync_api import Browser, Page

from courses.checks import all_checks
from courses.text import safe_html
from lms.settings import CONTENT
from lms.web.current_site import site_of

pytestmark = pytest.mark.browser
MODULE = "/fr/cours/patient-essentials/fever"
WRITING = "/fr/rediger/texte/fr/patient-essentials/fever.md"
LOOK = """async (texts) => {
    const form = document.querySelector('#writing'), shown = document.querySelector('#checked'), found = [];
    const poke = eval(POKE);
    for (const [place, text] of texts.entries()) {
        const body = new FormData(form);
        body.set('text', text);
        const answer = await fetch(form.dataset.check, {method: 'POST', body, credentials: 'same-origin'});
        if (!answer.ok) { found.push([place, `HTTP ${answer.status}`]); continue; }
        shown.innerHTML = await answer.text();
        if (!shown.textContent.includes(`fin-${place}-`)) found.push([place, 'not shown']);
        await new Promise(done => setTimeout(done, WAIT));
        const said = poke();
        if (said.ran || STRICT && (said.bad.length || said.handlers.length)) found.push([place, said]);
        window.ran = 0;
    }
    return found;
}"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str, Person]]:
    """The spoilt site. Its checks are asleep: they would leave out most of this before it reaches a page."""
    base = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patched:
        checked = all_checks.of_module
        patched.setattr(all_checks, "of_module", lambda library, key: replace(checked(library, key), problems=()))
        with serving(content(base / "content"), base / "data") as (app, address):
            yield app, address, add_person(app, "educator", "claire")
            close(app)


@pytest.fixture(scope="module")
def writing_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str, Person]]:
    """The shipped content, and an educator who is about to type."""
    with serving(CONTENT, tmp_path_factory.mktemp("writing")) as (app, address):
        yield app, address, add_person(app, "educator", "claire")
        close(app)


def looked(page: Page, address: str) -> object:
    answer = page.goto(address, wait_until="load")
    assert answer
    assert answer.ok, f"{address}: {answer.status}"
    return page.evaluate(POKE)


def pages_of(app: Flask) -> list[str]:
    """Every page that shows what the spoilt files say, to a reader and to an educator."""
    made = site_of(app).newest_content.catalogue.module("fever", "fr")
    file = "fr/patient-essentials/fever"
    return [
        *(f"{MODULE}/{number}" for number in range(1, len(made.screens) + 1)),
        *(f"{MODULE}/question/{number}" for number in range(1, len(made.items) + 1)),
        MODULE, f"{MODULE}/1/pas-clair", "/fr/cours", "/fr/cours/patient-essentials", "/fr", "/fr/sources", "/fr/chercher",
        "/fr/rediger", f"/fr/rediger/texte/{file}.md", f"/fr/rediger/texte/{file}.items.md",
        "/fr/rediger/texte/en/patient-essentials/fever.md", "/fr/rediger/nouveau", "/fr/rediger/images",
    ]  # fmt: skip


@pytest.mark.slow
def test_no_served_page_runs_what_authors_typed_with_the_sanitiser_alone(hostile: tuple[Flask, str, Person], chromium: Browser) -> None:
    app, address, educator = hostile
    context = browser_of(chromium, address, educator, bypass_csp=True)
    page = context.new_page()
    found = {path: said for path in pages_of(app) if (said := looked(page, address + path)) != FINE}
    assert "fin-1" in page.goto(f"{address}{MODULE}/1").text()  # type: ignore[union-attr]
    for words in ("window", SHORT[3]):
        page.goto(f"{address}/fr/chercher")
        page.fill("#q", words)
        page.press("#q", "Enter")
        page.wait_for_selector("#help-now")
        assert page.evaluate(POKE) == FINE
    context.close()
    assert found == {}


@pytest.mark.slow
def test_the_preview_runs_nothing_with_the_sanitiser_alone(writing_site: tuple[Flask, str, Person], chromium: Browser) -> None:
    assert previewed(writing_site, chromium, batch=16, wait=30, is_strict=True, bypass_csp=True) == []


@pytest.mark.slow
def test_the_preview_runs_nothing_with_the_csp_alone(
    writing_site: tuple[Flask, str, Person], chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    asleep(monkeypatch)
    assert previewed(writing_site, chromium, batch=1, wait=60, is_strict=False) == []


@pytest.mark.slow
def test_no_served_page_runs_what_authors_typed_with_the_csp_alone(
    hostile: tuple[Flask, str, Person], chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One payload a page, since an unclosed tag would hide the next ones."""
    _, address, educator = hostile
    asleep(monkeypatch)
    context = browser_of(chromium, address, educator)
    page = context.new_page()
    found = []
    for payload in payloads():
        monkeypatch.setattr(safe_html, "render_screen", lambda *_a, said=payload, **_n: said)
        monkeypatch.setattr("lms.learning.routes.render_screen", safe_html.render_screen)
        page.goto(f"{address}{MODULE}/1", wait_until="load")
        if page.evaluate("() => window.ran === 1") or page.evaluate(POKE)["ran"]:
            found.append(payload)
    context.close()
    assert found == []


def asleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sanitiser lets everything through as it was typed."""
    safe_html._clean.cache_clear()
    monkeypatch.setattr(safe_html, "_clean", lambda markdown, _language: markdown)


def question(words: str) -> str:
    plain = " ".join(words.split())
    return f"## q {plain} {{single}}\n- [x] {plain}\n  > {plain}\n"


def previewed(site: tuple[Flask, str, Person], chromium: Browser, *, batch: int, wait: int, is_strict: bool, **more: bool) -> object:
    """What the page of writing ran while its preview showed every payload; first in the text, then in the questions."""
    _, address, educator = site
    context = browser_of(chromium, address, educator, **more)
    page = context.new_page()
    head = "---\nkey: fever\ntitle: Fièvre\nstate: draft\n---\n"
    said = payloads()
    groups = [said[start : start + batch] for start in range(0, len(said), batch)]
    texts = [
        head + "".join(f"\n## Écran {{#s{n}}}\n\n{one}\n" for n, one in enumerate(group)) + f"\n## Fin {{#fin}}\n\nfin-{place}-\n"
        for place, group in enumerate(groups)
    ]
    script = LOOK.replace("eval(POKE)", POKE).replace("WAIT", str(wait)).replace("STRICT", str(is_strict).lower())
    assert page.goto(address + WRITING).ok  # type: ignore[union-attr]
    found = list(page.evaluate(script, texts))
    if is_strict:
        assert page.goto(address + WRITING.replace(".md", ".items.md")).ok  # type: ignore[union-attr]
        asked = ["\n".join([*map(question, group), question(f"fin-{place}-")]) for place, group in enumerate(groups)]
        found += page.evaluate(script, asked)
    context.close()
    return found
