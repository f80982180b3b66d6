"""What somebody reads when a launch does not come to its end: what happened, and what to do."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from lms.accounts.providers.failures import Failure

_TELL = _("Tell the person who runs the learning platform or this site, and quote the code below. Nobody was signed in.")

FAILURES: Mapping[str, Failure] = {
    "issuer": Failure(403, _("This platform is not known here"), _TELL, can_help=False),
    "audience": Failure(403, _("This link was made for another site"), _TELL, can_help=False),
    "deployment": Failure(
        403,
        _("This place of your platform waits for its registration"),
        _("It is new here: the person who runs this site must add it first. Tell her, and quote the code below."),
        can_help=False,
    ),
    "missing": Failure(400, _("Something is missing in what your platform sent"), _TELL, can_help=False),
    "message": Failure(400, _("This site does not know this kind of message"), _TELL, can_help=False),
    "target": Failure(400, _("This link leads to another address"), _TELL, can_help=False),
    "content": Failure(
        404,
        _("What this link opens is not on this site"),
        _("It was renamed or taken away. Tell whoever put the link on your platform; all courses of this site are open below."),
        can_help=False,
    ),
    "altered": Failure(400, _("What your platform sent cannot be trusted"), _TELL),
    "key": Failure(
        503,
        _("What your platform sent cannot be checked"),
        _("It was signed with a key that is not known here yet. Wait a minute, then open the link there once more."),
    ),
    "clock": Failure(
        400,
        _("Two clocks do not agree"),
        _(
            "What your platform sent is too old, or comes too early for this site’s clock. Open the link there once more. If it happens"
            " again, tell the person who runs it: its clock or ours must be set."
        ),
    ),
    "down": Failure(
        503, _("Your platform does not answer this site just now"), _("Wait a few minutes, then open the link there once more.")
    ),
    "used": Failure(400, _("This link was used already"), _("Each opening counts once. Nothing is lost: open the link there once more.")),
    "browser": Failure(
        400,
        _("This step belongs to another browser or another window"),
        _(
            "It was begun in another browser, was used already, or your browser keeps no cookie of this site, as it does inside the page of"
            " another site. Open the link once more, in a window of its own."
        ),
    ),
    "late": Failure(
        400, _("That took a while"), _("More than ten minutes went by, and the step ended by itself. Open the link there once more.")
    ),
    "refused": Failure(403, _("Your platform did not open it"), _("You may be signed out there. Sign in there, then open the link again.")),
    "role": Failure(
        403,
        _("Your account is not opened this way"),
        _("A platform opens accounts of learners alone. Sign in with your passphrase instead."),
        can_help=False,
    ),
    "suspended": Failure(
        403, _("This account is closed for now"), _("Ask the person who runs this site, or whoever invited you."), can_help=False
    ),
    "taken": Failure(
        409,
        _("It opens another account already"),
        _("Open the link on your platform to see which one; there you can take the link away under “My account”."),
        can_help=False,
    ),
}
