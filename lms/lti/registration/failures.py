"""What somebody reads when a platform could not be registered: what happened, and what to do."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from lms.accounts.providers.failures import Failure

_NEW = _("Ask whoever runs this site for a new address, and begin anew on your platform.")
_BY_HAND = _("Tell whoever runs this site, and quote the code below. The platform can still be registered by hand.")

FAILURES: Mapping[str, Failure] = {
    "unknown": Failure(404, _("This address is not known here"), _("Copy it whole, as you got it: one sign that is missing is enough.")),
    "used": Failure(410, _("This address was used already"), _NEW, can_help=False),
    "expired": Failure(410, _("This address is too old"), _NEW, can_help=False),
    "missing": Failure(
        400,
        _("Open this address from your platform"),
        _("It does nothing by itself. Your platform adds to it who it is: give it the address where it asks for the one of a tool."),
    ),
    "address": Failure(
        400,
        _("This site does not ask that address"),
        _("An address that your platform names does not begin with https://, or leads to an inner network. Nothing was sent."),
        can_help=False,
    ),
    "down": Failure(502, _("Your platform does not answer this site"), _NEW),
    "redirect": Failure(502, _("Your platform sends this site on to another address, which is not followed"), _BY_HAND, can_help=False),
    "size": Failure(502, _("Your platform answers with too much"), _BY_HAND, can_help=False),
    "json": Failure(502, _("What your platform answers cannot be read"), _BY_HAND, can_help=False),
    "issuer": Failure(400, _("Your platform names itself as another host"), _BY_HAND, can_help=False),
    "features": Failure(400, _("Your platform lacks what this site needs"), _BY_HAND, can_help=False),
    "refused": Failure(502, _("Your platform refused the registration"), _NEW),
    "client": Failure(502, _("Your platform gave this site no client id"), _BY_HAND, can_help=False),
    "known": Failure(
        409,
        _("This registration is known here already"),
        _("Nothing was changed here: what was accepted stays as it is. To register once more, begin on your platform with a new tool."),
        can_help=False,
    ),
}
