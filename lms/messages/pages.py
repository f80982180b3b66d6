"""The blueprint of messages, and what several of its routes share."""

from datetime import datetime, timedelta

from flask import current_app

from lms.accounts.mail import mail_tokens
from lms.jobs.queue import NewJob
from lms.messages import places
from lms.messages.planning import KIND
from lms.web.routing.pages import Pages

pages = Pages("messages", __name__)
NO_STORE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
"""Of pages whose address holds a token. No `no-referrer` here: browsers then send `Origin: null` with the form, which is refused."""


def two_paths(place: str) -> tuple[str, str]:
    """The addresses of a page that a link in a message leads to, below each language."""
    return f"{places.path(place, 'fr')}<token>", f"{places.path(place, 'en')}<token>"


class LinkToWrite:
    """A link that the worker is to write in a message. Drawn in the request, before the writer is asked."""

    def __init__(self, purpose: str) -> None:
        self.purpose, self.mark = purpose, mail_tokens.new_mark()
        self.hash = hash_of(purpose, self.mark)

    def job(self, account_id: int | None, now: datetime, lasts: timedelta) -> NewJob:
        payload = {"template": self.purpose, "mark": self.mark}
        return NewJob(f"{self.purpose}:{self.mark}", KIND, now, now + lasts, account_id, payload)


def hash_of(purpose: str, mark: str) -> str:
    """The hash under which the token of this mark is kept."""
    return mail_tokens.digest(token_of(purpose, mark))


def token_of(purpose: str, mark: str) -> str:
    return mail_tokens.token(str(current_app.secret_key), purpose, mark)
