"""About, Activities, Agents: what the store is, and what it knows of one activity or agent."""

from lrs.reading import activities
from lrs.storage.store import Store
from lrs.web import parameters
from lrs.web.access_control import check_agent
from lrs.web.call import Answer, Call
from lrs.web.versions import KNOWN_VERSIONS


def about(call: Call, _store: Store) -> Answer:
    call.allow()
    return Answer.json({"version": list(KNOWN_VERSIONS), "extensions": {}})


def get_activity(call: Call, store: Store) -> Answer:
    call.access.require("define", "statements/read")
    call.allow("activityId")
    iri = parameters.iri(call.require("activityId"), "activityId")
    with store.engine.connect() as connection:
        return Answer.json(activities.activity(connection, iri))


def get_agent(call: Call, store: Store) -> Answer:
    call.access.require("define", *(() if call.access.cohort else ("statements/read",)))
    call.allow("agent")
    agent = parameters.agent(call.require("agent"))
    check_agent(call.access, agent, store.home_page)
    with store.engine.connect() as connection:
        return Answer.json(activities.person(connection, agent))
