"""GET on the Statements resource: one statement by id, or a page of those that fit; xAPI 1.0.3 part 3, 2.1.3."""

from collections.abc import Sequence
from urllib.parse import urlencode

from sqlalchemy import Connection, select

from lrs.keys.access_keys import AccessKey
from lrs.reading import formats
from lrs.reading.consistency import consistent
from lrs.reading.query import Filters, Found, find
from lrs.storage import clock
from lrs.storage.database import for_reading
from lrs.storage.store import Store
from lrs.storage.tables import mentions, statements, term
from lrs.web import parameters
from lrs.web.call import Answer, Call
from lrs.web.errors import BadRequest, NotFound
from lrs.writing import attachments
from lrs.writing.row_extraction import agent_term, authority_key

_FORMATS = ("ids", "exact", "canonical")
_FILTERS = (
    "agent",
    "verb",
    "activity",
    "registration",
    "related_activities",
    "related_agents",
    "since",
    "until",
    "limit",
    "format",
    "attachments",
    "ascending",
)
CURSOR = "cursor"


def get(call: Call, opened: Store) -> Answer:
    call.access.require("statements/read", "statements/read/mine")
    single = [name for name in ("statementId", "voidedStatementId") if name in call.params]
    if single:
        if len(single) == 2:
            raise BadRequest("one_id", "ask for statementId or voidedStatementId, not both")
        call.allow(single[0], "format", "attachments")
    else:
        call.allow(*_FILTERS, CURSOR)
    shape = call.params.get("format", "exact")
    if shape not in _FORMATS:
        raise BadRequest("format", f"format must be one of {', '.join(_FORMATS)}")
    with_attachments = parameters.truth(call.params.get("attachments", "false"), "attachments")
    with for_reading(opened.engine).connect() as connection:
        if single:
            return _one(connection, call, opened, single[0], shape, with_attachments)
        return _page(connection, call, opened, shape, with_attachments)


def _one(connection: Connection, call: Call, opened: Store, name: str, shape: str, with_attachments: bool) -> Answer:
    id = parameters.uuid(call.params[name], name)
    wanted = select(statements).where(statements.c.id == id, statements.c.voided.is_(name == "voidedStatementId"))
    key = call.access
    if not key.may("statements/read"):
        wanted = wanted.where(statements.c.authority == authority_key(key.authority(opened.home_page)))
    if key.cohort is not None:
        wanted = wanted.where(
            select(mentions.c.seq).where(mentions.c.term == term("cohort", key.cohort), mentions.c.seq == statements.c.seq).exists()
        )
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise NotFound(f"no statement {id} is kept{' as voided' if name == 'voidedStatementId' else ''}")
    found = [Found(row.seq, row.id, row.stored, row.body.encode())]
    body = _texts(connection, found, shape, call)[0]
    answer = _answer(connection, found, body, with_attachments, call, opened)
    if call.is_two:
        answer.headers["Last-Modified"] = clock.http_date(row.stored)
    return answer


def _page(connection: Connection, call: Call, opened: Store, shape: str, with_attachments: bool) -> Answer:
    filters = consistent(connection, opened, _filters(call, opened))
    page = filters.limit - 1
    found = find(connection, filters)
    more = ""
    if len(found) > page:
        found = found[:page]
        more = "statements?" + urlencode({**call.params, CURSOR: str(found[-1].seq)})
    texts = b",".join(_texts(connection, found, shape, call))
    body = b'{"statements":[%b],"more":"%b"}' % (texts, _more(call, more).encode())
    answer = _answer(connection, found, body, with_attachments, call, opened)
    if call.is_two and found:
        newest = max(found[0].stored, found[-1].stored)
        answer.headers["Last-Modified"] = clock.http_date(newest)
    return answer


def _more(call: Call, more: str) -> str:
    """The address of the next page, from the root of the server."""
    return f"{call.endpoint}/{more}" if more else ""


def _texts(connection: Connection, found: Sequence[Found], shape: str, call: Call) -> list[bytes]:
    if shape == "exact":
        return formats.exact(found)
    if shape == "ids":
        return formats.ids(found)
    return formats.canonical(connection, found, formats.languages_of(call.headers.get("accept-language", "")))


def _answer(connection: Connection, found: Sequence[Found], body: bytes, with_attachments: bool, call: Call, opened: Store) -> Answer:
    if not with_attachments:
        return Answer(200, body, {"Content-Type": "application/json"})
    key = call.access
    cohort = None if key.cohort is None else term("cohort", key.cohort)
    contents = attachments.contents_of(connection, [row.seq for row in found], authority=_bound(key, opened), cohort=cohort)
    content_type, whole = attachments.join(body, contents)
    return Answer(200, whole, {"Content-Type": content_type})


def _filters(call: Call, opened: Store) -> Filters:
    """The filters of the parameters, with one row more than the page: it tells whether there is another page."""
    given, key = call.params, call.access
    registration = given.get("registration")
    limit = parameters.number(given.get("limit", "0"), "limit")
    return Filters(
        agent=agent_term(parameters.agent(given["agent"], may_be_group=True)) if "agent" in given else None,
        verb=term("verb", parameters.iri(given["verb"], "verb")) if "verb" in given else None,
        activity=term("activity", parameters.iri(given["activity"], "activity")) if "activity" in given else None,
        registration=None if registration is None else term("registration", parameters.uuid(registration, "registration")),
        related_agents=parameters.truth(given.get("related_agents", "false"), "related_agents"),
        related_activities=parameters.truth(given.get("related_activities", "false"), "related_activities"),
        since=parameters.time(given["since"], "since") if "since" in given else None,
        until=parameters.time(given["until"], "until") if "until" in given else None,
        authority=_bound(key, opened),
        cohort=None if key.cohort is None else term("cohort", key.cohort),
        ascending=parameters.truth(given.get("ascending", "false"), "ascending"),
        after=parameters.number(given[CURSOR], CURSOR) if CURSOR in given else None,
        limit=min(limit or opened.limits.page, opened.limits.page) + 1,
    )


def _bound(key: AccessKey, opened: Store) -> int | None:
    """The authority a key that reads only its own is held to."""
    return None if key.may("statements/read") else authority_key(key.authority(opened.home_page))
