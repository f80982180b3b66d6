"""`python -m courses.serving.unit_process FOLDER`: parses and checks the modules it is asked for, beside `compiled_cache.read`."""

import gc
import sys
from pathlib import Path

from courses.serving import compiled_cache, second_process

if __name__ == "__main__":
    gc.disable()  # no value here outlives the work: looking for cycles among them was a tenth of it
    second_process.serve(compiled_cache.units_of(Path(sys.argv[1])))
