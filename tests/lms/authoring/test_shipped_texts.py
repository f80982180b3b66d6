"""A site's own texts beside newer shipped ones: followed, merged, never overwritten, and no old safety block served."""

import re
import shutil
import sys
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "courses"))
from sample_folder import lay_out

from courses.serving.catalogue import load
from lms.authoring import history, working
from lms.authoring.errors import TextChanged
from lms.authoring.shipped import follow, taking_over, waiting
from lms.authoring.working import Desk
from lms.web.site import shipped_notice

WARM, TEA, UNIT = "fr/garden/warm.md", "fr/garden/tea.md", "garden/warm"
TODAY = date(2026, 11, 23)
RULE = "{{fever.rule}} Le {{number.samu}} répond 24 heures par jour. [@asco-idsa-2018]"
NEW_RULE = "{{fever.rule}} Le {{number.samu}} ou le {{number.europe}} répond 24 heures par jour. [@asco-idsa-2018]"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A site that began its own content, and the shipped folder of the version it runs."""
    shipped = lay_out(tmp_path / "shipped")
    (tmp_path / "data").mkdir()
    desk = Desk(shipped, tmp_path / "data" / "content", "a-claire", TODAY)
    desk.open()
    return desk


def rewrite(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text("utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new), "utf-8")


def own_words(desk: Desk, path: str, old: str, new: str) -> None:
    """What an educator of the site changed and a second one signed: the text stays published."""
    rewrite(desk.own, path, old, new)
    history.commit(desk.own, [path], who=desk.who, did="save")


def served(desk: Desk) -> set[tuple[str, str]]:
    at = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    return set(load(desk.own, now=at, instance="real").modules)


def merge_of(desk: Desk) -> tuple[list[taking_over.FileMerge], str]:
    unit = waiting.unit(desk.shipped, desk.own, UNIT)
    assert unit is not None
    found = taking_over.merges(desk.own, unit)
    return found, taking_over.mark(found)


def test_what_nobody_touched_follows_and_what_was_written_here_stays(desk: Desk) -> None:
    own_words(desk, WARM, "Mesurer, puis appeler.", "Mesurer, puis appeler Lyon.")
    rewrite(desk.shipped, WARM, "- l’heure ;", "- l’heure et le jour ;")
    rewrite(desk.shipped, TEA, "summary:", "summary: #\n ")
    before = (desk.own / WARM).read_bytes()
    told = follow.follow(desk.shipped, desk.own)
    assert told.taken == (TEA,)
    assert told.waiting == (UNIT,)
    assert (desk.own / TEA).read_bytes() == (desk.shipped / TEA).read_bytes()
    assert (desk.own / WARM).read_bytes() == before
    assert follow.follow(desk.shipped, desk.own).taken == ()


def test_a_changed_safety_block_takes_the_page_back_to_draft_until_it_is_taken_over(desk: Desk) -> None:
    own_words(desk, WARM, "Mesurer, puis appeler.", "Mesurer, puis appeler Lyon.")
    assert ("warm", "fr") in served(desk)
    rewrite(desk.shipped, WARM, RULE, NEW_RULE)
    told = follow.follow(desk.shipped, desk.own)
    assert told.drafts == (WARM,)
    assert ("warm", "fr") not in served(desk), "an old safety block is served to nobody"
    assert waiting.stale_blocks(desk.shipped, desk.own, [WARM]) == ("call",), "and signed by nobody"

    found, mark = merge_of(desk)
    assert [one.conflicts for one in found] == [[]], "the two changes touch different lines"
    taking_over.take_over(desk, UNIT, {}, mark)
    text = (desk.own / WARM).read_text("utf-8")
    assert NEW_RULE in text
    assert "Mesurer, puis appeler Lyon." in text
    assert "state: draft" in text, "a second reader signs it as any other"
    assert waiting.units(desk.shipped, desk.own) == []
    assert waiting.stale_blocks(desk.shipped, desk.own, [WARM]) == ()
    assert shipped_notice.read(desk.own) == {"waiting": [], "urgent": []}


BLOCK = re.compile(r"::: safety \{#call\}\n(.*?)\n:::", re.DOTALL)
WAYS = {
    "changed": lambda match: match[0].replace(match[1], f"{match[1]} J’y vais."),
    "gone": lambda _match: "Une phrase.",
    "more": lambda match: f"{match[0]}\n\n::: safety {{#more}}\n{match[1]}\n:::",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", [WARM, "fr/garden/warm.simple.md"])
def test_no_kind_of_change_of_a_block_leaves_an_old_one_with_readers(desk: Desk, path: str, way: str) -> None:
    text = (desk.own / path).read_text("utf-8")
    own_words(desk, path, text, text.replace("\ntitle:", "\n# ici\ntitle:", 1))
    shipped = (desk.shipped / path).read_text("utf-8")
    new = BLOCK.sub(WAYS[way], shipped)
    assert new != shipped
    (desk.shipped / path).write_text(new, "utf-8")
    language = path[:2]
    assert ("warm", language) in served(desk)
    told = follow.follow(desk.shipped, desk.own)
    assert told.drafts == (f"{language}/garden/warm.md",)
    assert ("warm", language) not in served(desk)
    found, mark = merge_of(desk)
    assert [one.conflicts for one in found] == [[]]
    taking_over.take_over(desk, UNIT, {}, mark)
    assert BLOCK.findall((desk.own / path).read_text("utf-8")) == BLOCK.findall(new)
    assert "# ici" in (desk.own / path).read_text("utf-8")
    assert waiting.stale_blocks(desk.shipped, desk.own, [path]) == ()


def test_words_that_both_changed_are_asked_and_nothing_is_kept_before(desk: Desk) -> None:
    own_words(desk, WARM, "- le chiffre.", "- le chiffre exact.")
    rewrite(desk.shipped, WARM, "- le chiffre.", "- le chiffre lu.")
    follow.follow(desk.shipped, desk.own)
    before = (desk.own / WARM).read_bytes()
    found, mark = merge_of(desk)
    ((conflict,),) = [one.conflicts for one in found]
    assert (conflict.ours, conflict.theirs) == (("- le chiffre exact.",), ("- le chiffre lu.",))
    with pytest.raises(KeyError):
        taking_over.take_over(desk, UNIT, {}, mark)
    assert (desk.own / WARM).read_bytes() == before
    taking_over.take_over(desk, UNIT, {WARM: {0: "- le chiffre lu, exact."}}, mark)
    assert "- le chiffre lu, exact." in working.text_files.read(desk.own, WARM)


def test_a_page_saved_meanwhile_is_shown_again(desk: Desk) -> None:
    own_words(desk, WARM, "Mesurer, puis appeler.", "Mesurer, puis appeler Lyon.")
    rewrite(desk.shipped, WARM, RULE, NEW_RULE)
    follow.follow(desk.shipped, desk.own)
    _found, mark = merge_of(desk)
    jean = Desk(desk.shipped, desk.own, "b-jean", TODAY)
    own_words(jean, WARM, "- le chiffre.", "- le chiffre exact.")
    with pytest.raises(TextChanged):
        taking_over.take_over(desk, UNIT, {}, mark)
    _found, mark = merge_of(desk)
    taking_over.take_over(jean, UNIT, {}, mark)
    with pytest.raises(TextChanged):
        taking_over.take_over(desk, UNIT, {}, mark)
    text = working.text_files.read(desk.own, WARM)
    assert NEW_RULE in text
    assert "- le chiffre exact." in text


@pytest.mark.parametrize("writes", range(5))
def test_a_killed_upgrade_goes_on_where_it_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch, writes: int) -> None:
    own_words(desk, WARM, "Mesurer, puis appeler.", "Mesurer, puis appeler Lyon.")
    rewrite(desk.shipped, WARM, RULE, NEW_RULE)
    rewrite(desk.shipped, TEA, "summary:", "summary: #\n ")
    left = [writes]
    with monkeypatch.context() as patched:

        def killed(step):
            def run(*args, **named):
                if not left[0]:
                    raise KeyboardInterrupt
                left[0] -= 1
                return step(*args, **named)

            return run

        patched.setattr(follow, "_write", killed(follow._write))
        patched.setattr(history, "commit", killed(history.commit))
        with suppress(KeyboardInterrupt):
            follow.follow(desk.shipped, desk.own)
    told = follow.follow(desk.shipped, desk.own)
    assert told.waiting == (UNIT,)
    assert ("warm", "fr") not in served(desk)
    assert (desk.own / TEA).read_bytes() == (desk.shipped / TEA).read_bytes()
    assert follow.follow(desk.shipped, desk.own).taken == ()
    assert "Lyon" in (desk.own / WARM).read_text("utf-8")


def test_a_site_without_texts_of_its_own_has_nothing_to_follow(desk: Desk) -> None:
    shutil.rmtree(desk.own)
    assert follow.follow(desk.shipped, desk.own) == follow.Following()
    assert waiting.units(desk.shipped, desk.own) == []
