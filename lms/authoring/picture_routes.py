"""Pictures for the texts: a list with their words, and a form to add one."""

import json
from dataclasses import dataclass
from pathlib import Path

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import picture_words
from courses.library import uploaded_pictures
from courses.library.uploaded_pictures import PictureRefused
from lms.authoring import history
from lms.authoring.errors import ContentBusy
from lms.authoring.pages import desk, pages
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings

LONGEST_ALT = 200


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture of the content folder. address: what authors write after `media:`."""

    address: str
    words: dict[str, str]


@pages.page("/rediger/images", "/writing/pictures", access=EDUCATOR)
def pictures() -> ResponseReturnValue:
    return _pictures(Form())


@pages.page("/rediger/images", "/writing/pictures", access=EDUCATOR, methods=("POST",))
def add_picture() -> ResponseReturnValue:
    """Take a picture with its words in both languages; one that cannot be taken says why."""
    form, upload = Form(request.form), request.files.get("picture")
    words = {language: form.text(f"alt_{language}") for language in ("fr", "en")}
    for language, text in words.items():
        if not text or len(text) > LONGEST_ALT or any(sign in text for sign in "[]\n"):
            what = _("Say in one sentence what the picture shows, up to 200 characters, without brackets, for those who cannot see it.")
            form.refuse(f"alt_{language}", _("The words of the picture are missing"), what)
    if form.is_good:
        try:
            picture = uploaded_pictures.check_picture(form.text("name"), upload.read(uploaded_pictures.MOST_BYTES + 1) if upload else b"")
            _store_picture(picture, words)
            return redirect(url_for("authoring.pictures"), code=303)
        except PictureRefused as refusal:
            form.refuse("name" if refusal.why == "name" else "picture", _("The picture cannot be taken"), _why(refusal.why))
        except FileExistsError:
            form.refuse("name", _("This name is taken"), _("Choose another name."))
        except ContentBusy:
            form.refuse("picture", _("Somebody else is saving"), _("Try again in a moment."))
    return _pictures(form, 422)


def _store_picture(picture: uploaded_pictures.Picture, words: dict[str, str]) -> None:
    """Raises FileExistsError: a picture that stands in texts is never changed under them."""
    mine = desk()
    own = mine.open()
    with history.only_one(own):
        target = own / picture.path
        beside = target.with_suffix(".json")
        if beside.exists():
            raise FileExistsError(picture.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(picture.raw)
        beside.write_text(json.dumps(words, ensure_ascii=False), "utf-8")
        history.commit(own, [picture.path, picture.path.rpartition(".")[0] + ".json"], who=mine.who, did="picture")


def _why(key: str) -> str:
    return {
        "name": _("Give it a name of lower-case letters and digits joined by hyphens, like thermometer-ear."),
        "size": _("It is larger than 200 KB. Make it smaller, then send it again."),
        "kind": _("It is neither PNG nor SVG. Save it as PNG, then send it again."),
        "broken": _("It cannot be read to its end. Save it again, then send it again."),
        "pixels": _("It has more than 4 million pixels. Make it smaller, then send it again."),
        "stretched": _("It is more than 8 times as wide as high, or as high as wide. Crop it, then send it again."),
        "parts": _("The drawing has more than 5,000 shapes, or groups too deep inside one another. Simplify it, then send it again."),
        "active": _("The drawing holds more than shapes (a DOCTYPE). Save it as plain SVG, then send it again."),
    }[key]


def _pictures(form: Form, status: int = 200) -> ResponseReturnValue:
    return render_template("authoring/pictures.html", form=form, pictures=_picture_rows(settings().shown_content)), status


def _picture_rows(folder: Path) -> list[PictureRow]:
    return [PictureRow(address, words) for address, words in picture_words.uploaded(folder)]
