"""Who is signed in by a request's cookie: the account whose mark it holds, while the browser's own row is there and open.

One query reads both, and the role with them, so that ending a sign-in costs no page anything.
"""

import logging
from collections.abc import Callable

from flask import Flask, Response, g, request, session
from flask_login import current_user
from sqlalchemy import bindparam, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, joinedload

from lms.accounts.models import Account
from lms.accounts.sign_ins import browser_sign_ins, device_names
from lms.accounts.sign_ins.sign_in_models import SignIn
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lrs.errors import StoreError

log = logging.getLogger("lms")
KEY = "sign_in"
"""In the session of somebody who is signed in: the key whose hash her browser's row holds."""
ANSWER_ANYHOW = frozenset({"safety", "symptoms"})
ANSWER_ANYHOW_PAGES = frozenset({"home.fever", "home.status"})
"""Pages of real help, and the one that says whether the site works: without a database they are shown as to a guest."""
ACCOUNT_AND_SIGN_IN = (
    select(Account, SignIn)
    .join(SignIn, SignIn.account_id == Account.id)
    .options(joinedload(Account.roles))
    .where(Account.fs_uniquifier == bindparam("mark"), SignIn.hash == bindparam("hash"))
)
"""Made once: each request of somebody who is signed in asks it."""


def init(app: Flask) -> None:
    """Call it after Flask-Security, whose own reader of sessions knows the account's mark alone."""
    app.login_manager.user_loader(load)  # type: ignore[attr-defined]  # Flask-Login puts it there
    app.after_request(mark_seen)


def load(mark: str) -> Account | None:
    """The account of this session; None when it, or this browser's sign-in, has ended, or nobody can know on a page that answers anyhow.

    Raises OperationalError once in a request to another page: the page that tells of it is shown as to a guest.
    """
    key = session.get(KEY)
    if not mark or not isinstance(key, str) or g.get("is_sign_in_unread"):
        return None
    try:
        return read(mark, key)
    except OperationalError:
        g.is_sign_in_unread = True
        endpoint = request.endpoint or ""
        if endpoint in ANSWER_ANYHOW_PAGES or endpoint.partition(".")[0] in ANSWER_ANYHOW:
            return None
        raise


def read(mark: str, key: str) -> Account | None:
    pair = reading_session().execute(ACCOUNT_AND_SIGN_IN, {"mark": mark, "hash": browser_sign_ins.hashed(key)}).unique().one_or_none()
    if pair is None:
        return None
    account, row = pair
    at = now()
    if not account.active or not browser_sign_ins.is_open(row, account.role, at):
        return None
    if at - row.seen_at >= browser_sign_ins.SEEN_EVERY:
        g.unseen_sign_in = row.id
    return account


def begin(account_id: int, role: str, *, is_own_device: bool) -> None:
    """Give this browser a row of its own and its key. Call it once the session is a fresh one."""
    key, at = browser_sign_ins.new_key(), now()
    device = device_names.read(request.headers.get("User-Agent", ""))
    ends_at = browser_sign_ins.end_of(role, at, is_own_device=is_own_device)
    submit(lambda work: browser_sign_ins.begin(work, account_id, key, device, at, ends_at))
    session[KEY] = key


def ending_others(change: Callable[[Session], bool]) -> Callable[[Session], bool]:
    """The change, for the writer, and when it is made the end of its owner's other sign-ins: who knew the old way in is out."""
    account_id, key = current_user.id, current_key()

    def work_of(work: Session) -> bool:
        if not change(work):
            return False
        browser_sign_ins.end_others(work, account_id, key)
        return True

    return work_of


def current_key() -> str:
    """Empty for a guest."""
    return str(session.get(KEY, ""))


def mark_seen(response: Response) -> Response:
    """Note that this browser was used, once in a while. The page is shown whether it can be noted or not."""
    number, at = g.pop("unseen_sign_in", None), now()
    if number is not None:
        try:
            submit(lambda work: browser_sign_ins.mark_seen(work, number, at))
        except StoreError as error:
            log.warning("a sign-in is not marked as seen: %s", error)
    return response
