"""Write the weeks anew that tests/game/core/test_recorded_weeks.py holds: after a change of the game's rules or content that was meant.

`python scripts/record_weeks.py`, then read the difference: it is what players would live otherwise.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.game.core.recorded_weeks import FOLDER, WEEKS, file_of, lines

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for one in WEEKS:
        file_of(*one).write_text("\n".join(lines(*one)) + "\n", "utf-8")
