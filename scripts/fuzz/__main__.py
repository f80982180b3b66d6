"""python -m scripts.fuzz [seconds a reader] [reader …]: coverage-guided fuzz by atheris, a process for each reader.

Begins with the kept inputs (tests/fuzz/inputs/<reader>) and puts what reaches new lines into var/fuzz/<reader>. An input at which a reader
falls over is written to tests/fuzz/inputs/<reader>: mend the reader, keep the input. Ends with 1 when there is one, with 3 without atheris.
"""

import importlib.util
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "tests" / "fuzz" / "inputs"
PACKAGES = ["scripts.fuzz.readers", "xapi", "courses", "game.device", "lms.credentials"]
SLOWEST_S, MOST_MEGABYTES = 10, 2048
"""An input that takes longer, or a process that grows larger, is a finding."""


def fuzz_one(reader: str, seconds: int) -> None:
    """Never returns: libFuzzer ends the process."""
    import atheris  # an extra of its own: only this process needs it

    with atheris.instrument_imports(include=PACKAGES):
        from scripts.fuzz.readers import READERS
    found, kept = ROOT / "var" / "fuzz" / reader, KEPT / reader
    found.mkdir(parents=True, exist_ok=True)
    kept.mkdir(parents=True, exist_ok=True)
    limits = [f"-max_total_time={seconds}", f"-timeout={SLOWEST_S}", f"-rss_limit_mb={MOST_MEGABYTES}", "-max_len=16384"]
    atheris.Setup([sys.argv[0], str(found), str(kept), *limits, f"-artifact_prefix={kept}/", "-print_final_stats=1"], READERS[reader])
    atheris.Fuzz()


def main(words: list[str]) -> int:
    from scripts.fuzz.readers import READERS

    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed here: nothing was fuzzed (make fuzz installs it)")
        return 3
    seconds = int(words[0]) if words else 60
    failed = []
    for reader in words[1:] or READERS:
        command = [sys.executable, "-m", "scripts.fuzz", "--one", reader, str(seconds)]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace")  # noqa: S603 - this file itself
        lines = run.stderr.splitlines()
        count = next((line.split()[-1] for line in lines if "stat::number_of_executed_units" in line), "?")
        print(f"{reader}: {count} inputs, {f'fell over ({run.returncode})' if run.returncode else 'nothing found'}", flush=True)
        if run.returncode:
            failed.append(reader)
            print("\n".join(lines[-40:]))
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        fuzz_one(sys.argv[2], int(sys.argv[3]))
    sys.exit(main(sys.argv[1:]))
