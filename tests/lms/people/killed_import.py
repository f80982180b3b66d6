"""A process that is killed in an import, at the twentieth account and before the commit: killed_import.py FOLDER COHORT."""

import os
import signal
import sys
from typing import Any
from uuid import UUID

from lms_site import shared_catalogue
from sqlalchemy import select

from lms.accounts import professions
from lms.app import create_app
from lms.cohorts.assigning import Shelf
from lms.cohorts.models import Cohort
from lms.people.imports import planning
from lms.people.imports.csv_file import read_text
from lms.settings import read
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

folder, cohort, text = sys.argv[1], UUID(sys.argv[2]), sys.stdin.read()
app = create_app(read({"HORSLESMURS_DATA": folder}), shared_catalogue())
declare, count = professions.declare, 0


def declare_twenty(*args: Any, **more: Any) -> Any:
    global count
    count += 1
    if count == 20:
        os.kill(os.getpid(), signal.SIGKILL)
    return declare(*args, **more)


professions.declare = declare_twenty
with app.app_context():
    row, file = db.session.scalars(select(Cohort).where(Cohort.uuid == cohort)).one(), read_text(text)
    mark = planning.plan(db.session(), file, row).mark
    codes = [(f"code{n}", f"hash{n}") for n in range(len(file.lines))]
    batch = planning.Batch(row.id, row.educators[0].id, "x", codes, Shelf({}, "http://localhost"), "fr", now())
    db.session.rollback()
    submit(lambda work: planning.write(work, file, batch, mark))
