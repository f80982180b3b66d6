"""What an admin reads when a platform did not say who follows its course: what happened, and what to do."""

from collections.abc import Mapping
from typing import NamedTuple

from flask_babel import lazy_gettext as _


class MembersFailure(NamedTuple):
    """title: what happened; advice: what to do."""

    title: str
    advice: str


FAILURES: Mapping[str, MembersFailure] = {
    "unreachable": MembersFailure(_("The platform did not answer"), _("Try again in a few minutes.")),
    "address": MembersFailure(
        _("The platform names an address that is not its own"),
        _("Nothing was asked there. If its services stand on another host, add it under “origins” in the settings of the platform."),
    ),
    "token": MembersFailure(
        _("The platform gave no permission to ask"),
        _("Allow this tool “Names and Role Provisioning” in the settings of the platform, then ask again."),
    ),
    "forbidden": MembersFailure(
        _("The platform does not say who follows this course"),
        _("Allow this tool “Names and Role Provisioning” in the settings of the platform, then ask again."),
    ),
    "gone": MembersFailure(
        _("The platform does not have this course any more"), _("Open a link of the course there once: its address is learnt anew.")
    ),
    "answer": MembersFailure(
        _("What the platform answered cannot be read"), _("Tell whoever runs the platform. Nothing was changed here.")
    ),
    "long": MembersFailure(_("The list of the platform does not end"), _("More than 5,000 people, or more than 50 pages, are not read.")),
}
