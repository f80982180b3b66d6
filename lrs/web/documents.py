"""The State, Activity Profile and Agent Profile resources; xAPI 1.0.3 part 3, 2.2, 2.3, 2.6, 2.7."""

from collections.abc import Callable
from dataclasses import dataclass

from lrs.errors import DocumentUnmergeable, LimitPassed
from lrs.storage import clock
from lrs.storage.store import Store
from lrs.web import parameters
from lrs.web.access_control import check_agent
from lrs.web.call import Answer, Call
from lrs.web.errors import BadRequest, NotFound
from lrs.writing import documents
from lrs.writing.documents import Conditions, DocumentQuota, NewDocument, Place


@dataclass(frozen=True, slots=True)
class Resource:
    """One of the three. name: the parameter that names a document; place: where a call's documents lie."""

    name: str
    known: tuple[str, ...]
    scope: str
    place: Callable[[Call, Store], Place]


def _state(call: Call, store: Store) -> Place:
    activity = parameters.iri(call.require("activityId"), "activityId")
    agent = parameters.agent(call.require("agent"))
    check_agent(call.access, agent, store.home_page)
    registration = call.params.get("registration")
    return documents.state_of(activity, agent, None if registration is None else parameters.uuid(registration, "registration"))


def _activity(call: Call, _store: Store) -> Place:
    return documents.profile_of_activity(parameters.iri(call.require("activityId"), "activityId"))


def _agent(call: Call, store: Store) -> Place:
    agent = parameters.agent(call.require("agent"))
    check_agent(call.access, agent, store.home_page)
    return documents.profile_of_agent(agent)


STATE = Resource("stateId", ("activityId", "agent", "registration"), "state", _state)
ACTIVITY = Resource("profileId", ("activityId",), "profile", _activity)
AGENT = Resource("profileId", ("agent",), "profile", _agent)


def get(resource: Resource, call: Call, store: Store) -> Answer:
    """One document, or the names of those there."""
    call.access.require(resource.scope)
    call.allow(resource.name, *resource.known, "since")
    place = resource.place(call, store)
    since = parameters.time(call.params["since"], "since") if "since" in call.params else None
    with store.engine.connect() as connection:
        if resource.name not in call.params:
            rows = documents.names(connection, place, since)
            headers = {"Last-Modified": clock.http_date(rows[-1][1])} if call.is_two and rows else {}
            return Answer.json([name for name, _ in rows], headers=headers)
        document = documents.get(connection, place, call.require(resource.name))
    if document is None:
        raise NotFound(f"there is no document {call.params[resource.name]!r} here")
    headers = {"Content-Type": document.content_type, "ETag": f'"{document.etag}"', "Last-Modified": clock.http_date(document.updated)}
    return Answer(200, document.content, headers)


def put(resource: Resource, call: Call, store: Store) -> Answer:
    """Write a whole document."""
    place, name, conditions = _target(resource, call, store)
    must_have = resource is not STATE and not call.is_two
    if must_have and conditions.if_match is None and conditions.if_none_match is None:
        with store.engine.connect() as connection:
            if documents.get(connection, place, name) is None:
                raise BadRequest("precondition_missing", "send If-Match or If-None-Match with the PUT of a profile")
    new, quota = NewDocument(name, call.body, call.content_type or "application/octet-stream", store.now()), _quota(call, store)
    store.writer.submit(lambda connection: documents.put(connection, place, new, conditions, quota))
    return Answer(204)


def post(resource: Resource, call: Call, store: Store) -> Answer:
    """Join a JSON object into the document."""
    place, name, conditions = _target(resource, call, store)
    new, quota = NewDocument(name, call.body, call.content_type or "application/octet-stream", store.now()), _quota(call, store)
    store.writer.submit(lambda connection: documents.merge(connection, place, new, conditions, quota))
    return Answer(204)


def delete(resource: Resource, call: Call, store: Store) -> Answer:
    """Take one document away; of State also all that lie there."""
    call.access.require(resource.scope)
    call.allow(resource.name, *resource.known)
    place = resource.place(call, store)
    if resource is STATE and resource.name not in call.params:
        store.writer.submit(lambda connection: documents.remove_all(connection, place))
        return Answer(204)
    name, conditions = call.require(resource.name), _conditions(resource, call)
    store.writer.submit(lambda connection: documents.remove(connection, place, name, conditions))
    return Answer(204)


def _target(resource: Resource, call: Call, store: Store) -> tuple[Place, str, Conditions]:
    call.access.require(resource.scope)
    call.allow(resource.name, *resource.known)
    if len(call.body) > store.limits.document:
        raise LimitPassed("document", store.limits.document, is_size=True)
    place, name = resource.place(call, store), call.require(resource.name)
    if documents.is_json(call.content_type):
        try:
            parameters.json(call.body)
        except BadRequest as error:
            raise DocumentUnmergeable(str(error)) from error
    return place, name, _conditions(resource, call)


def _quota(call: Call, store: Store) -> DocumentQuota | None:
    limits = store.limits
    return DocumentQuota(limits.document, limits.documents, limits.documents_size) if call.access.is_limited else None


def _conditions(resource: Resource, call: Call) -> Conditions:
    must_say = call.method == "PUT" and (call.is_two or resource is not STATE)
    return Conditions(call.headers.get("if-match"), call.headers.get("if-none-match"), must_say)
