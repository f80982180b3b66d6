"""The game's words by form: both languages side by side, line by line; a save replaces the lines that changed and no other byte."""

from collections.abc import Mapping, Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.registers import shared_files, word_groups
from courses.authoring.registers.word_groups import Group, Line
from courses.authoring.registers.yaml_places import CannotEdit
from courses.errors import ContentUnreadable
from courses.text.keys import LANGUAGES
from lms.authoring import words
from lms.authoring.errors import ContentBusy, TextChanged
from lms.authoring.game import words_of_form
from lms.authoring.game.words_of_form import box
from lms.authoring.pages import desk, pages
from lms.authoring.registers import keeping
from lms.authoring.registers import routes as register_routes
from lms.authoring.registers.keeping import NotReadable
from lms.errors import NotFound
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings

STEM = "/<stem>"
MOST_HITS = 200


@pages.page("/rediger/mots-du-jeu", "/writing/game-words", access=EDUCATOR)
def game_words() -> ResponseReturnValue:
    """Every file of words; `q` finds the lines that hold these words in either language."""
    folder, query = settings().shown_content, request.args.get("q", "").strip()[:80]
    files = [(stem, word_groups.head_comment(_text(word_groups.path_of(locales.current(), stem)))) for stem in word_groups.stems(folder)]
    hits = [] if not query else [hit for stem, _about in files for hit in _hits(stem, query.casefold())][:MOST_HITS]
    return render_template("authoring/game/files.html", files=files, asked=query, hits=hits)


def _hits(stem: str, query: str) -> list[tuple[str, Group, Line]]:
    return [
        (stem, group, line)
        for group in word_groups.groups(settings().shown_content, stem)
        for line in group.lines
        if any(query in text.casefold() for text in line.words.values()) or query == line.name.casefold()
    ]


@pages.page(f"/rediger/mots-du-jeu{STEM}", f"/writing/game-words{STEM}", access=EDUCATOR)
def game_words_of_file(stem: str) -> ResponseReturnValue:
    """`at`: the group whose boxes are open; without it the first one."""
    groups, group = _groups_and_one(stem, request.args.get("at", ""))
    return _page(stem, groups, group, words_of_form.opening_form(group.lines), _mark(group.lines))


@pages.page(f"/rediger/mots-du-jeu{STEM}", f"/writing/game-words{STEM}", access=EDUCATOR, methods=("POST",))
def save_game_words(stem: str) -> ResponseReturnValue:
    """Keep the lines that differ, or only say what is wrong with them (`do` is `look`)."""
    at, base = request.form.get("at", ""), request.form.get("base", "")
    groups, group = _groups_and_one(stem, at)
    form = Form(request.form)
    if _mark(group.lines) != base:
        return _page(stem, groups, group, form, _mark(group.lines), theirs=True, status=409)
    new_lines = words_of_form.read(form, group.lines)
    if not form.is_good or request.form.get("do") == "look":
        return _page(stem, groups, group, form, base, status=200 if form.is_good else 422)
    try:
        keeping.change_files(
            desk(),
            [word_groups.path_of(language, stem) for language in LANGUAGES],
            lambda texts: _changed(texts, stem, new_lines),
            base=base,
            mark_of=lambda texts: _mark(_lines_now(texts, stem, group.lines)),
        )
    except TextChanged:
        groups, group = _groups_and_one(stem, at)
        return _page(stem, groups, group, form, _mark(group.lines), theirs=True, status=409)
    except (CannotEdit, NotReadable, ContentUnreadable, ContentBusy, OSError) as error:
        register_routes.refuse(form, box(0, "fr"), error)
        return _page(stem, groups, group, form, base, status=503)
    return redirect(url_for("authoring.game_words_of_file", stem=stem, at=group.key), code=303)


def _text(path: str) -> str:
    folder = settings().shown_content
    return shared_files.read(folder, path) if (folder / path).is_file() else ""


def _groups_and_one(stem: str, at: str) -> tuple[list[Group], Group]:
    """Raises NotFound, ContentUnreadable."""
    folder = settings().shown_content
    groups = word_groups.groups(folder, stem) if stem in word_groups.stems(folder) else []
    chosen_groups = [group for group in groups if group.key == at] if at else groups
    if not chosen_groups:
        raise NotFound
    return groups, chosen_groups[0]


def _mark(lines: Sequence[Line]) -> str:
    return keeping.mark([(line.path, dict(line.words)) for line in lines])


def _lines_now(texts: Mapping[str, str], stem: str, lines: Sequence[Line]) -> list[Line]:
    sides = {language: word_groups.leaves(texts[path], path) for language in LANGUAGES for path in [word_groups.path_of(language, stem)]}
    return [Line(line.path, {one: sides[one][line.path] for one in LANGUAGES if line.path in sides[one]}) for line in lines]


def _changed(texts: Mapping[str, str], stem: str, lines: Sequence[Line]) -> dict[str, str]:
    new_texts = {}
    for language in LANGUAGES:
        path = word_groups.path_of(language, stem)
        new_texts[path] = word_groups.with_words(texts[path], path, {line.path: line.words[language] for line in lines})
    return new_texts


def _page(
    stem: str, groups: Sequence[Group], group: Group, form: Form, base: str, *, theirs: bool = False, status: int = 200
) -> ResponseReturnValue:
    """theirs: somebody saved meanwhile; what stands there now is shown beside what was typed."""
    differing = [
        (line, one, line.words.get(one, ""))
        for number, line in enumerate(group.lines)
        for one in LANGUAGES
        if theirs and form.raw(box(number, one)).strip() != line.words.get(one, "").strip()
    ]
    page = render_template(
        "authoring/game/words.html",
        stem=stem,
        groups=groups,
        group=group,
        place=groups.index(group),
        form=form,
        base=base,
        theirs=differing if theirs else None,
        box=box,
        about=word_groups.head_comment(_text(word_groups.path_of(locales.current(), stem))),
        language_names=words.language_names(),
        paths=[word_groups.path_of(language, stem) for language in LANGUAGES],
    )
    return page, status
