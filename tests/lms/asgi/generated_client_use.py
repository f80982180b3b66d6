"""Uses the client that a generator wrote: run by test_api_of_programs with the Python of .venvs/api. Prints what it found as JSON."""

import base64
import datetime
import json
import sys
from uuid import UUID

from horslesmurs_client import Client
from horslesmurs_client.api.assignments import ask, end_assignment, list_assignments
from horslesmurs_client.api.cohorts import list_cohorts, list_people
from horslesmurs_client.models import NewAssignment
from horslesmurs_client.models.new_assignment_kind import NewAssignmentKind


def main(address: str, key: str, cohort: str, due_on: str) -> None:
    """key: id:secret."""
    basic = base64.b64encode(key.encode()).decode()
    client, stranger = Client(base_url=address, headers={"Authorization": f"Basic {basic}"}), Client(base_url=address)
    uuid = UUID(cohort)
    new = NewAssignment(kind=NewAssignmentKind.COURSE, key="pharmacists", due_on=datetime.date.fromisoformat(due_on))
    asked = ask.sync_detailed(uuid, client=client, body=new, idempotency_key="once")
    again = ask.sync_detailed(uuid, client=client, body=new, idempotency_key="once")
    found = {
        "cohorts": [row.name for row in list_cohorts.sync(client=client).items],
        "people": [row.username for row in list_people.sync(uuid, client=client).items],
        "asked": [asked.status_code, asked.parsed.due_on.isoformat(), asked.parsed.people],
        "again": again.status_code,
        "left": len(list_assignments.sync(uuid, client=client).items),
        "ended": end_assignment.sync_detailed(uuid, UUID(asked.parsed.id), client=client).status_code,
        "then": len(list_assignments.sync(uuid, client=client).items),
        "without_key": list_cohorts.sync_detailed(client=stranger).status_code,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
