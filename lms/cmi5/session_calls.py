"""What a launched unit may ask of the store: statements of its session, its own state documents, what the learner prefers; nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from lms.cmi5 import keeping, satisfaction, session_rules
from lms.cmi5.keeping import Site
from lms.cmi5.launching import LAUNCH_DATA
from lms.cmi5.session_rules import ALLOWED, COMPLETED, PASSED, TERMINATED, History, Terms
from lms.cmi5_modules.models import Cmi5Session
from lrs.errors import KeyExpired, SessionRuleBroken
from lrs.storage.store import Store
from lrs.storage.tables import statements as kept_statements
from lrs.web import about, documents, parameters, statement_queries, statements
from lrs.web.application import Handler
from lrs.web.call import Answer, Call
from lrs.web.errors import NotFound
from lrs.writing import documents as written_documents
from lrs.writing import statement_writer
from xapi.actor import account, identifier

PREFERENCES = "cmi5LearnerPreferences"
MOST_DOCUMENTS = 20
"""Of one unit and one learner: what is beside them is hers."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Caller:
    """Who calls: a session as it was when the call began. site: made for this call."""

    session: Cmi5Session
    terms: Terms
    site: Callable[[], Site]


def terms_of(session: Cmi5Session, site: Site) -> Terms:
    owner = session.owner
    unit = satisfaction.unit_of(owner.module, session.unit)
    is_marked = keeping.is_marked(owner.registration, site.courses)
    return Terms(
        actor=account(site.home_page, owner.registration.learner.uuid),
        registration=str(owner.uuid),
        session=str(session.uuid),
        activity=satisfaction.unit_activity(owner.module, session.unit),
        publisher_id=unit.id if unit is not None else "",
        mode=session.mode,
        mastery_score=satisfaction.mastery_score(unit, is_marked=is_marked) if unit is not None else None,
    )


def handlers(caller: Caller) -> Mapping[str, Mapping[str, Handler]]:
    """The resources of the session, by name and method."""
    refuse: Handler = partial(_keep_no_preference, caller)
    state: dict[str, Handler] = {"GET": partial(_read_state, caller)}
    for method, handle in (("PUT", documents.put), ("POST", documents.post), ("DELETE", documents.delete)):
        state[method] = partial(_write_state, caller, handle)
    return {
        "statements": {"GET": statement_queries.get, "PUT": partial(_put, caller), "POST": partial(_post, caller)},
        "about": {"GET": about.about},
        "activities/state": state,
        "agents/profile": {"GET": partial(_preferences, caller), "PUT": refuse, "POST": refuse},
    }


def _put(caller: Caller, call: Call, store: Store) -> Answer:
    _store_statements(caller, call, store, statements.read_one(call, store))
    return Answer(204)


def _post(caller: Caller, call: Call, store: Store) -> Answer:
    call.allow()
    rows, contents = statements.read_body(call, store)
    return Answer.json(_store_statements(caller, call, store, (rows, contents)))


def _store_statements(caller: Caller, call: Call, store: Store, body: tuple[list[Json], list[statement_writer.Attachment]]) -> list[str]:
    """All of them or none, with all that follows from them, in one commit. Gives their ids."""
    rows, contents = body
    if contents or any("attachments" in row for row in rows):
        raise SessionRuleBroken("session_attachments", "$.attachments", "this site keeps no attachments of launched units")
    site, authority, version = caller.site(), call.access.authority(store.home_page), call.version

    def run(connection: Connection) -> list[str]:
        with Session(bind=connection, expire_on_commit=False) as work:
            ids = record(work, caller, rows, site, authority, version, store)
            work.commit()
            return ids

    return store.writer.submit(run)


def record(work: Session, caller: Caller, rows: list[Json], site: Site, authority: Json, version: str, store: Store) -> list[str]:
    """Check each statement against the session as it is now, keep it, and draw what follows. Call it on the writer.

    One that is kept already, as after a lost answer, is not checked again: the store says whether it is the same.
    """
    session = work.get_one(Cmi5Session, caller.session.id, with_for_update={"of": Cmi5Session})
    check_open(session, site)
    owner = session.owner
    is_marked = keeping.is_marked(owner.registration, site.courses)
    ids = [str(row.get("id", "")).lower() for row in rows]
    existing = set(work.scalars(select(kept_statements.c.id).where(kept_statements.c.id.in_(ids))))
    history = History(list(session.verbs), set(owner.units.get(str(session.unit), {})))
    to_keep: list[Json] = []
    for row, id in zip(rows, ids, strict=True):
        form = dict(row) if is_marked else session_rules.kept_form(row)
        if form is not None:
            to_keep.append(dict(form))
        if id in existing:
            continue
        verb = session_rules.check(row, caller.terms, history)
        if verb != ALLOWED:
            history.verbs.append(verb)
        if verb == COMPLETED or (verb == PASSED and is_marked):
            history.of_run.add(verb)
            keeping.note(work, owner, session.unit, verb, site)
    batch = statement_writer.prepare(to_keep, authority=authority, version=version, now=site.now, own_only=True)
    statement_writer.put_prepared(work.connection(), batch, now=store.now)
    session.verbs, session.told_at = history.verbs, site.now
    if TERMINATED in history.verbs:
        session.left_at = site.now
    keeping.evaluate(work, owner, session.uuid, site)
    return ids


def check_open(session: Cmi5Session, site: Site) -> None:
    """Raises KeyExpired for a session that was terminated, abandoned or is over."""
    if session.left_at is not None or session.ends_at <= site.now:
        raise KeyExpired("this session is over; open the unit again from your course")


def _read_state(caller: Caller, call: Call, store: Store) -> Answer:
    _check_place(caller, call)
    return documents.get(documents.STATE, call, store)


def _write_state(caller: Caller, handle: Callable[..., Answer], call: Call, store: Store) -> Answer:
    _check_place(caller, call)
    name = call.params.get("stateId", "")
    if name in ("", LAUNCH_DATA):
        raise SessionRuleBroken("session_state", "stateId", f"{LAUNCH_DATA} is written by the site alone; name the document that is meant")
    if call.method != "DELETE":
        place = written_documents.state_of(caller.terms.activity, caller.terms.actor, caller.terms.registration)
        with store.engine.connect() as connection:
            names = [row[0] for row in written_documents.names(connection, place)]
        if name not in names and len(names) >= MOST_DOCUMENTS:
            raise SessionRuleBroken("session_state", "stateId", f"a unit keeps {MOST_DOCUMENTS} documents at most")
    return handle(documents.STATE, call, store)


def _check_place(caller: Caller, call: Call) -> None:
    """One activity, one learner, one registration."""
    terms = {"activityId": caller.terms.activity, "registration": caller.terms.registration}
    for name, value in terms.items():
        value_here = call.require(name)
        if (value_here.lower() if name == "registration" else value_here) != value:
            raise SessionRuleBroken("session_state", name, f"{name}: this session reads and writes its own state alone")
    _check_learner(caller, call)


def _check_learner(caller: Caller, call: Call) -> None:
    if identifier(parameters.agent(call.require("agent"))) != identifier(caller.terms.actor):
        raise SessionRuleBroken("session_actor", "agent", "agent: this session knows its own learner alone")


def _preferences(caller: Caller, call: Call, _store: Store) -> Answer:
    """The language she reads in; of sound the site knows nothing, and the standard wants a word: on (11.0, 11.2)."""
    call.allow("agent", "profileId", "since")
    _check_learner(caller, call)
    name = call.params.get("profileId")
    if name is None:
        return Answer.json([PREFERENCES])
    if name != PREFERENCES:
        raise NotFound(f"there is no document {name!r} here")
    other = "en" if caller.session.language == "fr" else "fr"
    preferred = {"languagePreference": f"{caller.session.language},{other}", "audioPreference": "on"}
    return Answer.json(preferred, headers={"ETag": f'"{caller.session.language}-on"'})


def _keep_no_preference(caller: Caller, call: Call, _store: Store) -> Answer:
    """The learner's own first, so that a unit that asks wrongly hears of that (400), then no."""
    _check_learner(caller, call)
    call.require("profileId")
    raise SessionRuleBroken("session_profile", "profileId", "the learner changes what she prefers on this site")


def store_of_sessions(store: Store) -> Store:
    """The site's store with the limits of a launched unit; what it claims of learners is checked by the session's own rules."""
    limits = replace(store.limits, body=LARGEST_BODY, batch=200, document=LARGEST_DOCUMENT)
    return replace(store, limits=limits, context_of=None)


LARGEST_BODY = 1024 * 1024
LARGEST_DOCUMENT = 256 * 1024
