"""How a mutant gets into a process: the code of living functions is replaced, or its module is read changed from the first import."""

import gc
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from drawing import Mutant

Place = tuple[str, int]


def replace_code(mutant: Mutant) -> None:
    """Give every living function of the module its changed code, whoever has imported it under whatever name."""
    importlib.import_module(mutant.module)
    file = _file_of(mutant)
    new = _codes(mutant.source(file.read_text("utf-8")), str(file))
    gc.unfreeze()  # tests/conftest.py freezes what was imported, and what is frozen is not listed
    for function in [one for one in gc.get_objects() if isinstance(one, FunctionType) and one.__code__.co_filename == str(file)]:
        code = new.get(_place(function.__code__))
        if code is not None and code.co_freevars == function.__code__.co_freevars:
            function.__code__ = code


def can_replace(mutant: Mutant) -> bool:
    """False for defaults, decorators, bodies of classes and of modules: they have run when the module is there."""
    if not mutant.function:
        return False
    file = _file_of(mutant)
    text = file.read_text("utf-8")
    old, new = _codes(text, str(file)), _codes(mutant.source(text), str(file))
    inside = [at for at, code in new.items() if at in old and code.co_flags & 2]  # 2: code of a function
    return any(new[at].co_code != old[at].co_code or new[at].co_consts != old[at].co_consts for at in inside)


def _file_of(mutant: Mutant) -> Path:
    spec = importlib.util.find_spec(mutant.module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(mutant.module)
    return Path(spec.origin)


def _codes(text: str, file: str) -> dict[Place, CodeType]:
    return {_place(code): code for code in _all(compile(text, file, "exec", dont_inherit=True))}


def _all(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _all(constant)


def _place(code: CodeType) -> Place:
    return code.co_qualname, code.co_firstlineno


class ChangedModule(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Reads one module with its change; every other one as ever."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant, self._file = mutant, str(_file_of(mutant))
        for name in [name for name in sys.modules if name.split(".")[0] == mutant.module.split(".")[0]]:
            del sys.modules[name]  # to find the module, the packages above it were read

    def find_spec(self, name: str, path: object, target: ModuleType | None = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_file_location(name, self._file, loader=self) if name == self._mutant.module else None

    def get_filename(self, fullname: str) -> str:
        return self._file

    def get_data(self, path: str) -> bytes:
        return self._mutant.source(Path(self._file).read_text("utf-8")).encode()

    def path_stats(self, path: str) -> Any:
        raise OSError("never from a cache")
