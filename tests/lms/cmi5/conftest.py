"""Packages made by the helpers of tests/courses/packages."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "courses" / "packages"))
