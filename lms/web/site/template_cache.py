"""Compiled templates kept on disk for the next process, whose first page then compiles nothing. Derived, like all of `content-cache`."""

import hashlib
from contextlib import suppress
from pathlib import Path

import jinja2
from flask import Flask
from jinja2.bccache import Bucket, FileSystemBytecodeCache

from courses.serving.result_cache import is_ours_alone


class TemplateCache(FileSystemBytecodeCache):
    """A folder that cannot be read or written costs time only. Each entry bears the digest of its template's source."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def init(app: Flask, cache: Path) -> None:
    """Call it once the environment has its options. cache: a folder of ours alone, since what stands there is run; else nothing is kept."""
    if app.jinja_env.bytecode_cache is not None:
        return  # who made the application chose another one
    folder = cache / f"templates-{_shape(app)}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not all(is_ours_alone(path) for path in (cache, folder)):
            return
    except OSError:
        return
    app.jinja_env.bytecode_cache = TemplateCache(str(folder))


def _shape(app: Flask) -> str:
    """What compiling depends on beside a template's source."""
    env = app.jinja_env
    options = (jinja2.__version__, env.trim_blocks, env.lstrip_blocks)
    return hashlib.sha256(repr(options).encode()).hexdigest()[:12]
