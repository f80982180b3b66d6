"""Run as a program: `killed_restore.py TEMPLATE COPY OUT`: restore into copies of a data folder, killed before the 1st, 2nd, … renaming."""

import os
import shutil
import sys
from pathlib import Path

from horslesmurs import main


def run(data: Path, copy: Path, kill_before: int) -> None:
    count, replace = 0, Path.replace

    def counted(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == kill_before:
            os._exit(9)
        return replace(self, target)

    Path.replace = counted  # type: ignore[assignment,method-assign]
    os.environ["HORSLESMURS_DATA"] = str(data)
    main(["restore", str(copy), "--yes"], standalone_mode=False)
    os._exit(0)


if __name__ == "__main__":
    template, copy, out = map(Path, sys.argv[1:])
    for number in range(1, 20):
        data = out / str(number)
        shutil.copytree(template, data)
        child = os.fork()
        if child == 0:
            try:
                run(data, copy, number)
            finally:
                os._exit(1)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(number, status, flush=True)
        if status != 9:
            break
