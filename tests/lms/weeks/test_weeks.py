"""A week from its first page to the look back, in both languages, without JavaScript: every page of it answers, and nothing is lost."""

import re
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from look_back_pages import whole
from stored_plays import index_row, save_of

ADDRESSES = {
    "fr": {"home": "/fr/jouer", "start": "/fr/jouer/personnage/{}/{}", "begin": "/fr/jouer/commencer", "do": "faire", "replay": "rejouer"},
    "en": {"home": "/en/play", "start": "/en/play/character/{}/{}", "begin": "/en/play/begin", "do": "do", "replay": "replay"},
}


def hidden(page: str, name: str) -> str:
    return re.findall(rf'name="{name}" value="([^"]+)"', page)[0]


def begin(client: FlaskClient, lang: str, campaign: str, week: int, **more: str) -> str:
    at = ADDRESSES[lang]
    page = client.get(at["start"].format(campaign, week)).text
    form = {"token": hidden(page, "token"), "campaign": campaign, "week": str(week), "look": "mehdi", "length": "short", **more}
    return client.post(at["begin"], data=form).headers["Location"]


def play(client: FlaskClient, lang: str, week: str) -> str:
    """Play to the end: measure, call once, decide, go on. Gives the look back, all its pages."""
    called = False
    for _ in range(150):
        answer = client.get(week)
        if answer.status_code == 303:
            return whole(client, answer.headers["Location"])
        page = answer.text
        assert answer.status_code == 200
        assert "{" not in re.sub(r"<[^>]*>", "", page[page.index("<main") : page.index("</main>")]), "a place was left unfilled"
        lines = re.findall(r'<p class="says">.*?</p>', page, re.DOTALL)
        assert len(lines) == len(set(lines)), "what somebody says stands on a page once"
        form = {"turn": hidden(page, "turn"), **step(page, called)}
        called = called or form["do"] == "pick_up"
        assert client.post(f"{week}/{ADDRESSES[lang]['do']}", data=form).status_code == 303
    raise AssertionError("the week does not end")


def step(page: str, called: bool) -> dict[str, str]:
    if 'name="person"' in page:
        return {"do": "call", "person": "on_call", "sign": "fever"}
    if 'name="words"' in page:
        return {"do": "say", "words": hidden(page, "words")}
    if 'value="hang_up"' in page:
        return {"do": "hang_up"}
    if 'name="option"' in page:
        return {"do": "decide", "option": hidden(page, "option")}
    return {"do": "next"} if called or 'value="pick_up"' not in page else {"do": "pick_up"}


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(("campaign", "week"), [("azur", 2), ("tutorial", 1), ("ambre", 2), ("caregiver", 2), ("nacre", 2)])
def test_a_week_is_played_to_its_look_back(guest: FlaskClient, lang: str, campaign: str, week: int) -> None:
    address = begin(guest, lang, campaign, week)
    page = play(guest, lang, address)
    assert 'class="thread"' in page
    assert 'class="callout good"' in page


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_first_page_lists_what_runs_and_what_is_over(guest: FlaskClient, lang: str) -> None:
    done, running = begin(guest, lang, "tutorial", 1), begin(guest, lang, "azur", 2)
    play(guest, lang, done)
    page = guest.get(ADDRESSES[lang]["home"]).text
    assert f'href="{running}"' in page
    assert re.search(rf'href="{done}/(bilan|debrief)"', page)


def test_every_campaign_and_week_can_be_chosen(guest: FlaskClient) -> None:
    page = guest.get("/fr/jouer").text
    ways = re.findall(r'href="(/fr/jouer/personnage/[^"]+)"', page)
    assert len(ways) >= 20
    for way in ways:
        assert guest.get(way).status_code == 200
    assert guest.get("/fr/jouer/personnage/azur/9").status_code == 404
    assert guest.get("/fr/jouer/personnage/nothing/1").status_code == 404


def test_a_replay_has_the_same_luck_and_leaves_the_first_week_as_it_was(guest: FlaskClient) -> None:
    week = begin(guest, "fr", "azur", 2)
    first = play(guest, "fr", week)
    question = guest.get(f"{week}/rejouer").text
    assert "Rejouer la semaine" in question
    form = {"token": hidden(question, "token")}
    again = guest.post(f"{week}/rejouer", data=form).headers["Location"]
    assert again != week
    assert guest.post(f"{week}/rejouer", data=form).headers["Location"] == again
    days = re.compile(r'<ol class="thread">.*?</ol>', re.DOTALL)
    assert days.findall(play(guest, "fr", again)) == days.findall(first)
    assert days.findall(guest.get(f"{week}/bilan/jours").text) == days.findall(first) != []


def test_a_week_is_played_again_from_where_it_turned(guest: FlaskClient) -> None:
    week = begin(guest, "fr", "azur", 2)
    first = play(guest, "fr", week)
    way = re.search(r'href="([^"]*rejouer[?]at=turn)"', first)
    assert way is not None
    question = guest.get(way[1]).text
    assert "La semaine reprend à ce moment-là" in question
    form = {"token": hidden(question, "token"), "at": "turn"}
    again = guest.post(f"{week}/rejouer", data=form).headers["Location"]
    words = re.search(r"Jour (\d+), (\S+ \S+) : même chance", first.replace("\u00a0", " "))
    assert words is not None
    assert f">Jour {words[1]}, {words[2]}</h1>" in guest.get(again).text
    play(guest, "fr", again)


def test_the_last_question_answers_on_its_own_page(guest: FlaskClient) -> None:
    week = begin(guest, "fr", "azur", 2)
    option = hidden(play(guest, "fr", week), "answer")
    for address in ("bilan/question", "bilan"):  # a page that was open before the look back had several sends it to the first
        assert "À retenir" in guest.get(f"{week}/{address}?answer={option}").text
        assert guest.get(f"{week}/{address}?answer=%3Cscript%3E").status_code == 200
    assert "Il manque votre choix" in guest.get(f"{week}/bilan/question?do=answer").text
    assert "Il manque votre choix" not in guest.get(f"{week}/bilan/question").text


def test_the_characters_name_is_what_was_typed_without_what_no_name_has(guest: FlaskClient) -> None:
    week = begin(guest, "fr", "azur", 2, name="<b>Zoé-Marie</b> 3", pronoun="she")
    page = guest.get(week).text
    assert "bZoé-Marieb" in page
    assert "<b>Zoé" not in page


def test_who_is_close_goes_with_the_face_until_somebody_types_a_name(site: Flask, guest: FlaskClient) -> None:
    """Paul's neighbour makes his tea; the week after, another face brings another name, and a typed one stays."""
    paul = begin(guest, "fr", "azur", 1, look="paul", relative="")
    assert save_of(site, paul.rpartition("/")[2])["character"]["relative"] == "Denise"
    typed = begin(guest, "en", "azur", 1, look="nadia", relative="Kim")
    assert save_of(site, typed.rpartition("/")[2])["character"]["relative"] == "Kim"


def test_a_pause_keeps_the_place(guest: FlaskClient) -> None:
    week = begin(guest, "en", "azur", 2)
    page = guest.get(week).text
    guest.post(f"{week}/do", data={"turn": hidden(page, "turn"), "do": "next"})
    title = re.findall(r"<h1.*?</h1>", guest.get(week).text)
    pause = guest.get(f"{week}/pause").text
    assert f'href="{week}"' in pause
    assert re.findall(r"<h1.*?</h1>", guest.get(week).text) == title


def test_an_unknown_play_is_not_here(guest: FlaskClient) -> None:
    assert guest.get(f"/fr/jouer/{uuid4()}").status_code == 404


def test_the_characters_weekly_report_is_written_on_its_day(guest: FlaskClient) -> None:
    week = begin(guest, "fr", "azur", 2)
    for _ in range(150):
        page = guest.get(week).text
        if "write=report" in page:
            break
        guest.post(f"{week}/faire", data={"turn": hidden(page, "turn"), **step(page, True)})
    form = guest.get(f"{week}?write=report").text
    symptoms = set(re.findall(r'name="(symptom-[^"]+)"', form))
    assert len(symptoms) == 12
    answers = {"turn": hidden(form, "turn"), "do": "report", **dict.fromkeys(symptoms, "1")}
    assert guest.post(f"{week}/faire", data={**answers, "turn": answers["turn"]}).status_code == 303
    assert "write=report" not in guest.get(week).text
    assert "Bilan de la semaine" in guest.get(week).text


def test_the_next_week_carries_on_the_body_what_was_learnt_and_the_name(site: Flask, guest: FlaskClient) -> None:
    first = begin(guest, "fr", "azur", 1, name="Zoé")
    page = play(guest, "fr", first)
    assert "/fr/jouer/personnage/azur/2" in page
    start = guest.get("/fr/jouer/personnage/azur/2").text
    assert 'value="Zoé"' in start
    second = begin(guest, "fr", "azur", 2)
    before, after = saved(site, first), saved(site, second)
    assert after["origin"]["skills"] == before["skills"]
    assert after["origin"]["grades"] == before["grades"]
    assert set(before["seen"]) <= set(after["seen_cycle"])
    form = {"token": hidden(guest.get(f"{second}/rejouer").text, "token")}
    play(guest, "fr", second)
    again = guest.post(f"{second}/rejouer", data=form).headers["Location"]
    assert {**saved(site, again)["origin"], "play": ""} == {**after["origin"], "play": ""}


def test_somebody_elses_week_carries_nothing(site: Flask, guest: FlaskClient) -> None:
    play(guest, "fr", begin(guest, "fr", "azur", 1))
    assert "skills" not in saved(site, begin(site.test_client(), "fr", "azur", 2))["origin"]


def saved(site: Flask, address: str) -> dict[str, Any]:
    return save_of(site, address.rpartition("/")[2])


def test_a_campaign_is_done_with_its_last_week_and_not_before(site: Flask, browser: FlaskClient) -> None:
    """Azur has three weeks: after two it is not done; a removed play takes nothing back."""
    done: list[tuple[list[int], bool]] = []
    for week in (1, 3, 2):
        address = begin(browser, "fr", "azur", week)
        play(browser, "fr", address)
        row = index_row(site, address.rpartition("/")[2]).registration
        done.append((row.weeks_lived, row.finished_at is not None))
        if len(done) == 1:
            page = browser.get("/fr/jouer").text
            response = browser.post(
                "/fr/jouer/retirer", data={"csrf_token": hidden(page, "csrf_token"), "play": address.rpartition("/")[2]}
            )
            assert response.status_code == 303
    assert done == [([1], False), ([1, 3], False), ([1, 2, 3], True)]


@pytest.mark.parametrize(
    ("address", "title"), [("/fr/jouer/phrase", "La phrase de dix secondes"), ("/en/play/sentence", "The ten-second sentence")]
)
def test_the_ten_second_sentence_is_printed_with_blanks_and_takes_nothing_in(guest: FlaskClient, address: str, title: str) -> None:
    page = guest.get(address).text
    main = page[page.index("<main") : page.index("</main>")]
    assert title in main
    assert main.count("<dd></dd>") == 7
    assert not re.search(r"<(input|textarea|form|select)", main)
