"""What somebody reads when signing in by a provider does not come to its end: what happened, and what to do."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _

Words = Any
"""Text in the language of whoever reads it (flask_babel's lazy strings)."""


class Failure(NamedTuple):
    """status: of the page. can_help: whether trying again can."""

    status: int
    title: Words
    words: Words
    can_help: bool = True


_TELL = _("Tell the person who runs this site, and quote the code below. Until then, sign in with your passphrase if you have one.")
_NOBODY = _(
    "What came back could not be trusted, so nobody was signed in. Start again from this site. If it happens again, tell the person"
    " who runs it."
)
_AGAIN = _("Please start again")

FAILURES: Mapping[str, Failure] = {
    "stale": Failure(
        400,
        _AGAIN,
        _(
            "This step was begun in another browser, was used already, or was left open for too long. Nothing is lost: start again"
            " from here."
        ),
    ),
    "late": Failure(400, _("That took a while"), _("More than ten minutes went by, and the step ended by itself. Start again from here.")),
    "refused": Failure(
        403,
        _("You did not sign in there"),
        _("You said no, or closed the page. Nothing was passed on. You can start again, or sign in another way."),
    ),
    "code": Failure(400, _AGAIN, _("The pass you came back with was used already, or has ended. Start again from here.")),
    "altered": Failure(400, _("This answer cannot be trusted"), _NOBODY),
    "nonce": Failure(400, _("This answer belongs to another step"), _NOBODY),
    "issuer": Failure(400, _("This answer comes from somewhere else"), _NOBODY),
    "audience": Failure(400, _("This answer was meant for another site"), _TELL),
    "key": Failure(
        503, _("This answer cannot be checked"), _("It was signed with a key that is not known yet. Wait a minute, then try again.")
    ),
    "clock": Failure(
        503,
        _("Two clocks do not agree"),
        _(
            "The answer is too old or comes too early for this site’s clock. Wait a minute, then try again. If it happens again, tell"
            " the person who runs this site: its clock must be set."
        ),
    ),
    "down": Failure(
        503,
        _("It does not answer just now"),
        _("Wait a few minutes, then try again. Everything that is open without an account stays open."),
    ),
    "setting": Failure(503, _("This way in is not set up rightly"), _TELL, can_help=False),
    "level": Failure(
        403,
        _("A stronger way of signing in is needed"),
        _("Sign in there with the means it calls stronger, such as its app or your card, then come back."),
    ),
    "unknown": Failure(
        403,
        _("No account here is linked to it yet"),
        _(
            "If you have an account here, sign in with your passphrase, then link the two under “My account”. If you have none, ask"
            " whoever invited you."
        ),
        can_help=False,
    ),
    "role": Failure(403, _("Your account is not opened this way"), _("Sign in with your passphrase instead."), can_help=False),
    "suspended": Failure(
        403, _("This account is closed for now"), _("Ask the person who runs this site, or whoever invited you."), can_help=False
    ),
    "taken": Failure(
        409,
        _("It opens another account already"),
        _(
            "One identity opens one account. Sign in with it to see which one; there you can take the link away, or ask staff to make"
            " one of both."
        ),
        can_help=False,
    ),
    "other": Failure(409, _("You came back as somebody else"), _("Sign out there, then start again from your account here.")),
    "profession": Failure(
        403,
        _("No path here fits your profession"),
        _("Ask whoever invited you for an account. Everything that is open without an account stays open."),
        can_help=False,
    ),
}
