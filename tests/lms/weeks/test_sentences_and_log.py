"""Whole weeks through the pages, by the ways people play: every sentence that is shown is held against the week's own log."""

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from look_back_pages import pages_back
from stored_plays import save_of
from test_weeks import ADDRESSES, begin

from game.core.state import commands
from game.core.week import Week
from lms.web.current_site import site_of
from tests.log_policies import WAYS, commands_of, truths, untruths

CAMPAIGNS = [("tutorial", 1), ("azur", 3), ("ambre", 1), ("caregiver", 1), ("corail", 2), ("nacre", 1), ("after", 1)]


def words_of(page: str) -> str:
    """The text of a page's own part, pictures left out: what a text browser shows."""
    main = page[page.index("<main") : page.index("</main>")]
    without = re.sub(r"<svg.*?</svg>", " ", main, flags=re.DOTALL)
    without = re.sub(r"</?bdi[^>]*>", "", without)  # keeps a word on its line, and parts none
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", without)))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def form_of(command: commands.Command) -> dict[str, Any]:
    match command:
        case commands.Act(action, plate):
            return {"do": "act", "action": f"{action}:{plate}" if plate else action}
        case commands.Ask(question):
            return {"do": "ask", "question": question}
        case commands.Decide(option):
            return {"do": "decide", "option": option}
        case commands.Dial(told, person):
            return {"do": "call", "sign": list(told), "person": person}
        case commands.AnswerCall(option):
            return {"do": "say", "words": option}
        case commands.WriteReport(answers):
            return {"do": "report", **{f"symptom-{key}": str(value) for key, value in answers.items()}}
    return {"do": "next" if isinstance(command, commands.NextSlot) else command.name}


def play(site: Flask, client: FlaskClient, way: str, lang: str, campaign: str, week: int) -> Iterator[tuple[Week, str, str]]:
    """Gives after each turn the week as the core has it, the page's text, and the whole page; at the end all of the look back."""
    address = begin(client, lang, campaign, week, look="helene", length="normal")
    saved = save_of(site, address.rpartition("/")[2])
    book, rule = site_of(site).newest_content.catalogue.game, site_of(site).newest_content.rule
    core = Week.resume(book, rule, saved)
    for command in commands_of(core, WAYS[way]):
        form = {"turn": str(core.state.turn - 1), **form_of(command)}
        assert client.post(f"{address}/{ADDRESSES[lang]['do']}", data=form).status_code == 303, (way, form)
        answer = client.get(address, follow_redirects=True)
        pages = list(pages_back(client, answer.request.path)) if core.state.is_over else [answer.text]
        yield core, " ".join(words_of(page) for page in pages), "".join(pages)


@pytest.mark.parametrize(("way", "lang"), [*((way, "fr") for way in WAYS), ("silent", "en")])
def test_every_sentence_of_a_week_agrees_with_its_log(site: Flask, way: str, lang: str) -> None:
    hold(site, way, lang, "azur", 2)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", [3, 11])
def test_every_sentence_of_any_campaign_agrees_with_its_log(site: Flask, make_seed: Callable[[int], None], seed: int, way: str) -> None:
    make_seed(seed)
    for number, (campaign, week) in enumerate(CAMPAIGNS):
        hold(site, way, ("fr", "en")[(number + seed // 3) % 2], campaign, week)


def hold(site: Flask, way: str, lang: str, campaign: str, week: int) -> None:
    """Play one week; fails at the first screen whose sentences are not the log's."""
    for core, shown, page in play(site, site.test_client(), way, lang, campaign, week):

        def say(key: str, core: Week = core, **values: object) -> str:
            return plain(core.run.book.text(lang, key, **values))

        at = (way, lang, campaign, core.state.day, core.state.slot)
        assert [words for words in truths(core, say) if plain(words) not in shown] == [], at
        assert [words for words in untruths(core, say) if words in shown] == [], at
        if core.state.reading is not None and not core.state.is_over and "<svg" in page:
            picture = re.findall(r'<title[^>]*>(.*?)</title>|role="img" aria-label="(.*?)"', page[page.index("<main") :], re.DOTALL)
            digits = f"{core.state.reading:.1f}".replace(".", "," if lang == "fr" else ".")
            assert digits in "".join(picture[0]), "the text alternative says the reading"
    assert core.state.is_over
    first_box(core, page)


def first_box(core: Week, page: str) -> None:
    """The first box of the look back is no green one when an urgent sign had no call, and no praise stands before it."""
    boxes = re.findall(r'class="callout([^"]*)"', page[page.index("<main") :])
    urgent = [one for one in core.state.episodes if one.flag in ("red", "vital")]
    uncalled = [one for one in urgent if one.closed_by in ("net", "end")]
    if uncalled:
        assert "good" not in boxes[0]
        assert page.index('class="callout') < page.index('class="thread"') < page.index('class="callout good"')


@pytest.fixture
def make_seed(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    return lambda seed: monkeypatch.setattr("lms.weeks.turns.new_seed", lambda: seed)
