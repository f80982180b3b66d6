"""Pages of what is prepared on the device: what is ticked or dated there never comes here; the pharmacist's code does, and is not kept."""

from dataclasses import dataclass
from hashlib import blake2b

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.model.content import Block, Module, Screen
from courses.model.preparing import LARGEST_TOPIC, Interview, Preparing
from courses.text.safe_html import render_screen
from lms.accounts.presence import present
from lms.learning.pages import resolve
from lms.preparing import interview_codes
from lms.preparing.interview_codes import CodeUnreadable
from lms.preparing.offered_modules import own_modules, pages, preparing, shown_modules
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import ANYONE
from lms.web.routing.whole_numbers import whole_number
from lms.web.site import content


@pages.page("/selon-mes-dates", "/by-my-dates", access=ANYONE)
def by_dates() -> ResponseReturnValue:
    """Modules in their order; a script of the page puts them in another by dates that stay on the device."""
    whole = preparing()
    modules = own_modules(list(whole.before))
    return render_template("preparing/by_dates.html", milestones=whole.milestones, modules=modules, before=whole.before, owner=_owner())


def _owner() -> str:
    """Under which name this browser keeps the dates: the next person to sign in here does not see them, and the name tells nobody who."""
    who = present()
    return "guest" if who.is_guest else blake2b(who.uuid.bytes, key=b"own dates", digest_size=6).hexdigest()


@pages.page("/preparer-mes-entretiens", "/prepare-my-interviews", access=ANYONE)
def topics() -> ResponseReturnValue:
    """What to speak of with the pharmacist: ticked on the page or by pen. It has no form, so nothing that is ticked can leave it."""
    whole = preparing()
    return render_template("preparing/topics.html", modules=own_modules(list(whole.topics)), numbers=whole.topics)


@pages.page("/guide-entretien", "/interview-guide", access=ANYONE)
def guide_form() -> ResponseReturnValue:
    return _form(preparing(), Form())


def _form(whole: Preparing, form: Form, status: int = 200) -> ResponseReturnValue:
    modules = shown_modules(list(whole.topics))
    page = render_template(
        "preparing/guide_form.html",
        whole=whole,
        modules=modules,
        form=form,
        ticked=request.form.getlist("topic"),
        given_interview=request.form.get("interview", ""),
    )
    return page, status


@pages.page("/guide-entretien", "/interview-guide", access=ANYONE, methods=("POST",), name="guide")
def guide() -> ResponseReturnValue:
    """The guide of one interview, to print. The code comes by POST, so that no address and no log holds it; nothing is kept or told."""
    whole, form = preparing(), Form(request.form)
    interview = whole.interviews.get(request.form.get("interview", ""))
    if interview is None:
        abort(400)
    numbers = {number for text in request.form.getlist("topic") if (number := whole_number(text)) and number <= LARGEST_TOPIC}
    try:
        numbers |= interview_codes.read(form.raw("code")) if form.raw("code").strip() else frozenset()
    except CodeUnreadable:
        form.refuse(
            "code",
            _("This code cannot be read"),
            _("A sign is missing or was changed. Type it again, or tick the topics below."),
        )
        return _form(whole, form, 422)
    chosen = [key for number in sorted(numbers) if (key := whole.module_of(number))]
    subjects = [_subject(one_module) for one_module in shown_modules(chosen)]
    sources = dict.fromkeys([*_sources_of(interview), *(key for one in subjects for key in one.sources)])
    references = content.catalogue().references
    return render_template(
        "preparing/guide.html",
        interview=interview,
        subjects=subjects,
        unknown=len(numbers) - len(subjects),
        sources=[references[key] for key in sources if key in references],
        place={key: place for place, key in enumerate((key for key in sources if key in references), 1)},
        is_draft=whole.state != "published",
        expires=whole.expires,
    )


@dataclass(frozen=True)
class Subject:
    """One ticked topic: what the module teaches, its safety blocks as safe HTML with their titles, the keys of their sources."""

    module: Module
    objectives: tuple[str, ...]
    safety: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


def _subject(one_module: Module) -> Subject:
    language, known = locales.current(), content.catalogue().objectives
    safety = [(screen, block) for screen in one_module.screens for block in screen.blocks if block.kind == "safety"]
    return Subject(
        one_module,
        tuple(known[key].text[language] for key in one_module.objectives if key in known),
        tuple((screen.title, _html(one_module, screen, block)) for screen, block in safety),
        tuple(key for key in one_module.references if any(f"@{key}" in block.markdown for _, block in safety)),
    )


def _html(one_module: Module, screen: Screen, block: Block) -> str:
    alone = Screen(screen.key, screen.title, (block,), screen.line)
    at = url_for("home.sources", module=one_module.key)
    return render_screen(alone, locales.current(), resolve=resolve, references=one_module.references, sources_at=at)


def _sources_of(interview: Interview) -> list[str]:
    return [*interview.sources, *(key for step in interview.steps for key in step.sources)]
