"""Secrets and signatures of webhooks, as Standard Webhooks has them (HMAC-SHA256 over id, time and body).

A secret is made of a key file of the site: a copy of the database tells none.
"""

import base64
import hmac
from datetime import datetime, timedelta

from lms import key_files
from lms.api.webhooks.models import Webhook
from lms.settings import Settings

KEY_FILE = "webhooks"
OVERLAP = timedelta(days=1)
"""For so long after a renewal the secret before it signs too."""


def key_of(settings: Settings) -> bytes:
    """Made at the first use. Raises OSError."""
    return key_files.secret(settings, KEY_FILE).encode()


def secret_of(key: bytes, hook: Webhook, number: int) -> str:
    """As it is shown to the admin, once."""
    return "whsec_" + base64.b64encode(_bytes(key, hook, number)).decode()


def headers(key: bytes, hook: Webhook, event: str, body: bytes, now: datetime) -> dict[str, str]:
    """event: its id, the same at each try, by which a receiver knows one that it had."""
    seconds = str(int(now.timestamp()))
    numbers = [hook.secret_number]
    if hook.rotated_at is not None and now < hook.rotated_at + OVERLAP:
        numbers.append(hook.secret_number - 1)
    content = f"{event}.{seconds}.".encode() + body
    signatures = [base64.b64encode(hmac.digest(_bytes(key, hook, number), content, "sha256")).decode() for number in numbers]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Hors-les-murs",
        "webhook-id": event,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{one}" for one in signatures),
    }


def _bytes(key: bytes, hook: Webhook, number: int) -> bytes:
    return hmac.digest(key, f"webhook:{hook.uuid}:{number}".encode(), "sha256")
