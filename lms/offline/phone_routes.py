"""The page of what is on this phone, and the manifest by which the site is installed."""

import hashlib
from typing import Any

from flask import Response, json, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.offline import course_copy
from lms.offline.course_copy import CourseCopy
from lms.offline.pages import pages
from lms.web.current_site import current_site
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.site import content

NAMES = {"fr": "Hors les murs", "en": "Hors les murs"}
DESCRIPTIONS = {
    "fr": "Soins du cancer à la maison : cours, jeu, et quoi faire en cas de fièvre, même sans réseau.",
    "en": "Cancer care at home: courses, a game, and what to do for a fever, even without network.",
}
SHORTCUTS = ("home.fever", "safety.real_problem", "safety.when_i_call")
SHORTCUT_NAMES = {
    "fr": ("Fièvre : que faire", "J’ai un vrai problème", "Quand j’appelle"),
    "en": ("Fever: what to do", "I have a real problem", "When I call"),
}


@pages.page("/hors-connexion", "/offline", access=ANYONE)
def phone() -> ResponseReturnValue:
    """What this device keeps. The server does not know it: scripts of the page say it, also without network."""
    language = locales.current()
    copies = [course_copy.of_course(key, language) for key in content.catalogue().courses]
    return render_template("offline/phone.html", copies=copies, course_facts=[_facts(copy) for copy in copies])


def _facts(copy: CourseCopy) -> dict[str, Any]:
    return {
        "key": copy.course.key,
        "version": copy.version,
        "bytes": copy.n_bytes,
        "pages": [url_for("offline.module", course_key=copy.course.key, module_key=one.key) for one in copy.modules],
    }


@pages.page("/application.webmanifest", "/application.webmanifest", access=ANYONE)
def manifest() -> ResponseReturnValue:
    """W3C Web Application Manifest. One application for both languages; each opens the page of what is on the phone."""
    language = locales.current()
    icons = [{"src": _asset(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)]
    icons.append({"src": _asset("icon-maskable-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"})
    document = {
        "id": "/",
        "lang": language,
        "dir": "ltr",
        "name": NAMES[language],
        "short_name": NAMES[language],
        "description": DESCRIPTIONS[language],
        "start_url": url_for("offline.phone"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#faf7f1",
        "theme_color": "#faf7f1",
        "icons": icons,
        "shortcuts": [{"name": name, "url": url_for(endpoint)} for endpoint, name in zip(SHORTCUTS, SHORTCUT_NAMES[language], strict=True)],
    }
    response = Response(json.dumps(document), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _asset(name: str) -> str:
    return url_for("static", path=name, v=current_site().assets[name].mark)


@pages.plain("/apple-touch-icon.png", access=ANYONE)
def touch_icon() -> ResponseReturnValue:
    """Safari looks for it here by itself, so that no page has to name it."""
    return Response(current_site().assets["icon-192.png"].body, mimetype="image/png", headers={"Cache-Control": "public, max-age=86400"})


@pages.plain("/offline-worker.js", access=ANYONE)
def worker() -> ResponseReturnValue:
    """The service worker of all pages that open without network; at the root, so that each of them can be its scope.

    Its first line changes with every style and script, so that a browser sees a new version of the site.
    """
    assets = current_site().assets
    version = hashlib.sha256("".join(assets[name].mark for name in sorted(assets)).encode()).hexdigest()[:12]
    response = make_response(f'const VERSION = "{version}";\n'.encode() + assets["offline-worker.js"].body)
    response.mimetype = "text/javascript"
    response.headers["Cache-Control"] = "no-store"
    return response
