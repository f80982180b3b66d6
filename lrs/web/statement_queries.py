"""GET on the Statements resource: one statement by id, or a page of those that fit; xAPI 1.0.3 part 3, 2.1.3."""

from collections.abc import Sequence
from urllib.parse import urlencode

from sqlalchemy import Connection, select

from lrs.keys.access_keys import AccessKey
from lrs.reading import formats
from lrs.reading.consistency import consistent
from lrs.reading.query import Filters, StatementRow, find
from lrs.storage import clock
from lrs.storage.database import each_statement_alone
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


def get(call: Call, store: Store) -> Answer:
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
    with each_statement_alone(store.engine).connect() as connection:
        if single:
            return _one(connection, call, store, single[0], shape, with_attachments)
        return _page(connection, call, store, shape, with_attachments)


def _one(connection: Connection, call: Call, store: Store, name: str, shape: str, with_attachments: bool) -> Answer:
    id = parameters.uuid(call.params[name], name)
    query = select(statements).where(statements.c.id == id, statements.c.voided.is_(name == "voidedStatementId"))
    key = call.access
    if not key.may("statements/read"):
        query = query.where(statements.c.authority == authority_key(key.authority(store.home_page)))
    if key.cohort is not None:
        query = query.where(
            select(mentions.c.seq).where(mentions.c.term == term("cohort", key.cohort), mentions.c.seq == statements.c.seq).exists()
        )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"no statement {id} is kept{' as voided' if name == 'voidedStatementId' else ''}")
    rows = [StatementRow(row.seq, row.id, row.stored, row.body.encode())]
    body = _texts(connection, rows, shape, call)[0]
    answer = _answer(connection, rows, body, with_attachments, call, store)
    if call.is_two:
        answer.headers["Last-Modified"] = clock.http_date(row.stored)
    return answer


def _page(connection: Connection, call: Call, store: Store, shape: str, with_attachments: bool) -> Answer:
    filters = consistent(connection, store, _filters(call, store))
    page = filters.limit - 1
    rows = find(connection, filters)
    more = ""
    if len(rows) > page:
        rows = rows[:page]
        more = "statements?" + urlencode({**call.params, CURSOR: str(rows[-1].seq)})
    texts = b",".join(_texts(connection, rows, shape, call))
    body = b'{"statements":[%b],"more":"%b"}' % (texts, _more(call, more).encode())
    answer = _answer(connection, rows, body, with_attachments, call, store)
    if call.is_two and rows:
        newest = max(rows[0].stored, rows[-1].stored)
        answer.headers["Last-Modified"] = clock.http_date(newest)
    return answer


def _more(call: Call, more: str) -> str:
    """The address of the next page, from the root of the server."""
    return f"{call.endpoint}/{more}" if more else ""


def _texts(connection: Connection, rows: Sequence[StatementRow], shape: str, call: Call) -> list[bytes]:
    if shape == "exact":
        return formats.exact(rows)
    if shape == "ids":
        return formats.ids(rows)
    return formats.canonical(connection, rows, formats.languages_of(call.headers.get("accept-language", "")))


def _answer(connection: Connection, rows: Sequence[StatementRow], body: bytes, with_attachments: bool, call: Call, store: Store) -> Answer:
    if not with_attachments:
        return Answer(200, body, {"Content-Type": "application/json"})
    key = call.access
    cohort = None if key.cohort is None else term("cohort", key.cohort)
    contents = attachments.contents_of(connection, [row.seq for row in rows], authority=_authority_of(key, store), cohort=cohort)
    content_type, whole = attachments.join(body, contents)
    return Answer(200, whole, {"Content-Type": content_type})


def _filters(call: Call, store: Store) -> Filters:
    """The filters of the parameters, with one row more than the page: it tells whether there is another page."""
    params, key = call.params, call.access
    registration = params.get("registration")
    limit = parameters.number(params.get("limit", "0"), "limit")
    return Filters(
        agent=agent_term(parameters.agent(params["agent"], may_be_group=True)) if "agent" in params else None,
        verb=term("verb", parameters.iri(params["verb"], "verb")) if "verb" in params else None,
        activity=term("activity", parameters.iri(params["activity"], "activity")) if "activity" in params else None,
        registration=None if registration is None else term("registration", parameters.uuid(registration, "registration")),
        related_agents=parameters.truth(params.get("related_agents", "false"), "related_agents"),
        related_activities=parameters.truth(params.get("related_activities", "false"), "related_activities"),
        since=parameters.time(params["since"], "since") if "since" in params else None,
        until=parameters.time(params["until"], "until") if "until" in params else None,
        authority=_authority_of(key, store),
        cohort=None if key.cohort is None else term("cohort", key.cohort),
        ascending=parameters.truth(params.get("ascending", "false"), "ascending"),
        after=parameters.number(params[CURSOR], CURSOR) if CURSOR in params else None,
        limit=min(limit or store.limits.page, store.limits.page) + 1,
    )


def _authority_of(key: AccessKey, store: Store) -> int | None:
    """The authority a key that reads only its own is held to."""
    return None if key.may("statements/read") else authority_key(key.authority(store.home_page))
