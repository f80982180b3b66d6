"""Mutants of a module, one small change each, found in its syntax tree and made in its text; and the draw by a stored seed."""

import ast
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from areas import AREAS, SEED, TABLES, Area

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
NO_ORDER = ("where", "and_", "or_", "max", "min", "isinstance", "issubclass")
"""Calls whose arguments may stand in any order, or where the change of order is an error at once."""
LOGS = ("log", "logger", "logging", "warnings")
DECLARED = ("frozen", "slots", "kw_only", "eq", "order")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change. key: 8 signs that stay the same when its file moves. function: where it stands, "" at the module's level."""

    key: str
    rank: str
    area: str
    module: str
    line: int
    last_line: int
    function: str
    kind: str
    before: str
    after: str
    start: int
    end: int

    def source(self, text: str) -> str:
        """The module's text with the change, line for line where it stood."""
        data = text.encode()
        lost = data[self.start : self.end].count(b"\n")
        after = self.after if self.kind in ("statement removed", "return None") else f"({self.after}{chr(10) * lost})"
        return (data[: self.start] + after.encode() + data[self.end :]).decode()


Change = tuple[str, ast.AST, str]


def changes(node: ast.AST) -> Iterator[Change]:
    """Kind of change, the node to replace and its new text."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            ops = [*node.ops]
            ops[at] = COMPARISONS[type(operator)]()
            yield "comparison", node, ast.unparse(ast.Compare(node.left, ops, node.comparators))
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "and/or", node, ast.unparse(ast.BoolOp(other, node.values))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not removed", node, ast.unparse(node.operand)
    elif isinstance(node, ast.If | ast.While | ast.IfExp) and not isinstance(node.test, ast.Compare | ast.UnaryOp | ast.Constant):
        yield "condition turned", node.test, f"not ({ast.unparse(node.test)})"
    elif isinstance(node, ast.comprehension):
        for test in node.ifs:
            yield "condition dropped", test, "True"
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield "constant", node, str(not node.value)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield "constant", node, str(node.value + 1)
        yield "constant", node, str(node.value - 1)
    elif isinstance(node, ast.Constant) and type(node.value) is float:
        yield "constant", node, repr(node.value + 1)
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC and not _has_text(node):
        yield "arithmetic", node, ast.unparse(ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right))
    elif isinstance(node, ast.Call) and len(node.args) > 1 and not any(isinstance(a, ast.Starred) for a in node.args[:2]):
        first, second, *rest = node.args
        if ast.dump(first) != ast.dump(second) and ast.unparse(node.func).rpartition(".")[2] not in NO_ORDER:
            yield "arguments swapped", node, ast.unparse(ast.Call(node.func, [second, first, *rest], node.keywords))
    elif (
        isinstance(node, ast.Return) and node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None)
    ):
        yield "return None", node, "return None"
    if _may_go(node):
        yield "statement removed", node, "pass"


def _has_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and isinstance(part.value, str))
        for part in (node.left, node.right)
    )


def _may_go(node: ast.AST) -> bool:
    """A statement without which the rest still has its names."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom)
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Attribute | ast.Subscript) for target in node.targets)
    return isinstance(node, ast.AugAssign | ast.Raise | ast.Continue | ast.Break | ast.Delete)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change at its place. shape: digest of the function or statement around it without its names, which may change as modules move."""

    function: str
    shape: str
    kind: str
    node: ast.AST
    after: str


def candidates(text: str) -> Iterator[Candidate]:
    """All changes of a module, in the order of its lines."""

    def walk(node: ast.AST, function: str, inside: bool, shape: str) -> Iterator[Candidate]:
        for kind, old, new in changes(node):
            yield Candidate(function, shape, kind, old, new)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "type_params", "bases"):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not _is_skipped(child):
                    starts_shape = not inside and isinstance(child, ast.stmt)
                    place = _place(function, inside, child)
                    yield from walk(child, place, inside or isinstance(child, _FUNCTIONS), _shape(child) if starts_shape else shape)

    yield from walk(ast.parse(text), "", False, "")


def _shape(node: ast.AST) -> str:
    return hashlib.sha256(" ".join(type(part).__name__ for part in ast.walk(node)).encode()).hexdigest()[:16]


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _place(function: str, inside: bool, node: ast.AST) -> str:
    if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        return function
    return f"{function}.{'<locals>.' if inside else ''}{node.name}" if function else node.name


def _is_skipped(node: ast.AST) -> bool:
    """Imports, words for a log, what only a type checker reads, and how a data class is declared."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    if isinstance(node, ast.keyword) and node.arg in DECLARED:
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return ast.unparse(node.value.func).split(".")[0] in LOGS
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"


def modules(area: Area) -> dict[str, Path]:
    """Each module of an area and its file."""
    files: dict[str, Path] = {}
    for name in area.modules:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            raise SystemExit(f"areas.py names {name}, which is no module")
        path = Path(spec.origin)
        if path.name != "__init__.py":
            files[name] = path
            continue
        for file in sorted(path.parent.rglob("*.py")):
            files[".".join([name, *file.relative_to(path.parent).with_suffix("").parts])] = file
    return {name: path for name, path in files.items() if not name.endswith(TABLES) and path.name != "__init__.py"}


def mutants(area: Area) -> list[Mutant]:
    """All of an area, in the order of the draw."""
    made, seen = [], Counter[str]()
    for module, path in modules(area).items():
        text = path.read_text("utf-8")
        starts = [0]
        for line in text.encode().splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        for one in candidates(text):
            node = one.node
            name = f"{area.name} {one.function} {one.shape} {one.kind}"
            seen[name] += 1
            rank = hashlib.sha256(f"{SEED} {name} {seen[name]}".encode()).hexdigest()
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[node.end_lineno - 1] + node.end_col_offset
            before = " ".join(text.encode()[start:end].decode().split())
            made.append(
                Mutant(
                    rank[:8], rank, area.name, module, node.lineno, node.end_lineno, one.function, one.kind, before, one.after, start, end
                )
            )
    return sorted(made, key=lambda mutant: mutant.rank)


def draw() -> list[Mutant]:
    """The stored draw: of each area the first of its order."""
    return [mutant for area in AREAS for mutant in mutants(area)[: area.count]]


if __name__ == "__main__":
    for area in AREAS:
        print(f"{area.name:14} {area.count:4} of {len(mutants(area)):5} in {len(modules(area))} files")
