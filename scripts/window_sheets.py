"""Every scene of the window as contact sheets in a folder, to be looked at: sizes, texts, colours, languages; then the pictures alone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pygame
from PIL import Image, ImageDraw

from courses.library.drawings import read_pictures
from game import art
from game import play as game_play
from game.device.preferences import CHOICES, Preferences
from game.errors import CodeRefused, DiskRefused
from game.ui.app import App
from game.ui.window.fonts import font_folder
from game.ui.window.pygame_window import PygameWindow
from tests.game.ui.walks import begin, next_press

ROOT = Path(__file__).resolve().parents[1]
SIZES = ((1024, 600), (1280, 720), (2560, 1440))
CELL = (800, 470)  # pixels of one picture on a sheet
ROWS, COLUMNS = 3, 2
Take = Callable[[str], None]


def every_scene(folder: Path, *, only: str = "") -> Iterator[Path]:
    """Writes the sheets; gives each path. Usual text and colours at all sizes, then largest text, then the other colours.

    only: sheets whose name begins so, as "1280x720-22-paper-fr" or "art".
    """
    folder.mkdir(parents=True, exist_ok=True)
    kinds = [(size, 22, "paper") for size in SIZES] + [(size, 32, "paper") for size in SIZES]
    kinds += [(SIZES[1], 22, theme) for theme in CHOICES["theme"] if theme != "paper"]
    for (size, text, theme), language in product(kinds, CHOICES["language"]):
        name = f"{size[0]}x{size[1]}-{text}-{theme}-{language}"
        if not name.startswith(only):
            continue
        prefer = Preferences(language=language, text=text, theme=theme, calm=True)
        yield from sheets(folder, name, walk(folder / "data" / name, size, prefer))
    if "art".startswith(only):
        yield from rooms(folder)


def sheets(folder: Path, name: str, pictures: Iterator[tuple[str, Image.Image]]) -> Iterator[Path]:
    """Pictures in a grid, each under its name."""
    cells: list[tuple[str, Image.Image]] = []
    number = 0
    for cell in pictures:
        cells.append(cell)
        if len(cells) == ROWS * COLUMNS:
            number += 1
            yield _sheet(folder / f"{name}-{number:02}.png", cells)
            cells = []
    if cells:
        yield _sheet(folder / f"{name}-{number + 1:02}.png", cells)


def _sheet(path: Path, cells: list[tuple[str, Image.Image]]) -> Path:
    sheet = Image.new("RGB", (COLUMNS * CELL[0], -(-len(cells) // COLUMNS) * CELL[1]), "#777777")
    draw = ImageDraw.Draw(sheet)
    for number, (name, picture) in enumerate(cells):
        row, column = divmod(number, COLUMNS)
        small = picture.copy()
        small.thumbnail((CELL[0] - 4, CELL[1] - 20))
        sheet.paste(small, (column * CELL[0] + 2, row * CELL[1] + 18))
        draw.text((column * CELL[0] + 4, row * CELL[1] + 3), name, fill="#FFFFFF")
    sheet.save(path)
    return path


def walk(data: Path, size: tuple[int, int], prefer: Preferences) -> Iterator[tuple[str, Image.Image]]:
    """One person's way through every scene, with a second picture of each page that has more below."""
    data.mkdir(parents=True, exist_ok=True)
    book, rule, is_demo = game_play.open_book(ROOT / "content", None, data)
    window = PygameWindow(size, "Hors les murs", font_folder(), sound=False)
    app = game_play.compose(window, data, ROOT / "content", book, rule, prefer, is_demo=is_demo, seed=7)
    found: list[tuple[str, Image.Image]] = []

    def take(name: str) -> None:
        app.scroll = 0
        found.append((name, _shot(app)))
        if app.frame().overflow:
            app.scroll = app.frame().overflow
            found.append((f"{name} (end)", _shot(app)))
            app.scroll = 0

    for part in (before_a_week, a_week, after_a_week, troubles):
        part(app, take)
        yield from found
        found.clear()
    app.controller.outbox.close()
    window.close()


def _shot(app: App) -> Image.Image:

    app.changed()
    app.draw()
    surface = app.window.picture_of()  # type: ignore[attr-defined]  # the scene and window of this script are known
    return Image.frombytes("RGB", surface.get_size(), pygame.image.tobytes(surface, "RGB"))


def before_a_week(app: App, take: Take) -> None:
    """The cover, its pages, the choice of a story and of a person."""
    take("title")
    for key in ("settings", "link", "quit", "help"):
        app.press(key)
        take(key)
        app.scene.back()
    app.press("new")
    take("story")
    for step in ("week", "look", "name", "length"):
        app.press("validate")
        take(step)
        if step == "look":
            app.press("look:awa")
            take("look chosen")
    for _ in range(5):
        app.scene.back()


def a_week(app: App, take: Take) -> None:
    """The week of the fever: each kind of page once a slot, the kinds of acts, a call with its steps, the report."""
    begin(app, "azur", 2)
    seen: set[tuple[str, ...]] = set()
    for _ in range(120):
        screen, view = app.screen(), app.scene.view  # type: ignore[attr-defined]  # the scene and window of this script are known
        if screen.name == "debrief":
            return
        kind = (screen.name, view.slot) if screen.name == "day" else (screen.name, view.call.stage if view.call else view.room)
        if kind not in seen or view.notices:
            take(" ".join((*kind, f"day {view.day}")))
        if kind not in seen and screen.name == "day":
            _kinds_of_a_moment(app, take)
        seen.add(kind)
        if screen.item("report") is not None:
            _report(app, take)
            continue
        if screen.name == "day" and view.cycle_day >= 10 and view.reading is None and screen.item("kind:measure"):
            for key in ("kind:measure", "act:measure_temp", "validate"):
                app.press(key)
            take("thermometer")
            if not any(kind[0] == "call" for kind in seen):
                app.press("call")
            continue
        for key in next_press(screen):
            item = app.screen().item(key)
            if item is not None and item.is_enabled and app.scene.view.turn == view.turn:  # type: ignore[attr-defined]  # the scene and window of this script are known
                if key in ("validate", "dial"):
                    take(f"{screen.name} chosen")
                app.press(key)


def _kinds_of_a_moment(app: App, take: Take) -> None:
    view = app.scene.view  # type: ignore[attr-defined]  # the scene and window of this script are known
    heads = app.screen().heads
    for head in heads:
        app.press(head.key)
        if not head.is_on:
            take(f"{head.key} {view.slot}")
        meal = next((item for item in app.screen().items() if item.key.startswith("act:adapt_meals")), None)
        if view.slot == "noon" and meal is not None and meal.is_enabled:
            app.press(meal.key)
            take(f"{meal.key} chosen")
            app.press(meal.key)
    if heads:
        app.press(heads[0].key)


def _report(app: App, take: Take) -> None:
    app.press("report")
    take("report")
    while app.screen().name == "report":
        app.press("answer:1")
        app.press("validate")


def after_a_week(app: App, take: Take) -> None:
    """The look back, page by page; pause and the sources on the way."""
    while app.scene.name == "turn":
        take(f"debrief {app.screen().title}"[:60])
        if app.screen().item("sources"):
            app.press("sources")
            take("sources")
            app.scene.back()
        if app.screen().item("keep_tip"):
            app.press("keep_tip")
            take("tip kept")
        recall = next((item.key for item in app.screen().items() if item.key.startswith("recall:") and item.is_enabled), None)
        if recall:
            app.press(recall)
            app.press("next")
            take("recall told")
        app.press("next")
    take("title after a week")
    begin(app, "ambre", 2)
    app.press("pause")
    take("pause")
    app.home()
    begin(app, "caregiver", 1)
    take("caregiver")
    app.home()


def troubles(app: App, take: Take) -> None:
    """What is refused, in words: a full disk, a code that is no longer valid, a link and its end, a week that cannot be opened."""
    app.trouble = DiskRefused("No space left on device")
    take("disk refused")
    app.trouble = None

    def refuse(site: str, code: str) -> None:
        raise CodeRefused()

    app.link.pair = refuse
    app.preferences = replace(app.preferences, site="https://hopital.example.org", day="01 23 45 67 89", night="01 23 45 67 90")
    app.press("link")
    for sign in "K7011":
        app.press(f"sign:{sign}")
    take("link half")
    for sign in "2BV":
        app.press(f"sign:{sign}")
    app.press("pair")
    take("link refused")
    app.back()
    app.press("help")
    take("help with numbers")
    app.press("field:day")
    take("help, writing")
    app.back()
    app.link.site = "https://hopital.example.org"
    app.press("link")
    take("linked")
    app.press("unlink")
    take("unlink")
    app.home()
    app.controller.outbox.is_revoked = True
    app.scene.unreadable = True  # type: ignore[attr-defined]  # the scene and window of this script are known
    take("revoked, unreadable")


def rooms(folder: Path) -> Iterator[Path]:
    """The pictures alone: rooms by slot, everybody's postures and faces."""

    parts = read_pictures(ROOT / "content" / "media" / "art").parts

    def drawn(svg: str, wide: int = 420, high: int = 360) -> Image.Image:
        surface = pygame.image.load_sized_svg(io.BytesIO(svg.encode()), (wide, high))
        ground = Image.new("RGB", (wide, high), "#EFE2C8")
        picture = Image.frombytes("RGBA", surface.get_size(), pygame.image.tobytes(surface, "RGBA"))
        ground.paste(picture, ((wide - picture.width) // 2, (high - picture.height) // 2), picture)
        return ground

    def grid(name: str, rows: list[list[Image.Image]]) -> Path:
        wide, high = rows[0][0].size
        sheet = Image.new("RGB", (max(len(row) for row in rows) * (wide + 4), len(rows) * (high + 4)), "#777777")
        for y, row in enumerate(rows):
            for x, picture in enumerate(row):
                sheet.paste(picture, (x * (wide + 4), y * (high + 4)))
        path = folder / f"{name}.png"
        sheet.save(path)
        return path

    for room in art.ROOMS:
        yield grid(f"art-room-{room}", [
            [
                drawn(art.scene(parts, room=room, slot=slot, person=art.look(look), posture=posture, face=face, others=others))
                for slot in art.SLOTS
            ]
            for look, posture, face, others in (
                ("helene", "stand", "calm", ()), ("paul", "sit", "tired", ("daughter",)),
                ("awa", "phone", "worried", ("nurse",)), ("mehdi", "lie", "queasy", ()),
            )
        ])  # fmt: skip
    for look in art.LOOKS:
        places = (("kitchen", "stand"), ("bedroom", "sit"), ("bedroom", "phone"), ("bedroom", "lie"), ("kitchen", "table"),
                  ("living", "stand-phone"), ("bathroom", "stand-free"), ("balcony", "sit"))  # fmt: skip
        cells = [
            drawn(art.scene(parts, room=room, slot="noon", person=art.look(look), posture=posture, face=face))
            for (room, posture), face in zip(places, [*art.FACES, "calm"], strict=True)
        ]
        yield grid(f"art-look-{look}", [cells[:4], cells[4:]])
    everybody = [*((key, art.look(key)) for key in art.LOOKS), *((key, key) for key in art.CAST if key != "patient")]
    yield grid("art-faces", [[drawn(art.portrait(parts, who, face), 230, 262) for face in art.FACES] for _, who in everybody])
    yield grid("art-faces-skins", [
        [drawn(art.portrait(parts, art.Look(skin, hair), face), 230, 262) for face in art.FACES]
        for skin, hair in zip(art.SKINS, art.HAIRS, strict=False)
    ])  # fmt: skip
    names = sorted(name.removeprefix("object/") for name in parts if name.startswith("object/"))
    cells = [drawn(art.thing(parts, name), 192, 192) for name in names]
    yield grid("art-objects", [cells[n : n + 7] for n in range(0, len(cells), 7)])
