"""Speed of the statement store as ratios to the probe, same run, same server, same client: `python -m bench.lrs`."""

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from bench import lrs_load, lrs_probe, lrs_store
from xapi import validate

GOALS = {"POST 1": 0.5, "POST x50": 0.4, "GET newest": 0.5, "GET agent": 0.5, "GET verb+activity": 0.5}
ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def serving(module: str, url: str) -> Iterator[tuple[int, psutil.Process]]:
    """One granian worker on a free port; gives the port and the worker's process."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", "8", "--no-ws", "--log-level", "error", f"{module}:from_environment"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"BENCH_DATABASE": url}, stdout=subprocess.DEVNULL)
    try:
        _await(port)
        yield port, psutil.Process(process.pid).children()[0]
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _await(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def workloads(seed: int) -> dict[str, Any]:
    made = {"POST 1": lrs_load.posts(1, seed), "POST x50": lrs_load.posts(50, seed)}
    return made | {f"GET {kind}": lrs_load.gets(kind, seed) for kind in ("newest", "agent", "verb+activity")}


def validation(count: int = 10_000) -> float:
    """Statements checked a second, JSON read before."""
    chance = random.Random(1)
    rows = [lrs_load.statement(chance) for _ in range(count)]
    best = 0.0
    for _ in range(3):
        begun = time.process_time()
        validate.check_batch(rows)
        best = max(best, count / (time.process_time() - begun))
    return best


def compare(url: str, stored: int, seconds: float, rounds: int) -> dict[str, Any]:
    """Fill both, then give turns to probe and store, and take the best of each."""
    probe_url, store_url = url.format("_probe"), url.format("_store")
    lrs_probe.fill(probe_url, lrs_load.batches(stored, 500, 1))
    key = lrs_store.fill(store_url, lrs_load.batches(stored, 500, 1))
    figures: dict[str, Any] = {"stored": stored}
    with serving("bench.lrs_probe", probe_url) as (probe_port, _), serving("bench.lrs_store", store_url) as (port, process):
        clients = {"probe": lrs_load.Client(probe_port, None), "store": lrs_load.Client(port, key)}
        best: dict[str, dict[str, dict[str, float]]] = {}
        for turn in range(rounds):
            for name, asks in workloads(turn + 2).items():
                for who, client in clients.items():
                    got = client.run(seconds, asks)
                    old = best.setdefault(name, {}).get(who)
                    best[name][who] = got if old is None or got["per_s"] > old["per_s"] else old
        figures["rss_mb"] = process.memory_info().rss / 2**20
    for name, got in best.items():
        figures[name] = got | {"ratio": got["store"]["per_s"] / got["probe"]["per_s"], "goal": GOALS[name]}
    return figures


def grow(url: str, sizes: tuple[int, ...], seconds: float) -> dict[str, Any]:
    """The 95th percentile of the store's GETs at each size, and its memory at the last."""
    figures: dict[str, Any] = {}
    have, key, url = 0, None, url.format("_store")
    for size in sizes:
        made = lrs_store.fill(url, lrs_load.batches(size - have, 500, size))
        key, have = key or made, size
        with serving("bench.lrs_store", url) as (port, process):
            client = lrs_load.Client(port, key)
            for kind in ("newest", "agent", "verb+activity"):
                client.run(1, lrs_load.gets(kind, 3))
                figures.setdefault(f"GET {kind} p95 ms", {})[size] = client.run(seconds, lrs_load.gets(kind, 4))["p95_ms"]
            client.run(seconds, lrs_load.posts(50, 5))
            figures.setdefault("rss MB", {})[size] = process.memory_info().rss / 2**20
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", help="postgresql+psycopg://host/bench{} with empty bench_probe, bench_store")
    parser.add_argument("--stored", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--grow", type=int, nargs="+", help="sizes at which the store's GETs are timed, such as 100000 1000000")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/bench{{}}"
        figures: dict[str, Any] = {"validation per s": validation()}
        figures |= grow(url, tuple(given.grow), given.seconds) if given.grow else compare(url, given.stored, given.seconds, given.rounds)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
