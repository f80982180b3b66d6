"""The notebook of ways found, from all weeks a learner has played here or in a window."""

from flask.typing import ResponseReturnValue

from game.core.review.notebook import ways_found
from game.device.play_saves import Unreadable
from lms.accounts.presence import present
from lms.safety.game_words import book
from lms.web.database.extensions import reading_session
from lms.web.routing.pages import ANYONE
from lms.web.site.layout import settings
from lms.weeks import beside_pages, play_documents, play_index
from lms.weeks.pages import pages
from lms.weeks.play_documents import StoredPlay
from lms.weeks.routes import refresh_index


@pages.page("/jouer/carnet", "/play/notebook", access=ANYONE)
def notebook() -> ResponseReturnValue:
    refresh_index()
    saves = [play.document.save for play in own_plays()]
    look = str(saves[0].get("character", {}).get("look", "")) if saves else ""
    return beside_pages.notebook_page(ways_found(book(), saves), look)


def own_plays() -> list[StoredPlay]:
    """The learner's plays, the one she touched last first; one that cannot be read is left out."""
    reader, plays = reading_session(), []
    where = play_documents.place(settings().home_page, present().uuid)
    for row in play_index.plays_of(reader, present()):
        try:
            stored = play_documents.read(reader.connection(), where, row.uuid)
        except Unreadable:
            continue
        plays += [stored] if stored is not None else []
    return plays
