"""Weeks played by the rules of the game, as one digest. It runs in this process and in Pyodide, and must give the same there."""

import hashlib
import json
import pickle

from game.core import policies
from game.core.review.debrief_builder import look_back
from game.core.week import Week

with open("book.bin", "rb") as file:
    book, rule = pickle.load(file)
mark = hashlib.sha256()
for campaign in ("azur", "caregiver"):
    for name in ("ideal", "random"):
        week = Week.start(book, rule, campaign=campaign, week=2, seed=5, play="p", difficulty=2)
        mark.update(repr(policies.play(week, policies.POLICIES[name])).encode())
        saved = json.loads(json.dumps(week.save(), sort_keys=True))
        again = Week.resume(book, rule, saved)
        mark.update(json.dumps(again.save(), sort_keys=True).encode() + repr(look_back(again)).encode())
mark.hexdigest()
