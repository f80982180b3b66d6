"""The web process as people meet it: bytes of a first visit, memory after a walk, processor time of pages beside a bare Flask page."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FEVER = "/fr/cours/patient-essentials/fever"
PAGES = ("/fr/", "/fr/fievre", "/fr/cours", FEVER, f"{FEVER}/1", f"{FEVER}/question/1")
PROBE = """
from flask import Flask

def make():
    app = Flask("probe")
    app.add_url_rule("/", "probe", lambda: "x" * 4000)
    return app
"""
SERVE = (
    "import sys\nfrom granian import Granian\nfrom granian.constants import Interfaces\n"
    "Granian(sys.argv[1], port=int(sys.argv[2]), interface=Interfaces.WSGI, factory=True, blocking_threads=16, websockets=False).serve()\n"
)
SITE = "lms.running.web_process"
"""Served as it is in earnest, with its own front."""
ROUNDS = 150


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def serving(target: str, folder: Path) -> Iterator[tuple[int, int]]:
    """(port, process id) of granian serving `target`, with the folder as data folder."""
    port = free_port()
    settings = {"HORSLESMURS_DATA": str(folder / "data"), "HORSLESMURS_PORT": str(port), "PYTHONPATH": f"{ROOT}:{folder}"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HORSLESMURS_")}
    command = [sys.executable, "-m", SITE] if target == SITE else [sys.executable, "-c", SERVE, target, str(port)]
    process = subprocess.Popen(command, env=kept | settings, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 90
        while True:
            try:
                fetch(port, "/")
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def fetch(port: int, path: str) -> tuple[bytes, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "br, gzip"})
    answer = connection.getresponse()
    body = answer.read()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    connection.close()
    return body, headers


def milliseconds(port: int, pid: int, path: str) -> float:
    """Processor time of one page in the server, in ms: what other work on the machine takes away is not counted."""
    fetch(port, path)
    before = used_seconds(pid)
    for _ in range(ROUNDS):
        fetch(port, path)
    return 1000 * (used_seconds(pid) - before) / ROUNDS


def family(pid: int) -> list[int]:
    """Granian's main process, then its workers."""
    found = [pid]
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def used_seconds(pid: int) -> float:
    """User and system time that the server has used."""
    ticks = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def first_visit(port: int, path: str) -> int:
    """Bytes of a page, its style sheets, scripts and icon, headers included, as they come over the wire."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    plain = connection.getresponse().read().decode()
    connection.close()
    files = re.findall(r'(?:href|src)="((?:/static|/media)/[^"]+)"', plain)
    total = 0
    for name in (path, *files):
        body, headers = fetch(port, name)
        total += len(body) + sum(len(key) + len(value) + 4 for key, value in headers.items())
    return total


def family_mb(pid: int) -> dict[str, float]:
    """Resident memory of granian's main process and of its worker, in MB."""
    sizes = [int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{one}/status").read_text())[1]) / 1024 for one in family(pid)]
    return {"main": round(sizes[0], 1), "worker": round(max(sizes[1:], default=0.0), 1)}


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "bare_probe.py").write_text(PROBE)
        upgrade = [sys.executable, "-m", "horslesmurs", "db", "upgrade"]
        subprocess.run(upgrade, env={**os.environ, "HORSLESMURS_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT)}, cwd=ROOT, check=True)
        with serving("bare_probe:make", folder) as (port, pid):
            bare = milliseconds(port, pid, "/")
        with serving(SITE, folder) as (port, pid):
            times = {path: milliseconds(port, pid, path) for path in PAGES}
            weight = {path: first_visit(port, path) for path in PAGES}
            memory = family_mb(pid)
    shown = {"bare_page_cpu_ms": round(bare, 2), "memory_mb": memory, "first_visit_bytes": weight}
    shown["page_to_bare"] = {path: round(value / bare, 1) for path, value in times.items()}
    print(json.dumps(shown, indent=1))
    is_light = weight[f"{FEVER}/1"] <= 40_000 and memory["worker"] <= 200
    print("within the goals" if is_light else "OVER THE GOALS: module page 40,000 bytes, web process 200 MB")
    return 0 if is_light else 1


if __name__ == "__main__":
    sys.exit(main())
