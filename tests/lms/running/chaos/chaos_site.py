"""A whole site under faults: `horslesmurs serve` on a small disk of its own, a proxy that can lose the network, a clock that can jump."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
from child_environment import python_path
from serving_site import free_port

ROOT = Path(__file__).resolve().parents[4]
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
DISK_MB = 220
PARTS = {"web": "lms.running.web_process", "worker": "lms.running.worker"}


class SmallDisk:
    """A file system of its own where we may mount one, else a plain folder: it can be full then, and no other work notices."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=700", "chaos", str(folder)], capture_output=True)
        self.can_be_full = mounted.returncode == 0

    def fill(self) -> None:
        with contextlib.suppress(OSError), (self.folder / "filler").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(65536))

    def make_room(self) -> None:
        (self.folder / "filler").unlink(missing_ok=True)

    def close(self) -> None:
        if self.can_be_full:
            subprocess.run(["umount", "-l", str(self.folder)], check=False)


class LossyNetwork:
    """A relay before the site. While it is cut, connections break and none is taken."""

    def __init__(self, target: int) -> None:
        self._target, self.is_cut = target, False
        self._links: set[socket.socket] = set()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        threading.Thread(target=self._take, daemon=True).start()

    def cut(self, is_cut: bool) -> None:
        self.is_cut = is_cut
        for link in list(self._links) if is_cut else ():
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)

    def _take(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            if self.is_cut:
                client.close()
                continue
            try:
                site = socket.create_connection(("127.0.0.1", self._target), timeout=5)
            except OSError:
                client.close()
                continue
            self._links |= {client, site}
            for one, other in ((client, site), (site, client)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while part := one.recv(65536):
                other.sendall(part)
        for link in (one, other):
            self._links.discard(link)
            link.close()

    def close(self) -> None:
        self._server.close()
        self.cut(True)


class ChaosSite:
    """The site, and what may be done to it. A stopped supervisor is started again by `keep_running`, as systemd would."""

    def __init__(self, folder: Path) -> None:
        self.disk, self.folder, self.port = SmallDisk(folder / "disk"), folder, free_port()
        self.data, self.copies, self.clock = folder / "disk" / "data", folder / "copies", folder / "clock"
        self.copies.mkdir(mode=0o700)
        self.network = LossyNetwork(self.port)
        self.can_jump = FAKETIME.exists()
        self.set_clock(0)
        self._process: subprocess.Popen[bytes] | None = None
        self._is_wanted = False
        self.stayed: list[str] = []

    @property
    def settings(self) -> dict[str, str]:
        names = {"data": self.data, "port": self.port, "origin": f"http://127.0.0.1:{self.network.port}", "backup_folder": self.copies}
        return {f"HORSLESMURS_{name.upper()}": str(value) for name, value in names.items()}

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HORSLESMURS_")}
        return kept | self.settings | {"PYTHONPATH": python_path(ROOT)}

    def set_clock(self, hours: float) -> None:
        """Let the site's clock stand so many hours off from now on."""
        self.clock.write_text(f"{hours * 3600:+.0f}\n")

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, str(ROOT / "horslesmurs.py"), *words]
        return subprocess.run(program, env=self.environment, capture_output=True, text=True, timeout=300)

    def start(self) -> None:
        environment = self.environment
        if self.can_jump:
            environment |= {"LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(self.clock), "FAKETIME_CACHE_DURATION": "1"}
            environment |= {"FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        program = [sys.executable, str(ROOT / "horslesmurs.py"), "serve"]
        with (self.folder / "log.ndjson").open("ab") as log:
            self._process = subprocess.Popen(program, env=environment, stdout=log, stderr=log)
        self._is_wanted = True

    def keep_running(self) -> None:
        if self._is_wanted and self._process is not None and self._process.poll() is not None:
            self._stop_rest()
            self.start()

    def parts(self) -> Iterator[tuple[str, psutil.Process]]:
        """Name and process of the supervisor and of everything below it."""
        if self._process is None or self._process.poll() is not None:
            return
        with contextlib.suppress(psutil.Error):
            parent = psutil.Process(self._process.pid)
            yield "supervisor", parent
            for child in parent.children(recursive=True):
                words = " ".join(child.cmdline())
                yield next((name for name, module in PARTS.items() if module in words), "web"), child

    def kill(self, part: str) -> int:
        """SIGKILL one part, or everything at once for `all`; gives how many processes."""
        killed = [process for name, process in self.parts() if part in (name, "all")]
        for process in killed:
            with contextlib.suppress(psutil.Error):
                process.kill()
        return len(killed)

    def pause(self, part: str, seconds: float) -> int:
        """Stop one part for so long; gives how many processes."""
        paused = [process for name, process in self.parts() if name == part]
        for process in paused:
            with contextlib.suppress(psutil.Error):
                process.suspend()
        time.sleep(seconds)
        for process in paused:
            with contextlib.suppress(psutil.Error):
                process.resume()
        return len(paused)

    def health(self) -> str:
        """`ok`, `degraded`, `unavailable` or `away`."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return str(json.loads(answer.read())["status"])
        except urllib.error.HTTPError as error:
            return str(json.loads(error.read()).get("status", "unavailable"))
        except (OSError, ValueError):
            return "away"

    def wait_until_up(self, seconds: float = 300) -> None:
        end = time.monotonic() + seconds
        while self.health() not in ("ok", "degraded"):
            self.keep_running()
            assert time.monotonic() < end, f"the site did not come back: {self.health()}"
            time.sleep(0.5)

    def stop(self) -> None:
        self._is_wanted = False
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill("all")
        self._stop_rest()

    def _stop_rest(self) -> None:
        """Processes of this site that outlived a killed supervisor: they end by themselves; a new start waits for them.

        One that stays is a finding of the day, and is killed: it would hold the site's port and lock against every new start.
        """
        end = time.monotonic() + 60
        marks = str(self.data).encode()
        while (left := [process for process in psutil.process_iter() if _is_of(process, marks)]) and time.monotonic() < end:
            time.sleep(0.3)
        for process in left:
            self.stayed.append(f"process {process.pid} outlived its supervisor by a minute")
            with contextlib.suppress(psutil.Error):
                process.kill()

    def close(self) -> None:
        self.stop()
        self.network.close()
        self.disk.close()


def _is_of(process: psutil.Process, mark: bytes) -> bool:
    """Whether it is a part of this site; an operator's command beside it is none."""
    try:
        is_ours = process.environ().get("HORSLESMURS_DATA", "").encode() == mark and process.status() != "zombie"
        return is_ours and any(module in " ".join(process.cmdline()) for module in PARTS.values())
    except psutil.Error:
        return False
