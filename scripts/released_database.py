"""Write the database of a version as the tests keep it: python scripts/released_database.py SITE.sqlite VERSION.

SITE.sqlite: the database of a demonstration that this version filled (`horslesmurs demo --learners 4`), with its site stopped. What is
written is its SQL, packed, into tests/lms/running/released/VERSION.sql.gz; its people are simulated. Each release gets one
(docs/release.md).
"""

import gzip
import sqlite3
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "lms" / "running" / "released"


def main() -> int:
    if len(sys.argv) != 3 or not Path(sys.argv[1]).is_file():
        print(__doc__, file=sys.stderr)
        return 2
    connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    words = "\n".join(connection.iterdump())
    connection.close()
    target = FOLDER / f"{sys.argv[2]}.sql.gz"
    target.write_bytes(gzip.compress(words.encode(), mtime=0))
    print(f"{target.name}: {target.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
