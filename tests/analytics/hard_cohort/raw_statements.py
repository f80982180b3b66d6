"""The oracle's own reading of the store: one table of what was said, straight from the rows of its database, by no code of analytics/."""

import hashlib
import hmac
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pandas

from xapi.vocabulary import CONTENT, EXT, VERBS

VERB_OF = {verb.iri: name for name, verb in VERBS.items()}
EXT_OF = {iri: name for name, iri in EXT.items()}
DURATION = re.compile(r"PT([\d.]+)S")
NUMBERS = ("progress", "game_hour", "game_day", "rating", "elapsed_days", "scaled", "seconds", "week")
COLUMNS = (
    *("seq", "id", "who", "verb", "kind", "thing", "module", "course", "campaign", "week", "stored", "said", "when", "is_late", "odd"),
    *("role", "cohort", "simulated", "registration", "platform", "language", "success", "scaled", "response", "seconds", "play"),
    *("progress", "item_version", "phase", "objective", "unsafe", "confidence", "harm", "episode", "symptom", "flag", "game_hour"),
    *("game_day", "due", "valid_until", "departement", "rating", "elapsed_days", "simple_text", "assisted", "offline", "voids"),
)
OWN = ("registered", "assigned", "waived", "revoked", "randomized", "screened")
"""Verbs by which others say something of a learner."""


def said_in(data: Path, cohort: str, *, simulated: bool = False) -> pandas.DataFrame:
    """What counts for one cohort, in order of arrival: neither voided nor voiding, of this kind of learners, of sources of the site.

    data: the site's folder.
    """
    with sqlite3.connect(data / "horslesmurs.sqlite") as store:
        kept = store.execute("SELECT seq, stored, body FROM lrs_statements WHERE NOT foreign_source ORDER BY seq").fetchall()
    key = (data / "keys" / "pseudonyms.key").read_bytes()
    table = pandas.DataFrame([_line(seq, stored, json.loads(body), key) for seq, stored, body in kept], columns=list(COLUMNS))
    table = table[table.voids.isna() & ~table.id.isin(table.voids.dropna())]
    table = table[(table.cohort == cohort) & (table.simulated == simulated)]
    return _with_times(table.astype(dict.fromkeys(NUMBERS, "float64"))).reset_index(drop=True)


def _with_times(table: pandas.DataFrame) -> pandas.DataFrame:
    """A clock a day ahead or 400 days behind is not believed: the act is dated by its arrival."""
    stored = _seconds(table.stored)
    said = _seconds(table.said)
    late = stored - said
    table = table.assign(stored=stored, is_late=(late < -86_400) | (late > 400 * 86_400), valid_until=_seconds(table.valid_until))
    return table.assign(when=said.where(~table.is_late, stored))


def _seconds(moments: pandas.Series) -> pandas.Series:
    instants = pandas.to_datetime(moments, utc=True, format="ISO8601")
    return (instants - pandas.Timestamp("1970-01-01", tz="UTC")) / pandas.Timedelta(seconds=1)


def _line(seq: int, stored: str, body: dict[str, Any], key: bytes) -> dict[str, Any]:
    context, result, thing = body.get("context", {}), body.get("result", {}), body["object"]
    ext = {**context.get("extensions", {}), **result.get("extensions", {})}
    line: dict[str, Any] = dict.fromkeys(COLUMNS)
    line |= {EXT_OF[iri]: value for iri, value in ext.items() if iri in EXT_OF and EXT_OF[iri] in COLUMNS}
    account = body["actor"]["account"]
    who = f"reports\0{account['homePage']} {account['name']}"
    line |= {"seq": seq, "id": body["id"], "stored": stored, "said": body["timestamp"]}
    line["who"] = hmac.new(key, who.encode(), hashlib.sha256).hexdigest()[:32]
    line["verb"] = VERB_OF.get(body["verb"]["id"], "unknown")
    line |= {name: context.get(name) for name in ("registration", "platform", "language")}
    line |= {"success": result.get("success"), "response": result.get("response"), "scaled": result.get("score", {}).get("scaled")}
    duration = DURATION.fullmatch(result.get("duration", ""))
    line["seconds"] = float(duration[1]) if duration else None
    if thing.get("objectType") == "StatementRef":
        line["voids"] = thing["id"]
    else:
        _place(line, thing["id"])
    for activity in (*context.get("contextActivities", {}).get("parent", ()), *context.get("contextActivities", {}).get("grouping", ())):
        _around(line, *_kind_and_name(activity["id"]))
    too_large = [name for name in NUMBERS if line[name] is not None and abs(float(line[name])) > 1e12]
    line |= dict.fromkeys(too_large)
    line["odd"] = line["verb"] == "unknown" or any(iri not in EXT_OF for iri in ext) or bool(too_large)
    return line


def _kind_and_name(iri: str) -> tuple[str, str]:
    kind, _, name = iri.removeprefix(CONTENT).partition("/")
    return kind, name


def _place(line: dict[str, Any], iri: str) -> None:
    line["kind"], line["thing"] = _kind_and_name(iri)
    if line["kind"] == "item":
        line["module"] = line["thing"].split("/")[0]
    if line["kind"] == "sign":
        line["symptom"] = line["thing"]
    _around(line, line["kind"], line["thing"])


def _around(line: dict[str, Any], kind: str, name: str) -> None:
    if kind in ("module", "course", "campaign") and line[kind] is None:
        line[kind] = name
    if kind == "week":
        campaign, number = name.split("/")
        if line["campaign"] is None:
            line["campaign"] = campaign
        if line["week"] is None:
            line["week"] = int(number)
