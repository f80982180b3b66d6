"""A row for the browser of a bench, so that its session opens pages; the benches write their sessions by themselves."""

from sqlalchemy import select

from lms.accounts.models import Account
from lms.accounts.sign_ins import browser_sign_ins
from lms.accounts.sign_ins.device_names import DeviceName
from lms.accounts.sign_ins.sign_in_guard import KEY
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit


def sign_in_of(name: str) -> dict[str, str]:
    """What goes into the session beside the account's mark. Needs the app's context."""
    account = db.session.scalars(select(Account).where(Account.username == name)).one()
    account_id, role, key, at = account.id, account.role, browser_sign_ins.new_key(), now()
    ends_at = browser_sign_ins.end_of(role, at, is_own_device=True)
    submit(lambda work: browser_sign_ins.begin(work, account_id, key, DeviceName("", ""), at, ends_at))
    return {KEY: key}
