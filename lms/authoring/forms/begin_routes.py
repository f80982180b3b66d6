"""A file that a page still lacks: its simple version, or the same file in the other language, begun from what is there."""

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import text_files
from courses.errors import ContentUnreadable
from courses.library import new_files
from courses.library.new_files import NewFile
from lms.authoring import working
from lms.authoring.errors import ContentBusy
from lms.authoring.forms.pages_of import form_link
from lms.authoring.pages import desk, pages, piece, refusal_page
from lms.authoring.routes import FILE
from lms.web.routing import locales
from lms.web.routing.pages import EDUCATOR


@pages.page(f"/rediger/commencer{FILE}", f"/writing/begin{FILE}", access=EDUCATOR, methods=("POST",))
def begin_version(file: str) -> ResponseReturnValue:
    """`what`: simple (of a text), items (of a text) or language (the other one). What is there already is opened as it is."""
    text_piece, what, place = piece(file), request.form.get("what", ""), desk()
    if what not in ("simple", "language"):
        abort(400)
    own = place.open()
    text = text_files.read(own, text_piece.path)
    try:
        new = new_files.simple_version(text, text_piece.head) if what == "simple" else new_files.counterpart(text, text_piece.path)
        if not (own / new.path).is_file():
            working.begin(place, lambda _folder: [NewFile(new.path, new.text)])
    except ContentUnreadable as error:
        return refusal_page(file, _("The page cannot be read"), error.line_in(locales.current()), 409)
    except ContentBusy:
        return refusal_page(file, _("Somebody else is saving"), _("Try again in a moment."), 503)
    except OSError as error:
        current_app.logger.error("a page cannot be begun: %s", error)
        return refusal_page(file, _("The site cannot write its files"), _("Nothing was made. Tell who runs the site, then try again."), 503)
    return form_link(text_files.piece(own, new.path))
