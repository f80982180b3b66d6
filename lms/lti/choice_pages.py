"""Choosing on a page of this site what a link of the platform opens (Deep Linking 2.0), inside the platform's page or outside of it.

It opens no account and shows nothing of a person: the box that the platform's signed message became is all that counts.
"""

import secrets
from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms import logs
from lms.accounts.models import PROFESSIONAL_ROLES
from lms.accounts.providers import sealing
from lms.errors import LaunchRefused
from lms.lti import destinations, framing, tool_keys
from lms.lti.failing import refused
from lms.lti.launch_token import DEEP, LAUNCH_PATH, LTI, VERSION, Launch
from lms.lti.pages import pages
from lms.lti_platforms import LtiPlatform, origin_of
from lms.platforms import known
from lms.web.database.extensions import csrf
from lms.web.database.instants import now
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import BY_TOKEN
from lms.web.site.layout import settings

CHOOSING_S = 3600
ANSWER_S = 300
KIND = "lti-choice"
MOST = 20


def choosing(platform: LtiPlatform, message: Launch) -> ResponseReturnValue:
    """The page on which a teacher chooses."""
    box = sealing.seal([KIND, platform.key, locales.current(), [*message]])
    return _page(platform, message, box, Form())


def _page(platform: LtiPlatform, message: Launch, box: str, form: Form, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "lti/choosing.html",
        groups=list(destinations.groups()),
        box=box,
        form=form,
        name=platform.names[locales.current()],
        kind="checkbox" if message.may_be_several else "radio",
    )
    return framing.framed(page, platform, status)


@pages.plain("/lti/choice", access=BY_TOKEN, methods=("POST",))
@csrf.exempt
def choice() -> ResponseReturnValue:
    """What was chosen, as a signed answer in a form that goes to the platform when its button is pressed."""
    box = request.form.get("box", "")
    values = sealing.unseal(box, CHOOSING_S)
    platform = known.current().get(values[1]) if isinstance(values, list) and values[:1] == [KIND] else None
    if platform is None:
        return refused(LaunchRefused("late"))
    message, form = Launch(*values[3]), Form(request.form)
    g.lang = values[2]
    wishes = list(dict.fromkeys(request.form.getlist("wish")))[: MOST if message.may_be_several else 1]
    if not wishes or any(not destinations.title(one) for one in wishes):
        form.refuse("wish", _("Nothing is chosen yet"), _("Choose what the link on your platform opens."))
        return _page(platform, message, box, form, 422)
    token = tool_keys.signed(settings(), _answer(platform, message, wishes))
    logs.event("link_chosen", place=platform.key, count=len(wishes))
    page = render_template(
        "lti/chosen.html",
        titles=[destinations.title(one) for one in wishes],
        address=message.return_address,
        token=token,
        name=platform.names[locales.current()],
    )
    return framing.framed(page, platform, form_origin=origin_of(message.return_address))


def _answer(platform: LtiPlatform, message: Launch, wishes: list[str]) -> dict[str, Any]:
    at = int(now().timestamp())
    return {
        "iss": platform.client_id,
        "aud": platform.issuer,
        "iat": at,
        "exp": at + ANSWER_S,
        "nonce": secrets.token_urlsafe(24),
        f"{LTI}message_type": "LtiDeepLinkingResponse",
        f"{LTI}version": VERSION,
        f"{LTI}deployment_id": message.deployment,
        f"{DEEP}content_items": [_item(platform, message, one) for one in wishes],
        **({f"{DEEP}data": message.data} if message.data is not None else {}),
    }


def _item(platform: LtiPlatform, message: Launch, wish: str) -> dict[str, Any]:
    """One launch address for all; what it opens stands in `custom`, since platforms refuse addresses they do not know."""
    title = destinations.title(wish)
    item: dict[str, Any] = {
        "type": "ltiResourceLink",
        "title": title,
        "url": f"{settings().origin}{LAUNCH_PATH}",
        "custom": {"open": wish},
    }
    course = destinations.course_of(wish)
    if platform.has_grades and course is not None and course.audience in PROFESSIONAL_ROLES:
        item["lineItem"] = {"label": title, "scoreMaximum": 1}
    if message.may_be_window:
        item["window"] = {"targetName": "hors-les-murs"}
    return item
