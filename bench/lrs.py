"""Speed of the real site's statement store as ratios to the probe, same run, same client, turn about: `python -m bench.lrs`."""

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
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from bench import lrs_load, lrs_probe, lrs_store
from xapi import validate

GOALS = {"POST 1": 0.5, "POST x50": 0.4, "GET newest": 0.5, "GET agent": 0.5, "GET verb+activity": 0.5}
ROOT = Path(__file__).resolve().parent.parent


THREADS = 16
"""Of the probe's server, as many as the site's."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def probe(url: str) -> AbstractContextManager[tuple[int, psutil.Process]]:
    """The probe on one granian worker."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", str(THREADS), "--no-ws", "--log-level", "error", "bench.lrs_probe:from_environment"]
    return serving(command, {"BENCH_DATABASE": url}, port)


def site(url: str, folder: Path) -> AbstractContextManager[tuple[int, psutil.Process]]:
    """The whole site, as `horslesmurs serve` starts its web process."""
    port = free_port()
    return serving(lrs_store.COMMAND, lrs_store.environment(url, folder, port), port)


@contextmanager
def serving(command: list[str], settings: dict[str, str], port: int) -> Iterator[tuple[int, psutil.Process]]:
    """Gives the port and the worker's process."""
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL)
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
    for _ in range(1200):
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


def compare(url: str, folder: Path, stored: int, seconds: float, rounds: int) -> dict[str, Any]:
    """Fill both, then give turns to probe and store.

    ratio: median over the rounds, each of two turns side by side, since other work on the machine comes and goes; the figures of each are
    those of its best turn. processor: the same ratio in processor time of the web process, which other work changes less.
    """
    probe_url, store_url = url.format("_probe"), url.format("_store")
    lrs_probe.fill(probe_url, lrs_load.batches(stored, 500, 1))
    key = lrs_store.fill(store_url, folder / "site", lrs_load.batches(stored, 500, 1))
    figures: dict[str, Any] = {"stored": stored, "load": os.getloadavg()[0]}
    ratios: dict[str, list[float]] = {}
    with probe(probe_url) as (probe_port, bare), site(store_url, folder / "site") as (port, process):
        clients = {"probe": lrs_load.Client(probe_port, None), "store": lrs_load.Client(port, key)}
        best: dict[str, dict[str, dict[str, float]]] = {}
        for turn in range(rounds):
            for name, asks in workloads(turn + 2).items():
                per_s = {}
                for who, client in clients.items():
                    begun = _processor(process if who == "store" else bare)
                    got = client.run(seconds, asks)
                    spent = _processor(process if who == "store" else bare) - begun
                    got["cpu_ms"] = 1000 * spent / (got["per_s"] * seconds)
                    per_s[who] = got["per_s"]
                    old = best.setdefault(name, {}).get(who)
                    best[name][who] = got if old is None or got["per_s"] > old["per_s"] else old
                ratios.setdefault(name, []).append(round(per_s["store"] / per_s["probe"], 2))
        figures["rss_mb"] = process.memory_info().rss / 2**20
    for name, got in best.items():
        processor = got["probe"]["cpu_ms"] / got["store"]["cpu_ms"]
        figures[name] = got | {"ratio": median(ratios[name]), "rounds": ratios[name], "processor": processor, "goal": GOALS[name]}
    return figures | {"load at the end": os.getloadavg()[0]}


def _processor(process: psutil.Process) -> float:
    """Seconds of processor time a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)


def grow(url: str, folder: Path, sizes: tuple[int, ...], seconds: float) -> dict[str, Any]:
    """The 95th percentile of the store's GETs at each size, and its memory at the last."""
    figures: dict[str, Any] = {}
    have, key, url = 0, None, url.format("_store")
    for size in sizes:
        made = lrs_store.fill(url, folder / "site", lrs_load.batches(size - have, 500, size))
        key, have = key or made, size
        with site(url, folder / "site") as (port, process):
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
        if given.grow:
            figures |= grow(url, Path(folder), tuple(given.grow), given.seconds)
        else:
            figures |= compare(url, Path(folder), given.stored, given.seconds, given.rounds)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
