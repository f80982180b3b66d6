"""One form for every log line of web, worker, supervisor and commands: one JSON object a line on standard error, nothing about a person.

A line says what happened (`event`), where (`part`, `pid`, `logger`), when (`time`, UTC) and for which request (`request`). What somebody
typed has no way in: fields have fixed names and plain values, errors are told by their kind and the lines of our code they passed.
"""

import json
import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

REQUEST: ContextVar[str] = ContextVar("request_id", default="")
"""Id of the request this thread answers; empty outside of one."""
ROOT = Path(__file__).resolve().parent.parent
OURS = frozenset({"lms", "lrs", "analytics", "courses", "xapi", "game"})
_FIELDS = """
account by role key cohort report table reason count seconds status endpoint method hung again_in exit_code format place action about chain
"""
FIELDS = frozenset(_FIELDS.split())
PLAIN = re.compile(r"[A-Za-z0-9_.:/@-]{0,80}")
"""What a field's text may be. A name with a space or an accent, an e-mail address in a sentence, an answer: none fits."""
MAIL = re.compile(r"@")
LONGEST = 500
MOST_FRAMES = 12

events = logging.getLogger("lms.events")
_listeners: list[Callable[[str, Mapping[str, Any]], None]] = []


def listen(listener: Callable[[str, Mapping[str, Any]], None]) -> None:
    """From now on listener(name, fields) runs with each event of this process, once however often it is given. It must not raise."""
    if listener not in _listeners:
        _listeners.append(listener)


def event(name: str, /, **fields: Any) -> None:
    """Write down that something happened. fields: of FIELDS alone, numbers or plain keys; account: its row's number, never a name."""
    unknown = set(fields) - FIELDS
    if unknown:
        raise ValueError(f"a log line has no field {', '.join(sorted(unknown))}; see lms.logs.FIELDS")
    events.info(name, extra={"event": name, "fields": fields})
    for listener in _listeners:
        listener(name, fields)


class JsonLines(logging.Formatter):
    """part: web, worker, supervisor, command."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:23] + "Z"
        line: dict[str, Any] = {
            "time": time,
            "level": record.levelname.lower(),
            "part": self._part,
            "pid": os.getpid(),
            "logger": record.name,
        }
        if request := REQUEST.get():
            line["request"] = request
        named = getattr(record, "event", None)
        line["event"] = named if isinstance(named, str) and PLAIN.fullmatch(named) else "message"
        fields = getattr(record, "fields", None)
        line |= {name: plain(value) for name, value in fields.items() if name in FIELDS} if isinstance(fields, dict) else {}
        if line["event"] == "message":
            line["message"] = words_of(record)
        defect = getattr(record, "defect", None)
        if isinstance(defect, dict):
            line |= defect
        elif record.exc_info and record.exc_info[1] is not None:
            line |= told_error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=True)


def plain(value: Any) -> Any:
    """Numbers, truths and plain keys as they are; anything else is withheld."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if PLAIN.fullmatch(text) and not MAIL.search(text) else "withheld"


def words_of(record: logging.LogRecord) -> str:
    """Our own sentences whole; of others the first line of the sentence without its values: they may be anything."""
    if record.name.partition(".")[0] in OURS:
        return " ".join(record.getMessage().split())[:LONGEST]
    return str(record.msg).strip().partition("\n")[0][:LONGEST]


def told_error(error: BaseException) -> dict[str, Any]:
    """Kind and frames of an error, and of what caused it; never its message, which may carry what somebody typed."""
    values: dict[str, Any] = {"error": type(error).__name__, "frames": frames(error)}
    cause = error.__cause__ or error.__context__
    if cause is not None:
        values["caused_by"] = type(cause).__name__
    return values


def frames(error: BaseException) -> list[str]:
    """`file:line function` of our own code, the innermost last; of somebody else's the innermost alone."""
    steps = traceback.extract_tb(error.__traceback__)
    ours = [step for step in steps if is_ours(step.filename)]
    told = [f"{Path(step.filename).relative_to(ROOT).as_posix()}:{step.lineno} {step.name}" for step in ours[-MOST_FRAMES:]]
    if steps and not is_ours(steps[-1].filename):
        told.append(f"{Path(steps[-1].filename).name}:{steps[-1].lineno} {steps[-1].name}")
    return told


def is_ours(filename: str) -> bool:
    path = Path(filename)
    return path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in {*OURS, "horslesmurs.py"}


class StandardError(logging.Handler):
    """Writes to what is standard error at that moment. A reader that went away or a full disk behind it stops nobody."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)
        except Exception:  # a value that cannot be told must not take the line with it
            line = json.dumps({"level": record.levelname.lower(), "event": "unreadable_line", "logger": record.name})
        with suppress(OSError, ValueError):
            sys.stderr.write(line + "\n")
            sys.stderr.flush()


def configure(part: str, *, catch_defects: bool = True) -> None:
    """Send every log line of this process to standard error in one form. catch_defects: also what ends a thread or the process."""
    handler = StandardError()
    handler.setFormatter(JsonLines(part))
    root = logging.getLogger()
    for other in [held for held in root.handlers if isinstance(held, StandardError)]:
        root.removeHandler(other)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    if catch_defects:
        sys.excepthook = _tell_end
        threading.excepthook = lambda args: _tell_end(args.exc_type, args.exc_value, args.exc_traceback)


def _tell_end(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """Instead of Python's own traceback, which prints messages and so values."""
    if issubclass(kind, KeyboardInterrupt) or error is None:
        return
    logging.getLogger("lms.defects").error("ended by a defect: %s", kind.__name__, extra={"event": "defect", "defect": told_error(error)})


def granian(part: str) -> dict[str, Any]:
    """Granian's own lines in the same form: for its `log_dictconfig`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "lms.logs.JsonLines", "part": part}},
        "handlers": {"lines": {"class": "lms.logs.StandardError", "formatter": "lines"}},
        "loggers": {name: {"handlers": ["lines"], "level": "INFO", "propagate": False} for name in ("_granian", "granian.access")},
    }
