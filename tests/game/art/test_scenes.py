"""Any room, slot, posture, face and look gives one picture, the same each time, that a page and the window can both draw."""

import re
import xml.etree.ElementTree as ET
from itertools import product
from pathlib import Path

import pytest

from courses.library.drawings import read_pictures, refusals
from game import art

MEDIA = Path(__file__).parents[3] / "content" / "media" / "art"
COLOUR = re.compile(r'(?:fill|stroke|stop-color)="([^"]*)"')


@pytest.fixture(scope="module")
def parts():
    return read_pictures(MEDIA).parts


@pytest.mark.parametrize(("room", "slot"), list(product(art.ROOMS, art.SLOTS)))
def test_every_room_and_slot_gives_a_picture_in_all_its_postures(parts, room, slot):
    for posture in art.BODIES:
        text = art.scene(parts, room=room, slot=slot, posture=posture, face="tired", title="Elle & lui", prefix="p")
        root = ET.fromstring(text)
        assert root.get("viewBox") == "0 0 840 720"
        assert root[0].text == "Elle & lui"
        assert set(refusals(text)) <= {"more than 12000 bytes", "root other than <svg xmlns viewBox> … </svg>"}


def test_faces_and_looks_differ_from_each_other(parts):
    heads = {art.portrait(parts, art.Look(skin, hair), face) for skin, hair, face in product(art.SKINS, art.HAIRS, art.FACES)}
    assert len(heads) == len(art.SKINS) * len(art.HAIRS) * len(art.FACES)


def test_every_part_a_look_can_name_is_drawn(parts):
    for face in art.FACES.values():
        for name in (f"brow-{face.brow}", f"eye-{face.eye}", f"mouth-{face.mouth}", *([face.extra] if face.extra else [])):
            assert f"head/{name}" in parts
    for hair in {*art.HAIRS, *(one.hair for one in art.CAST.values())}:
        assert f"head/crown-{hair}-front" in parts, hair
    for body in art.BODIES:
        assert f"body/{body}" in parts, body


def test_the_same_wish_gives_the_same_text(parts):
    wish = {"room": "bedroom", "slot": "night", "posture": "phone", "face": "worried", "objects": ("glass",)}
    assert art.scene(parts, **wish) == art.scene(parts, **wish)


def test_two_pictures_in_a_page_share_no_id(parts):
    one, two = (art.scene(parts, room="bedroom", slot="night", prefix=prefix) for prefix in ("a", "b"))
    ids = [set(re.findall(r'id="([^"]+)"', text)) for text in (one, two)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_night_is_darker_than_noon_and_a_skin_changes_only_the_person(parts):
    noon, night = (art.scene(parts, room="living", slot=slot) for slot in ("noon", "night"))
    assert noon != night
    ebony = art.scene(parts, room="kitchen", slot="noon", person=art.look("awa"))
    assert "#7C503E" in ebony
    assert "#E0AC82" not in art.portrait(parts, art.look("awa"))


def test_unknown_words_fall_back_to_something_drawn(parts):
    guests = (art.Guest("ghost"), "nobody")
    text = art.scene(parts, room="attic", slot="dawn", posture="fly", face="cross", objects=("sword",), others=guests)
    assert text == art.scene(parts, room="kitchen", slot="noon", posture="stand", face="calm")


def test_a_missing_part_leaves_a_gap_and_no_error(parts):
    torn = {name: text for name, text in parts.items() if name != "body/stand"}
    assert ET.fromstring(art.scene(torn, room="kitchen", slot="noon")) is not None


def test_a_thermometer_shows_its_digits(parts):
    with_digits = art.thermometer(parts, "38,4")
    assert with_digits.count("stroke-linecap") > art.thermometer(parts, "3").count("stroke-linecap")


def test_every_room_has_a_place_for_a_guest_in_every_posture(parts):
    for (name, plan), who in product(art.ROOMS.items(), art.CAST):
        for posture in art.BODIES:
            with_guest = art.scene(parts, room=name, slot="noon", posture=posture, others=(who,))
            assert with_guest != art.scene(parts, room=name, slot="noon", posture=posture), (name, who)
        assert "stand" in plan.pairs


def test_the_player_may_be_six_people_and_lose_their_hair(parts):
    drawn = {art.portrait(parts, art.look(key), "calm") for key in art.LOOKS}
    assert len(drawn) == 6
    assert art.look("somebody") == art.look("helene")
    assert art.portrait(parts, art.look("awa", "scarf")) not in drawn
