"""The cards of the mornings by form: one form writes the card and its words in both languages, as one commit."""

from collections.abc import Callable, Mapping
from pathlib import Path

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring.registers import changed_folder, shared_files
from courses.authoring.registers.yaml_places import CannotEdit
from courses.errors import ContentUnreadable, CoursesError
from courses.model.content import Problem
from lms.authoring.errors import ContentBusy, TextChanged
from lms.authoring.forms import template_words
from lms.authoring.game import card_fields
from lms.authoring.game.card_fields import CardFile
from lms.authoring.pages import desk, pages, today
from lms.authoring.registers import fields, keeping
from lms.authoring.registers import routes as register_routes
from lms.authoring.registers.keeping import NotReadable
from lms.errors import NotFound
from lms.web.database.long_work import without_transaction
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site import content
from lms.web.site.layout import settings

Make = Callable[[Mapping[str, str]], Mapping[str, str]]


class Breaks(CoursesError):
    """What the checks find with the card as it would be, and not as it is."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(str(problems[0].sentence))
        self.problems = problems


def texts_now() -> dict[str, str]:
    return {path: shared_files.read(settings().shown_content, path) for path in card_fields.PATHS}


@pages.page("/rediger/cartes", "/writing/cards", access=EDUCATOR)
def cards() -> ResponseReturnValue:
    """Every card with its title in the language of the page."""
    return render_template("authoring/game/cards.html", cards=card_fields.cards(texts_now()), path=shared_files.CARDS)


@pages.page("/rediger/cartes/fiche", "/writing/cards/one", access=EDUCATOR)
def card() -> ResponseReturnValue:
    """`key` opens one; without it, a new one."""
    key = request.args.get("key", "")
    one = card_fields.cards(texts_now()).get(key)
    if key and one is None:
        raise NotFound
    lists = {name: list((one.values.get(name) if one else None) or ()) for name in card_fields.LISTS}
    return _page(key, card_fields.opening_form(one), lists, one.mark if one else keeping.NOTHING)


@pages.page("/rediger/cartes/fiche", "/writing/cards/one", access=EDUCATOR, methods=("POST",))
def save_card() -> ResponseReturnValue:
    """Keep a card, only look at it (`do` is `look`), or take it away (`remove`)."""
    form, at, base, do = Form(request.form), request.form.get("at", ""), request.form.get("base", ""), request.form.get("do", "save")
    all_cards, choices = card_fields.cards(texts_now()), _choices()
    if at and at not in all_cards:
        raise NotFound
    key = at or fields.check_key(form, all_cards)
    lists = {name: [one for one in request.form.getlist(name.removesuffix("s")) if one in choices[name]] for name in card_fields.LISTS}
    if do == "remove":
        return _remove(key, form, lists, base) if at else abort(400)
    values, words = card_fields.read(form, lists, list(choices["skills"]), key, all_cards.get(at))
    if not form.is_good or do == "look":
        return _page(at, form, lists, base, status=200 if form.is_good else 422)
    return _write(at, key, form, lists, base, lambda texts: card_fields.with_card(texts, key, values, words))


def _remove(key: str, form: Form, lists: Mapping[str, list[str]], base: str) -> ResponseReturnValue:
    return _write(key, key, form, lists, base, lambda texts: card_fields.without_card(texts, key), may_lose=True)


def _write(
    at: str, key: str, form: Form, lists: Mapping[str, list[str]], base: str, make: Make, *, may_lose: bool = False
) -> ResponseReturnValue:
    place, problems = desk(), content.catalogue().problems
    try:
        without_transaction(
            lambda: keeping.change_files(
                place,
                card_fields.PATHS,
                make,
                base=base,
                mark_of=lambda texts: _mark(texts, key),
                check=lambda own, texts: _check(own, texts, problems),
                may_lose=may_lose,
            )
        )
    except TextChanged:
        theirs = card_fields.cards(texts_now()).get(key)
        return _page(at, form, lists, theirs.mark if theirs else keeping.NOTHING, theirs=theirs, status=409)
    except Breaks as error:
        words = " ".join(problem.sentence.in_language(locales.current()) for problem in error.problems[:3])
        form.refuse("skill", _("The game would have too few cards, or one that does not fit"), words)
        return _page(at, form, lists, base, status=422)
    except (CannotEdit, NotReadable, ContentUnreadable, ContentBusy, KeyError, OSError) as error:
        register_routes.refuse(form, "skill", CannotEdit(str(error)) if isinstance(error, KeyError) else error)
        return _page(at, form, lists, base, status=503)
    return redirect(url_for("authoring.cards", _anchor=key), code=303)


def _mark(texts: Mapping[str, str], key: str) -> str:
    one = card_fields.cards(texts).get(key)
    return one.mark if one else keeping.NOTHING


def _check(own: Path, texts: Mapping[str, str], problems: tuple[Problem, ...]) -> None:
    """One card that does not fit leaves the game without any: so none is kept. Raises Breaks."""
    after = [problem for problem in changed_folder.problems_of_game(own, texts, today=today()) if problem.path in card_fields.PATHS]
    if fresh := changed_folder.new_ones(problems, after):
        raise Breaks(fresh)


def _choices() -> dict[str, dict[str, str]]:
    """Key -> words of everything that may be chosen."""
    objectives = {key: register_routes.title_of("objectives", one) for key, one in register_routes.entries_of("objectives").items()}
    sources = {key: register_routes.title_of("sources", one) for key, one in register_routes.entries_of("sources").items()}
    node = shared_files.values(shared_files.read(settings().shown_content, "_structure/game/regimens.yml"), "_structure/game/regimens.yml")
    regimens = node.get("regimens") if isinstance(node, Mapping) else None
    return {
        "skills": {key: words for key, words in objectives.items() if fields.SKILL.fullmatch(key)},
        "sources": sources,
        "kinds": {"infusion": _("infusions"), "tablets": _("tablets"), "hormone": _("hormone therapy"), "none": _("no treatment")},
        "regimens": {str(key): str(key) for key in regimens or ()},
        "roles": {"patient": _("patient"), "caregiver": _("carer")},
    }


def _page(
    key: str, form: Form, lists: Mapping[str, list[str]], base: str, *, theirs: CardFile | None = None, status: int = 200
) -> ResponseReturnValue:
    known = _choices()
    page = render_template(
        "authoring/game/card.html",
        key=key,
        form=form,
        lists=lists,
        known=known,
        labels=card_fields.labels(),
        base=base,
        theirs=theirs,
        told=card_fields.told(theirs, known) if theirs else [],
        is_conflict=status == 409,
        paths=card_fields.PATHS,
        pairs_of=template_words.form_words()["pairs_of"],
    )
    return page, status
