"""A learning platform made of lti1p3platform, which nobody of this project wrote. It runs in an environment of its own, `.venvs/platform`.

`python platform_program.py '{"port": 1, "tool": "http://…"}'` serves a page with our tool in a frame and one with a link, asks for the
tool's keys, and says at /told what came back.
"""

import html
import json
import sys
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from jwcrypto.jwk import JWK
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.membership import Context, Status
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration

ASKED = json.loads(sys.argv[1])
HERE, TOOL = f"http://localhost:{ASKED['port']}", ASKED["tool"]
KEY = JWK.generate(kty="RSA", size=2048)
ROLES = ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"]
TOLD = {"items": [], "scores": []}


class Config(LTI1P3PlatformConfAbstract):
    def init_platform_config(self, **kwargs):
        made = Registration().set_iss(HERE).set_client_id("client-7").set_deployment_id("1").set_launch_url(f"{TOOL}/lti/launch")
        made.set_oidc_login_url(f"{TOOL}/lti/login").set_deeplink_launch_url(f"{TOOL}/lti/choose").set_tool_key_set_url(f"{TOOL}/lti/keys")
        made.set_platform_public_key(KEY.export_to_pem().decode())
        made.set_platform_private_key(KEY.export_to_pem(private_key=True, password=None).decode())
        self._registration = made

    def get_registration_by_params(self, **kwargs):
        return self._registration


class Login(OIDCLoginAbstract):
    def set_lti_message_hint(self, **kwargs):
        self._lti_message_hint = kwargs["hint"]

    def get_redirect(self, url):
        return url


class Launch(LTIAdvantageMessageLaunchAbstract):
    """What is asked stands in the hint: subject, what to open, and whether a choice is wanted."""

    def get_preflight_response(self):
        return self._request

    def prepare_launch(self, preflight_response):
        subject, wish, kind = json.loads(preflight_response["lti_message_hint"])
        self.set_user_data(subject, ROLES, "Jeanne Vrainom", "jeanne.vrainom@example.org")
        self.set_custom_parameters_claim({"open": wish})
        self.set_resource_link_claim("link-1", title="A link")
        self.set_launch_context_claim("course-1", context_title="A course")
        self.set_ags(f"{HERE}/columns", f"{HERE}/columns/7/lineitem")
        self.set_nrps(f"{HERE}/courses/1/members")
        if kind == "choice":
            self.set_dl(f"{HERE}/return", extra_data={"course": 12})

    def render_launch_form(self, launch_data, **kwargs):
        fields = "".join(f'<input type="hidden" name="{name}" value="{html.escape(launch_data[name])}">' for name in ("id_token", "state"))
        form = f'<form method="post" action="{html.escape(launch_data["launch_url"])}" id="f">{fields}</form>'
        return page(f'{form}<script>document.getElementById("f").submit()</script>')


def page(body):
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Platform</title></head><body>{body}</body></html>'


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        if parts.path == "/keys":
            return self.say(json.dumps(Config().get_jwks()), "application/json")
        if parts.path == "/told":
            return self.say(json.dumps(TOLD), "application/json")
        if parts.path == "/auth":
            return self.say(Launch(query, Config()).lti_launch())
        if parts.path == "/courses/1/members":
            return self.say_members(int(query.get("page", "1")))
        login = Login(None, Config())
        login.set_lti_message_hint(hint=json.dumps([query.get("subject", "s"), query.get("open", ""), parts.path.strip("/")]))
        if parts.path == "/choice":
            login.set_deeplinking_launch_url()
        address = html.escape(login.initiate_login(query.get("subject", "s")))
        if parts.path in ("/frame", "/choice"):
            return self.say(page(f'<h1>A course</h1><iframe title="Tool" name="tool" width="100%" height="900" src="{address}"></iframe>'))
        return self.say(page(f'<h1>A course</h1><a href="{address}">Open the tool</a>'))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/token":
            return self.say(json.dumps(Config().get_access_token(dict(parse_qsl(body)))), "application/json")
        if self.path == "/return":
            TOLD["items"].append(Config().validate_deeplinking_resp(dict(parse_qsl(body))))
            return self.say(page("<h1>Kept</h1>"))
        if self.path == "/columns/7/lineitem/scores":
            scope = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
            if not Config().validate_token(self.headers["Authorization"].removeprefix("Bearer "), [scope]):
                return self.say("{}", "application/json", 403)
            TOLD["scores"].append(json.loads(body))
            return self.say("{}", "application/json")
        return self.say("", status=404)

    def say_members(self, number):
        """Two pages of the list, for whoever bears a token of this scope."""
        scope = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
        if not Config().validate_token(self.headers.get("Authorization", "").removeprefix("Bearer "), [scope]):
            return self.say("{}", "application/json", 403)
        row = {"roles": ROLES, "status": Status.ACTIVE.value, "user_id": f"member-{number}", "name": f"Member {number}"}
        body = {"id": f"{HERE}/courses/1/members", "context": asdict(Context("course-1", "C1", "A course")), "members": [row]}
        more = {"Link": f'<{HERE}/courses/1/members?page=2>; rel="next"'} if number == 1 else {}
        return self.say(json.dumps(body), "application/vnd.ims.lti-nrps.v2.membershipcontainer+json", more=more)

    def say(self, text, kind="text/html; charset=utf-8", status=200, more=None):
        raw = text.encode()
        self.send_response(status)
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *args):
        pass


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", ASKED["port"]), Handler) as server:
        print("listening", flush=True)
        server.serve_forever()
