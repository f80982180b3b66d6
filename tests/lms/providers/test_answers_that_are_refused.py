"""Each way in which a provider's answer may be wrong, late, altered or missing: nobody is let in, and a page says what to do."""

import base64
import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey
from provider_walk import Visitor, reason
from small_provider import SECRET, SmallProvider, new_key

from lms.accounts.provider_pages.provider_routes import provider_of
from lms.accounts.providers import tokens
from lms.accounts.providers.failures import FAILURES
from lms.errors import ProviderRefused
from lms.web.current_site import site_of
from lms.web.database.instants import now


def wrong(**claims: Any) -> Callable[[SmallProvider], None]:
    def change(provider: SmallProvider) -> None:
        provider.claims = claims

    return change


def unsigned(provider: SmallProvider) -> None:
    def encoded(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    provider.signed = lambda claims, **_header: f"{encoded({'alg': 'none'})}.{encoded(claims)}."  # type: ignore[method-assign]


def by_the_secret(provider: SmallProvider) -> None:
    """HS256 with the client's secret, which the specification knows and this site refuses."""
    provider.signed = lambda claims, **_header: jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET * 2), algorithms=["HS256"])  # type: ignore[method-assign]


def by_another_key(provider: SmallProvider) -> None:
    """The same name of a key, another key."""
    provider.keys = [new_key("k1")]


def by_an_unknown_key(provider: SmallProvider) -> None:
    provider.keys = [new_key("k9")]


def altered(provider: SmallProvider) -> None:
    sign = SmallProvider.signed

    def signed(claims: dict[str, Any], **header: str) -> str:
        head, _payload, signature = sign(provider, claims, **header).split(".")
        other = sign(provider, {**claims, "sub": "somebody else"}, **header).split(".")[1]
        return f"{head}.{other}.{signature}"

    provider.signed = signed  # type: ignore[method-assign]


def broken(provider: SmallProvider) -> None:
    provider.broken = True


def answers(status: int, body: Any) -> Callable[[SmallProvider], None]:
    def change(provider: SmallProvider) -> None:
        provider.token_answer = (status, body)

    return change


NOW = time.time
CASES: list[tuple[str, Callable[[SmallProvider], None], str]] = [
    ("wrong issuer", wrong(iss="https://evil.example"), "issuer"),
    ("no issuer", wrong(iss=None), "issuer"),
    ("wrong audience", wrong(aud="another-client"), "audience"),
    ("wrong audience, asked for by us", wrong(aud="another-client", azp="hors-les-murs"), "audience"),
    ("our audience among others, meant for another", wrong(aud=["hors-les-murs", "x"], azp="x"), "audience"),
    ("several audiences and no word for whom", wrong(aud=["hors-les-murs", "x"]), "audience"),
    ("expired", wrong(exp=int(NOW()) - 3600, iat=int(NOW()) - 7200), "clock"),
    ("from a clock that is ahead", wrong(iat=int(NOW()) + 7200, exp=int(NOW()) + 9000), "clock"),
    ("not yet valid", wrong(nbf=int(NOW()) + 7200), "clock"),
    ("another nonce", wrong(nonce="another"), "nonce"),
    ("no nonce", wrong(nonce=None), "nonce"),
    ("no subject", wrong(sub=None), "altered"),
    ("a subject that is no text", wrong(sub=7), "altered"),
    ("an empty subject", wrong(sub=""), "altered"),
    ("no end", wrong(exp=None), "clock"),
    ("an end that is no number", wrong(exp="tomorrow"), "clock"),
    ("a hash of another access token", wrong(at_hash="AAAAAAAAAAAAAAAAAAAAAA"), "altered"),
    ("unsigned", unsigned, "altered"),
    ("signed by the shared secret", by_the_secret, "altered"),
    ("signed by another key of that name", by_another_key, "altered"),
    ("signed by an unknown key", by_an_unknown_key, "key"),
    ("altered on the way", altered, "altered"),
    ("out of order", broken, "down"),
    ("a wrong secret of ours", answers(401, {"error": "invalid_client"}), "setting"),
    ("a code that was used", answers(400, {"error": "invalid_grant"}), "code"),
    ("a page instead of tokens", answers(200, "maintenance"), "down"),
    ("no ID token", answers(200, {"access_token": "a", "token_type": "Bearer"}), "altered"),
    ("an ID token that is none", answers(200, {"access_token": "a", "token_type": "Bearer", "id_token": "a.b"}), "altered"),
]


@pytest.fixture(autouse=True)
def signs_as_before(hospital: SmallProvider) -> Any:
    yield
    hospital.__dict__.pop("signed", None)


@pytest.mark.parametrize(("change", "why"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_wrong_answer_lets_nobody_in_and_its_page_says_what_to_do(
    visitor: Visitor, change: Callable[[SmallProvider], None], why: str
) -> None:
    brought = visitor.provider.authorize(visitor.go())
    change(visitor.provider)
    answer = visitor.back(brought)
    assert reason(answer) == why
    page = visitor.person.get(answer.headers["Location"])
    assert page.status_code == FAILURES[why].status
    assert "CHU de test" in page.text
    assert visitor.name() == ""


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("why", FAILURES)
def test_each_failure_has_a_page_in_both_languages(visitor: Visitor, lang: str, why: str) -> None:
    path = {"fr": "/fr/connexion/avec/chu/", "en": "/en/sign-in/with/chu/"}[lang]
    page = visitor.person.get(path + why)
    assert page.status_code == FAILURES[why].status
    assert page.headers["Cache-Control"] == "no-store"
    assert page.text.count("<h1>") == 1
    assert visitor.person.get(path + "nothing").status_code == 404


def test_a_refusal_there_is_told_in_the_language_the_visitor_began_in(visitor: Visitor) -> None:
    address = visitor.person.get("/en/sign-in/with/chu").headers["Location"]
    state = visitor.provider.authorize(address)["state"]
    answer = visitor.back({"error": "access_denied", "state": state, "iss": visitor.provider.issuer})
    assert answer.headers["Location"] == "/en/sign-in/with/chu/refused"
    assert "You did not sign in there" in visitor.person.get(answer.headers["Location"]).text


@pytest.mark.parametrize(
    ("error", "why"), [("temporarily_unavailable", "down"), ("invalid_scope", "setting"), ("unauthorized_client", "setting")]
)
def test_other_errors_of_the_provider_are_told_apart(visitor: Visitor, error: str, why: str) -> None:
    state = visitor.provider.authorize(visitor.go())["state"]
    assert reason(visitor.back({"error": error, "state": state, "iss": visitor.provider.issuer})) == why


def test_an_answer_of_another_issuer_is_refused_before_the_code_is_sent_anywhere(visitor: Visitor) -> None:
    brought = {**visitor.provider.authorize(visitor.go()), "iss": "https://evil.example"}
    visitor.provider.asked.clear()
    assert reason(visitor.back(brought)) == "issuer"
    assert visitor.provider.asked == []


def test_a_provider_that_promises_its_name_in_each_answer_must_give_it(visitor: Visitor) -> None:
    visitor.provider.metadata = {"authorization_response_iss_parameter_supported": True}
    brought = visitor.provider.authorize(visitor.go())
    del brought["iss"]
    assert reason(visitor.back(brought)) == "issuer"
    visitor.provider.metadata = {}


def test_a_provider_that_promises_nothing_need_not_name_itself(visitor: Visitor) -> None:
    brought = visitor.provider.authorize(visitor.go(), "quiet")
    del brought["iss"]
    assert visitor.back(brought).headers["Location"] == "/fr/connexion/premier-compte"


def test_the_state_and_the_code_are_good_once_and_for_ten_minutes(visitor: Visitor) -> None:
    brought = visitor.provider.authorize(visitor.go())
    assert visitor.back(brought).headers["Location"] == "/fr/connexion/premier-compte"
    assert reason(visitor.back(brought)) == "stale"
    assert reason(visitor.back({**visitor.provider.authorize(visitor.go()), "state": "another"})) == "stale"
    used = visitor.provider.authorize(visitor.go())
    visitor.provider.codes.clear()
    assert reason(visitor.back(used)) == "code"
    late = visitor.provider.authorize(visitor.go())
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        assert reason(visitor.back(late)) == "late"


def test_the_answer_to_one_provider_is_not_taken_at_the_address_of_another(visitor: Visitor) -> None:
    brought = visitor.provider.authorize(visitor.go())
    assert reason(visitor.person.client.get("/identity/psc/return", query_string=brought)) == "stale"


def test_clocks_that_differ_by_half_a_minute_do_no_harm(visitor: Visitor) -> None:
    for shift in (30, -30):
        at = int(time.time()) + shift
        visitor.provider.claims = {"iat": at, "exp": at + 20}
        assert visitor.sign_in("clock").headers["Location"] == "/fr/connexion/premier-compte"


def test_a_new_key_is_asked_for_once_and_then_known(visitor: Visitor, site: Flask) -> None:
    assert visitor.sign_in("rotated").status_code == 303
    visitor.provider.keys.append(new_key("k2"))
    visitor.provider.shown_keys = list(visitor.provider.keys)
    visitor.provider.asked.clear()
    documents = site_of(site).provider_documents["chu"]
    documents.keys_at -= 61
    assert visitor.sign_in("rotated").headers["Location"] == "/fr/connexion/premier-compte"
    assert visitor.provider.asked.count("/keys") == 1
    visitor.provider.keys.append(new_key("k3"))
    assert reason(visitor.sign_in("rotated")) == "key"
    assert reason(visitor.sign_in("rotated")) == "key"
    assert visitor.provider.asked.count("/keys") == 1, "unknown keys are looked for once a minute, not once a token"


def test_a_provider_that_does_not_answer_is_not_asked_by_everybody(visitor: Visitor, site: Flask) -> None:
    site_of(site).provider_documents.clear()
    visitor.provider.broken = True
    for _number in range(3):
        assert reason(visitor.person.get("/fr/connexion/avec/chu")) == "down"
    assert len(visitor.provider.asked) == 1


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "http://evil.example/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"end_session_endpoint": "javascript:alert(1)"},
        {"token_endpoint": None},
    ],
)
def test_a_discovery_that_leads_elsewhere_is_refused(visitor: Visitor, site: Flask, metadata: dict[str, Any]) -> None:
    site_of(site).provider_documents.clear()
    visitor.provider.metadata = metadata
    assert reason(visitor.person.get("/fr/connexion/avec/chu")) == "setting"


@settings(max_examples=40)
@given(text=st.text(max_size=60), places=st.integers(0, 3))
def test_no_text_is_taken_for_a_token(site: Flask, hospital: SmallProvider, text: str, places: int) -> None:
    with site.test_request_context("/"), pytest.raises(ProviderRefused) as caught:
        tokens.id_token(provider_of("chu"), ".".join([text] * places + [text]), "n", "a", int(time.time()))
    assert caught.value.reason in ("altered", "key")


SIMPLE = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JSON = st.recursive(SIMPLE, lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=4), part, max_size=3), max_leaves=4)


@settings(max_examples=40)
@given(name=st.sampled_from(["iss", "sub", "aud", "exp", "iat", "nonce", "azp", "nbf"]), value=JSON)
def test_one_claim_of_any_other_value_is_refused_or_means_the_same(site: Flask, hospital: SmallProvider, name: str, value: Any) -> None:
    at = int(time.time())
    right = {"iss": hospital.issuer, "sub": "s", "aud": "hors-les-murs", "exp": at + 300, "iat": at, "nonce": "n"}
    try:
        token = jwt.encode({"alg": "ES256", "kid": "k1"}, {**right, name: value}, hospital.keys[0])
    except (ValueError, TypeError):
        return
    with site.test_request_context("/"):
        try:
            claims = tokens.id_token(provider_of("chu"), token, "n", "a", at)
        except ProviderRefused:
            return
    assert claims["iss"] == hospital.issuer
    assert claims["nonce"] == "n"
    assert claims["aud"] in ("hors-les-murs", ["hors-les-murs"])
    assert claims["exp"] > at - tokens.LEEWAY_S
    assert isinstance(claims["sub"], str)
    assert claims["sub"]


def test_nothing_of_a_refused_answer_is_logged_but_its_reason(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    visitor.provider.claims = {"aud": "another"}
    with caplog.at_level("INFO", "lms"):
        brought = visitor.provider.authorize(visitor.go(), "a very secret subject")
        visitor.back(brought)
    told = " ".join(str(vars(record)) for record in caplog.records)
    assert "provider/audience" in told
    for secret in ("a very secret subject", brought["code"], brought["state"]):
        assert secret not in told
