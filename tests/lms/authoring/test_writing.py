"""An educator writes: checks beside the line, a preview that runs nothing, saves that are versions, two at one page."""

import re
import shutil
import subprocess

import pytest
from flask import Flask
from writers import FEVER, Writer

from lms.web.current_site import site_of

CARER = "fr/caregivers/carer-role.md"
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "<svg/onload=alert(1)>",
    '![x](media:"onerror="alert(1))',
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "[x](data:text/html,<script>alert(1)</script>)",
    "<details open ontoggle=alert(1)>",
]


def test_the_list_shows_every_file_with_its_state_and_filters(desk_site: Flask, claire: Writer) -> None:
    situations = site_of(desk_site).settings.content / "fr" / "situations"
    pages = [claire.person.get(f"/en/writing?kind=situation&language=fr&from={first}").text for first in range(0, 150, 50)]
    links = {link for page in pages for link in re.findall(r'href="(/en/writing/text/fr/situations/[^"]+)"', page)}
    assert len(links) == len(list(situations.glob("*.md")))
    whole = claire.person.get("/en/writing?place=patient-essentials").text
    assert "/en/writing/text/en/patient-essentials/fever.items.md" in whole
    assert "/en/writing/text/" not in claire.person.get("/en/writing?state=published").text.split("<tbody")[1].split("</tbody")[0]


def test_a_fault_is_said_beside_its_line_and_nothing_is_kept(claire: Writer) -> None:
    text = claire.text(FEVER)
    spoilt = text.replace("references: [", "references: [nobody-knows, ", 1)
    line = next(n for n, row in enumerate(spoilt.split("\n"), 1) if row.startswith("references"))
    answer = claire.person.post(f"/en/writing/text/{FEVER}", text=spoilt, base=claire.base(FEVER), do="look")
    assert f'href="#line-{line}"' in answer.text
    assert "unknown source &#39;nobody-knows&#39;" in answer.text
    assert claire.text(FEVER) == text


def test_a_french_educator_reads_in_french_what_is_wrong(claire: Writer) -> None:
    text = claire.text(FEVER).replace("references: [", "references: [nobody-knows, ", 1)
    shown = claire.person.post(f"/fr/rediger/verifier/{FEVER}", text=text).text
    assert "310, source inconnue</a>" in shown
    assert "que faire\u00a0?" in shown, "the preview sets the spaces that readers get"


@pytest.mark.sampled(4)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_preview_of_hostile_text_holds_no_script(claire: Writer, payload: str) -> None:
    text = claire.text(FEVER) + f"\n## Autre {{#other}}\n\n{payload}\n"
    shown = claire.person.post(f"/en/writing/check/{FEVER}", text=text).text
    preview = shown.split('class="flow preview"')[1].lower()
    for forbidden in ("<script", "<iframe", "<svg/", "<details", 'href="javascript', 'href="data:', "<img src=x", '"onerror="'):
        assert forbidden not in preview


def test_a_save_is_a_commit_by_a_pseudonym_and_the_shipped_tree_stays(desk_site: Flask, claire: Writer) -> None:
    given = site_of(desk_site).settings.content
    before = (given / CARER).read_bytes()
    text = claire.text(CARER)
    assert claire.save(CARER, text.replace("## ", "## Aujourd’hui : ", 1)).status_code == 303
    own = site_of(desk_site).settings.own_content
    assert "Aujourd’hui : " in (own / CARER).read_text("utf-8")
    assert (given / CARER).read_bytes() == before
    git = shutil.which("git")
    assert git
    stdout = subprocess.run([git, "-C", str(own), "log", "--format=%an|%s", "--", CARER], capture_output=True, text=True, check=True).stdout
    assert stdout.split("\n")[0] == f"{claire.person.pseudonym}|Save {CARER}"
    assert "claire" not in stdout
    subprocess.run([git, "-C", str(own), "fsck", "--strict"], capture_output=True, check=True)
    assert subprocess.run([git, "-C", str(own), "status", "--porcelain"], capture_output=True, text=True, check=True).stdout == ""


@pytest.mark.slow
def test_an_old_text_is_compared_and_taken_up_again(desk_site: Flask, claire: Writer) -> None:
    file = "fr/caregivers/carer-red-signals.md"
    first = claire.text(file)
    claire.save(file, first.replace("## ", "## Neuf : ", 1))
    claire.save(file, first.replace("## ", "## Plus neuf : ", 1))
    page = claire.person.get(f"/en/writing/versions/{file}").text
    versions = [part.split('"')[0] for part in page.split("?at=")[1:]]
    assert len(versions) == 3
    old = claire.person.get(f"/en/writing/versions/{file}?at={versions[-1]}").text
    assert "<del>- ## " in old
    assert "<ins>+ ## Plus neuf : " in old
    assert claire.person.post(f"/en/writing/restore/{file}", at=versions[-1], base=claire.base(file)).status_code == 303
    assert claire.text(file) == first
    assert len(claire.person.get(f"/en/writing/versions/{file}").text.split("?at=")) == 5
    assert claire.person.post(f"/en/writing/restore/{file}", at="0" * 40, base=claire.base(file)).status_code == 404


@pytest.mark.slow
def test_two_at_one_page_the_second_is_told_and_nothing_is_lost(claire: Writer, jean: Writer) -> None:
    file = "fr/patient-essentials/treatment-cycle.md"
    text, base = claire.text(file), claire.base(file)
    assert claire.save(file, text.replace("## ", "## Claire : ", 1), base).status_code == 303
    second = jean.save(file, text.replace("## ", "## Jean : ", 1), base)
    assert second.status_code == 409
    assert "## Claire : " in second.text
    assert "## Jean : " in second.text
    assert "## Claire : " in claire.text(file)
    from_conflict = second.text.split('name="base" value="')[1].split('"')[0]
    assert jean.save(file, text.replace("## ", "## Jean et Claire : ", 1), from_conflict).status_code == 303
    page = jean.person.get(f"/en/writing/versions/{file}").text
    assert "(claire)" in page
    assert "(jean)" in page


@pytest.mark.slow
def test_a_broken_text_is_kept_as_a_draft_and_cannot_go_to_a_reader(claire: Writer) -> None:
    file = "fr/pharmacists/adherence.md"
    broken = claire.text(file).replace("references: [", "references: [nobody-knows, ", 1)
    assert claire.save(file, broken).status_code == 303
    assert claire.text(file) == broken
    refused = claire.move(file, "in_review")
    assert refused.status_code == 422
    assert "nobody-knows" in refused.text


@pytest.mark.parametrize("file", ["../../etc/passwd", "_structure/rules.yml", "fr/nowhere/no.md", "fr/game/pages.yml"])
def test_no_other_file_can_be_opened_or_written(claire: Writer, file: str) -> None:
    assert claire.person.get(f"/en/writing/text/{file}").status_code == 404
    assert claire.person.post(f"/en/writing/text/{file}", text="x", base="", do="save").status_code == 404


def test_a_text_too_long_or_not_text_is_refused_with_the_words_still_there(claire: Writer) -> None:
    assert claire.save(FEVER, "a" * 100_001).status_code == 422
    answer = claire.save(FEVER, claire.text(FEVER) + "\x00")
    assert answer.status_code == 422
    assert "do what" not in answer.text
    assert "a character here that is not text" in answer.text
