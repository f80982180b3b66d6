"""A platform nobody here wrote, lti1p3platform, as a process of its own on another site than ours for a browser: localhost."""

import json
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from serving_site import free_port

ROOT = Path(__file__).resolve().parents[3]
PYTHON = ROOT / ".venvs/platform/bin/python"
PROGRAM = Path(__file__).parent / "platform" / "platform_program.py"
MISSING = "" if PYTHON.exists() else "lti1p3platform is not here: make .venvs/platform/made installs it"


@contextmanager
def real_platform(tool: str) -> Iterator[str]:
    """Its address, while it runs. tool: the address of our site."""
    port = free_port()
    asked = json.dumps({"port": port, "tool": tool})
    process = subprocess.Popen([PYTHON, PROGRAM, asked], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "listening\n"
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def page(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        text: str = answer.read().decode()
    return text


def told(platform: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(page(f"{platform}/told"))
    return value
