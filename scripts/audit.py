"""Known flaws of the locked packages: `python scripts/audit.py [FILE…]` runs pip-audit over requirements/*.txt.

Exit code 0: none is known; 1: at least one; 3: nothing was looked at, since there is no network, no pip-audit to be had, or an index that
knows no flaws. Such an index answers like a sound package: hence a package with a known flaw is asked for first.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES = ("run.txt", "dev.txt", "bundle.txt")
NOT_LOOKED_AT = 3
FLAWED = "jinja2==2.10\n"
"""CVE-2019-10906, a way out of the sandbox."""
NO_ANSWER = ("ConnectionError", "Connection refused", "Max retries", "Temporary failure", "ServiceError", "timed out", "service not known")
"""Of what pip-audit writes when the database of flaws does not answer."""


def verdict(code: int, output: str) -> int:
    """Our exit code. code, output: of pip-audit, which ends with 1 both for a flaw and without a network."""
    if code and any(sign in output for sign in NO_ANSWER):
        return NOT_LOOKED_AT
    return int(code != 0)


def ask(python: Path, requirements: Path) -> tuple[int, str]:
    """Exit code and words of pip-audit for one file; nothing is installed for it."""
    options = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "-r", str(requirements)]
    run = subprocess.run([python, "-m", "pip_audit", *options], capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    return verdict(run.returncode, run.stdout + run.stderr), run.stdout + run.stderr


def audit(folder: Path, paths: list[Path]) -> int:
    python, flawed = folder / "bin" / "python", folder / "flawed.txt"
    venv.create(folder, with_pip=True)  # pip-audit brings packages of its own: none of them belongs among ours
    install = [python, "-m", "pip", "install", "-qqq", "--disable-pip-version-check", "pip-audit"]
    if subprocess.run(install, check=False).returncode:  # noqa: S603 - our own command
        print("pip-audit could not be installed (is there a network?): nothing was looked at")
        return NOT_LOOKED_AT
    flawed.write_text(FLAWED)
    if ask(python, flawed)[0] != 1:
        print(f"the index says of {FLAWED.strip()} that it is sound, or does not answer: nothing was looked at")
        return NOT_LOOKED_AT
    worst = 0
    for path in paths:
        code, output = ask(python, path)
        print(f"{path.name}: {'no flaw is known' if not code else 'not looked at' if code == NOT_LOOKED_AT else output}")
        worst = max(worst, code)
    return worst


def main(paths: list[Path]) -> int:
    with tempfile.TemporaryDirectory() as name:
        return audit(Path(name), paths)


if __name__ == "__main__":
    sys.exit(main([Path(path) for path in sys.argv[1:]] or [ROOT / "requirements" / name for name in FILES]))
