"""The project's xAPI profile as JSON-LD, at /xapi/profile, open to all."""

from lrs.storage.store import Store
from lrs.web.call import Answer, Call
from xapi.profile import document


def get(call: Call, _store: Store) -> Answer:
    call.allow()
    return Answer.json(document(), headers={"Content-Type": "application/ld+json"})
