"""The offline pack: plain pages that a browser opens from a stick, without network and without script."""

import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest

from courses.export.offline import Pack, pack
from courses.serving import catalogue

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def made(folder):
    return pack(catalogue.load(folder, now=NOW), Pack(folder / "media", date(2026, 11, 23), {"fiche.pdf": b"%PDF"}))


@pytest.fixture
def stick(made, tmp_path):
    zipfile.ZipFile(io.BytesIO(made)).extractall(tmp_path / "stick")
    return tmp_path / "stick" / "hors-les-murs"


def test_it_holds_every_module_in_both_languages_and_its_pictures(stick):
    names = {path.relative_to(stick).as_posix() for path in stick.rglob("*") if path.is_file()}
    assert names == {
        "index.html", "style.css", "fiche.pdf", "media/garden/thermometer.svg",
        *(f"{language}/{page}.html" for language in ("fr", "en") for page in ("index", "warm", "tea", "ask")),
    }  # fmt: skip


def test_every_link_and_picture_leads_to_a_file_of_the_pack(stick):
    for page in stick.rglob("*.html"):
        text = page.read_text("utf-8")
        for address in re.findall(r'(?:href|src)="([^"]+)"', text):
            path, _, anchor = address.partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target.is_file(), (page.name, address)
            assert not anchor or f'id="{anchor}"' in target.read_text("utf-8"), (page.name, address)


def test_nothing_on_it_asks_the_network_or_runs(stick):
    for page in [*stick.rglob("*.html"), *stick.rglob("*.css")]:
        text = page.read_text("utf-8")
        assert "<script" not in text
        assert not re.search(r'(?:src|url\()\s*=?\s*["\']?https?:', text)


def test_items_are_there_with_their_answers_folded(stick):
    text = (stick / "fr/warm.html").read_text("utf-8")
    assert text.count("<section>") == 7
    assert "<summary>Voir la réponse</summary>" in text
    assert "Le cachet peut cacher la fièvre." in text
    assert "38,4\u00a0°C" in text or "38,4&nbsp;°C" in text
    assert "{{" not in text
    assert "[[" not in text


def test_drafts_say_so_and_published_pages_do_not(stick):
    assert "Version de travail" in (stick / "fr/tea.html").read_text("utf-8")
    assert "Version de travail" not in (stick / "fr/warm.html").read_text("utf-8")


def test_the_same_content_and_day_give_the_same_bytes(folder, made):
    assert pack(catalogue.load(folder, now=NOW), Pack(folder / "media", date(2026, 11, 23), {"fiche.pdf": b"%PDF"})) == made


def test_a_real_site_packs_published_content_only(folder):
    made = pack(catalogue.load(folder, now=NOW, instance="real"), Pack(folder / "media", date(2026, 11, 23), {}))
    names = zipfile.ZipFile(io.BytesIO(made)).namelist()
    assert not [name for name in names if "tea" in name or "ask" in name]


@pytest.mark.browser
def test_a_browser_reads_it_from_the_file_system_without_script_at_360_pixels(stick, chromium):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}, offline=True)
    page = context.new_page()
    page.goto((stick / "index.html").as_uri())
    page.get_by_role("link", name="Français").click()
    page.get_by_role("link", name="J’ai chaud").click()
    assert page.get_by_role("heading", level=1).inner_text() == "J’ai chaud"
    assert page.locator("img").evaluate_all("all => all.map(one => one.naturalWidth > 0)") == [True]
    answer = page.get_by_text("Le cachet peut cacher la fièvre.")
    assert not answer.is_visible()
    page.get_by_text("Voir la réponse").first.click()
    assert answer.is_visible()
    page.get_by_role("link", name="le module du thé").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Le thé"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
