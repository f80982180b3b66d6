"""A provider of identities nobody here wrote, on loopback: npm's oidc-provider, by its lock file, in Node."""

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import npm_packages

HERE = Path(__file__).parent / "provider"
MISSING = [name for name in ("node", "npm") if shutil.which(name) is None]
CLIENT, SECRET = "hors-les-murs", "quatre mots du fournisseur"
PATIENCE_S = 60


@dataclass
class RealProvider:
    """lines: what it said of its own events, such as `backchannel.success`."""

    issuer: str
    lines: list[str] = field(default_factory=list)

    def wait_for(self, word: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while not any(word in line for line in self.lines):
            assert time.monotonic() < end, self.lines
            time.sleep(0.1)


@contextmanager
def real_provider(port: int, site: str, key: str) -> Iterator[RealProvider]:
    """At this port, for one client: the site at this address, which calls the provider `key`."""
    folder = npm_packages.install(HERE, "identity-provider")
    shutil.copy(HERE / "provider.mjs", folder)
    asked = json.dumps({"port": port, "site": site, "key": key, "client": CLIENT, "secret": SECRET})
    process = subprocess.Popen(["node", "provider.mjs", asked], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    provider = RealProvider(f"http://127.0.0.1:{port}")
    assert process.stdout is not None
    thread = threading.Thread(target=lambda: provider.lines.extend(iter(process.stdout.readline, "")), daemon=True)  # type: ignore[union-attr]
    thread.start()
    try:
        provider.wait_for("listening")
        yield provider
    finally:
        process.terminate()
        process.wait(20)
        thread.join(5)
        process.stdout.close()
