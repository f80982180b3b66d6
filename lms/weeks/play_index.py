"""The rows of plays: each follows its document. Written with it by these pages, and brought up to date in a list after a device wrote."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from game.core.errors import SaveUnreadable
from game.device.play_saves import Unreadable
from lms.accounts.models import Learner
from lms.accounts.presence import Presence, learner_row
from lms.cohorts.models import CAMPAIGN, Registration
from lms.cohorts.registering import register
from lms.errors import NotFound
from lms.weeks import play_documents, week_opening
from lms.weeks.models import Play
from lms.weeks.play_documents import StoredPlay
from lms.weeks.site_game import SiteGame
from lrs.storage import clock

OWNER = (
    select(Learner.uuid)
    .join(Registration, Registration.learner_id == Learner.id)
    .join(Play, Play.registration_id == Registration.id)
    .where(Play.uuid == bindparam("play"))
)
"""Made once: each page of a week asks it, and making it took longer than running it."""


def row_of(reader: Session, play: UUID) -> Play | None:
    """The row of this name, whosever it is: show it to nobody before the learner was compared."""
    return reader.scalar(select(Play).where(Play.uuid == play))


def owner_of(reader: Session, play: UUID) -> UUID | None:
    """The pseudonym of the learner whose play has this name in the index; None when no row has it."""
    return reader.scalar(OWNER, {"play": play})


def registration_of(work: Session, learner: Learner, stored: StoredPlay, row: Play | None) -> Registration:
    """The learner's registration that a play belongs to, made if need be. Call it inside the writer.

    The row's; else the one its document names, if it is hers; else hers for the campaign. Raises NotFound when the row is somebody else's.
    """
    if row is not None:
        if row.registration.learner_id != learner.id:
            raise NotFound
        return row.registration
    try:
        claimed = UUID(stored.document.registration)
    except ValueError:
        claimed = UUID(int=0)
    known = work.scalar(select(Registration).where(Registration.uuid == claimed, Registration.learner_id == learner.id))
    return known or register(work, learner, CAMPAIGN, stored.campaign, clock.parse(stored.updated))


def set_row(work: Session, registration: Registration, stored: StoredPlay, row: Play | None, weeks: Collection[int]) -> None:
    """Make the row say what the document says. Call it inside the writer, in the transaction of the document or after it.

    weeks: the numbers of all weeks of the campaign; the run is finished when each of them was lived to its end.
    """
    save, at = stored.document.save, clock.parse(stored.updated)
    if row is None:
        row = Play(uuid=stored.uuid, registration_id=registration.id, started_at=at)
        work.add(row)
    row.campaign, row.week, row.turn, row.day, row.slot = stored.campaign, stored.week, stored.turn, save["day"], save["slot"]
    row.name, row.is_over, row.etag, row.touched_at = stored.name, stored.is_over, stored.etag, at
    if stored.is_over and stored.week not in registration.weeks_lived:
        registration.weeks_lived = sorted({*registration.weeks_lived, stored.week})
    if registration.finished_at is None and weeks and set(weeks) <= set(registration.weeks_lived):
        registration.finished_at = at


def remove_row(work: Session, play: UUID) -> None:
    work.execute(delete(Play).where(Play.uuid == play))


@dataclass(frozen=True)
class Refresh:
    """Plays of one learner whose rows are to follow their documents, on their way to the database. absent: those without a document."""

    stored: Sequence[StoredPlay]
    absent: Sequence[UUID]
    who: Presence
    game: SiteGame

    def __bool__(self) -> bool:
        return bool(self.stored or self.absent)

    def __call__(self, work: Session) -> None:
        """Run it on the writer. What changed since it was read is left to the next look."""
        tags = play_documents.etags(work.connection(), play_documents.place(self.game.home_page, self.who.uuid))
        gone = [play for play in self.absent if play not in tags]
        if gone:
            work.execute(delete(Play).where(Play.uuid.in_(gone)))
        for one in self.stored:
            if tags.get(one.uuid) == one.etag:
                self._follow(work, one)

    def _follow(self, work: Session, one: StoredPlay) -> None:
        row = row_of(work, one.uuid)
        try:
            registration = registration_of(work, learner_row(work, self.who, clock.parse(one.updated)), one, row)
        except NotFound:
            return  # a name that is somebody else's play: whoever wrote it, it is not hers
        set_row(work, registration, one, row, self.game.weeks_of(one.campaign))


def refresh(reader: Session, game: SiteGame, who: Presence) -> Refresh:
    """What is to be written so that the rows of this learner follow her documents. What no page could show is left alone."""
    where = play_documents.place(game.home_page, who.uuid)
    tags, rows = play_documents.etags(reader.connection(), where), _row_etags(reader, who)
    moved = [_shown_play(reader, game, who, play) for play, tag in tags.items() if rows.get(play) != tag]
    return Refresh([one for one in moved if one is not None], [play for play in rows if play not in tags], who, game)


def _row_etags(reader: Session, who: Presence) -> Mapping[UUID, str]:
    chosen = select(Play.uuid, Play.etag).join(Play.registration).join(Registration.learner).where(Learner.uuid == who.uuid)
    return {row.uuid: row.etag for row in reader.execute(chosen)}


def _shown_play(reader: Session, game: SiteGame, who: Presence, play: UUID) -> StoredPlay | None:
    """A play that a page can show. One of a newer version passes: its page says that it cannot be opened here, and nothing is lost."""
    try:
        stored = play_documents.read(reader.connection(), play_documents.place(game.home_page, who.uuid), play)
        if stored is None or not game.has_week(stored.campaign, stored.week):
            return None
        week_opening.open_week(game, stored)
    except week_opening.SaveDamaged:
        return None
    except SaveUnreadable:
        return stored
    except Unreadable:
        return None
    return stored


def plays_of(reader: Session, who: Presence, *, most: int = 30) -> list[Play]:
    """The rows of the learner's plays, the one she touched last first."""
    chosen = select(Play).join(Play.registration).join(Registration.learner).where(Learner.uuid == who.uuid)
    return list(reader.scalars(chosen.order_by(Play.touched_at.desc(), Play.id.desc()).limit(most)))


def last_finished(reader: Session, who: Presence, campaign: str, week: int) -> UUID | None:
    """The play in which the learner came to the end of this week; the last one, if there are several."""
    chosen = select(Play.uuid).join(Play.registration).join(Registration.learner)
    chosen = chosen.where(Learner.uuid == who.uuid, Play.campaign == campaign, Play.week == week, Play.is_over)
    return reader.scalars(chosen.order_by(Play.touched_at.desc(), Play.id.desc()).limit(1)).first()
