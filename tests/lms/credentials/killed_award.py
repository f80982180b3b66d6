"""A process that is killed in the middle of a hand-in, after the award and before the commit: killed_award.py FOLDER REQUEST."""

import json
import os
import signal
import sys
from typing import Any

from award_site import request_of
from lms_cast import Person
from lms_site import shared_catalogue

from lms.app import create_app
from lms.credentials import awarding
from lms.settings import read
from lms.web.database.writing import submit

folder, words = sys.argv[1], json.loads(sys.argv[2])
app = create_app(read({"HORSLESMURS_DATA": folder}), shared_catalogue())
request = request_of(app, Person(app, words["name"]), words["registration"])


def work_of(work: Any) -> None:
    assert awarding.award(work, request)
    os.kill(os.getpid(), signal.SIGKILL)


with app.app_context():
    submit(work_of)
