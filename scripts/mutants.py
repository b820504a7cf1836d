"""Mutation testing of the tally: `PYTHONPATH=. .venv/bin/python scripts/mutants.py [ranking.py …]`.

One small change at a time is made to a function in the memory of a forked process, which then runs the tests that reach
the changed line; nothing is written. Changes that every test lets pass are printed at once, the count at the end. Tests
that need a database or a browser are left out. `--few 5` tries properties on no more than 5 examples: far quicker, and
more is let pass.
"""

import argparse
import ast
import copy
import importlib
import inspect
import os
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when NumPy is loaded

import pytest
from hypothesis import Phase, settings

TESTS = [
    "tests/judging/tally",
    "tests/judging/appeals/test_difference.py",
    "tests/judging/rounds/test_final_rubrics.py",
]
MODULES = [
    *(f"judging/tally/statistics/{name}.py" for name in (
        "both_random", "chances", "design", "official", "reliability", "robust", "signs", "tallied")),
    *(f"judging/tally/{name}.py" for name in (
        "ranking", "results", "counted", "document", "figures", "intervals", "chart", "pace", "pseudonyms", "trying",
        "written", "shown", "score_file", "score_json", "file_document")),
]  # fmt: skip
OUTSIDE = {"db", "client", "page", "browser"}
"""Fixtures of the tests that are left out."""
CHILDREN, SECONDS, MEMORY = 2, 5, 8 << 30
"""What a mutant may take: CPU seconds beyond four times its tests', bytes."""
_BROKEN = 255
"""What a process ends with that could not try its mutant: that is no test's merit."""
SWAPPED: dict[type, type] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div, ast.Mod: ast.Div,
    ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
NO_COMPUTING = {"annotation", "returns", "decorator_list", "format_spec"}
HOLDS_ANYWAY = {"strict", "dtype"}
"""Named arguments that only say so."""


class Mutant(NamedTuple):
    """One change; while it is the current one the syntax tree holds it."""

    path: str
    function: str
    lines: range
    statement: range
    told: str

    def __str__(self) -> str:
        return f"{self.path}:{self.lines.start} {self.function}: {self.told}"


class Syntax:
    """A module whose tree is changed in place, one place after another, each taken back."""

    def __init__(self, path: str) -> None:
        self.path, self.tree = path, ast.parse(Path(path).read_text(encoding="utf-8"))
        self.module = importlib.import_module(path.removesuffix(".py").replace("/", "."))

    def mutants(self) -> Iterator[Mutant]:
        classes = [node for node in self.tree.body if isinstance(node, ast.ClassDef)]
        for holder, prefix in [(self.tree, ""), *((one, f"{one.name}.") for one in classes)]:
            for function in holder.body:
                if isinstance(function, ast.FunctionDef):
                    function.args.defaults.clear()  # they are no part of its code
                    function.args.kw_defaults[:] = [None] * len(function.args.kwonlyargs)
                    for old, new, statement in _changed(function, range(0)):
                        lines = range(old.lineno, (old.end_lineno or old.lineno) + 1)
                        yield Mutant(self.path, prefix + function.name, lines, statement, _told(old, new))

    def load(self, function: str) -> None:
        """Give the loaded function the code of the changed one."""
        found: Any = self.module
        code = compile(ast.fix_missing_locations(self.tree), self.path, "exec")
        for part in function.split("."):
            found = vars(found)[part]
            code = next(one for one in code.co_consts if isinstance(one, CodeType) and one.co_name == part)
        if isinstance(found, property | cached_property):
            found = found.fget if isinstance(found, property) else found.func
        target = inspect.unwrap(found)
        assert isinstance(target, FunctionType)
        target.__code__ = code


def _changed(parent: ast.AST, statement: range) -> Iterator[tuple[Any, ast.AST, range]]:
    """(old, new, lines of the statement) of every change below `parent`, which holds it meanwhile."""
    for field, value in ast.iter_fields(parent):
        children = value if isinstance(value, list) else [value]
        for at, child in enumerate(children):
            if field in NO_COMPUTING or not isinstance(child, ast.AST) or _stays(child, parent):
                continue
            lines = _lines(child) if isinstance(child, ast.stmt) else statement
            for new in (*_instead(child), child):
                if children is value:
                    value[at] = new
                else:
                    setattr(parent, field, new)
                if new is not child:
                    yield child, ast.copy_location(new, child), lines
            yield from _changed(child, lines)


def _stays(node: ast.AST, parent: ast.AST) -> bool:
    """A docstring, a part of a longer text, an argument that only says what holds anyway."""
    text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return (text and isinstance(parent, ast.Expr | ast.JoinedStr)) or (
        isinstance(node, ast.keyword) and node.arg in HOLDS_ANYWAY
    )


def _lines(statement: ast.stmt) -> range:
    """Of a compound statement its head alone."""
    body = getattr(statement, "body", None)
    end = body[0].lineno - 1 if body else statement.end_lineno or statement.lineno
    return range(statement.lineno, max(end, statement.lineno) + 1)


def _told(old: ast.AST, new: ast.AST) -> str:
    """Both as text, without much of what they have in common."""
    one, other = ast.unparse(old), ast.unparse(new)
    same = max(next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0) - 30, 0)
    return f"{'…' * bool(same)}{one[same : same + 90]}  →  {'…' * bool(same)}{other[same : same + 90]}"


def _instead(node: ast.AST) -> Iterator[ast.AST]:  # noqa: C901, PLR0912 - a list
    """What may stand in the place of one node."""
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(value=str(value)):
            yield ast.Constant(f"XX{value}XX")
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SWAPPED:
            yield ast.BinOp(left, SWAPPED[type(op)](), right)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(SWAPPED[type(op)](), values)
        case ast.Compare(left=left, ops=ops, comparators=others):
            for at, op in enumerate(ops):
                yield ast.Compare(left, [*ops[:at], SWAPPED[type(op)](), *ops[at + 1 :]], others)
        case ast.UnaryOp(operand=operand):
            yield operand
        case ast.IfExp(body=body, orelse=orelse):
            yield from (body, orelse)
        case ast.Lambda(args=args):
            yield ast.Lambda(args, ast.Constant(None))
        case ast.If(test=ast.Name() | ast.Attribute() | ast.Call() as test, body=body, orelse=orelse):
            yield ast.If(ast.UnaryOp(ast.Not(), copy.copy(test)), body, orelse)
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Return(None)
        case ast.AugAssign(target=target, op=op, value=value):
            yield ast.Assign([target], value)
            if type(op) in SWAPPED:
                yield ast.AugAssign(target, SWAPPED[type(op)](), value)
        case ast.Assign(targets=targets, value=value):
            yield ast.Assign(targets, _nothing(value))
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield ast.Assign([target], _nothing(value))
        case ast.Call(func=func) if not (isinstance(func, ast.Name) and func.id == "cast"):
            yield from _other_arguments(node)


def _nothing(value: ast.expr) -> ast.Constant:
    return ast.Constant("" if isinstance(value, ast.Constant) and value.value is None else None)


def _other_arguments(call: ast.Call) -> Iterator[ast.Call]:
    """Each argument None, and each left out."""
    given = [*call.args, *call.keywords]
    for at, one in enumerate(given):
        if isinstance(one, ast.Starred) or _stays(one, call):
            continue
        none = (
            ast.keyword(one.arg, ast.Constant(None)) if isinstance(one, ast.keyword) else ast.Constant(None)
        )
        there = getattr(one, "value", one)
        is_none = isinstance(there, ast.Constant) and there.value is None
        for instead in [[none]] * (not is_none) + [[]] * (len(given) > 1):
            others = [*given[:at], *instead, *given[at + 1 :]]
            keywords = [other for other in others if isinstance(other, ast.keyword)]
            yield ast.Call(call.func, [other for other in others if other not in keywords], keywords)


class Mutants:
    """The plugin: instead of every test once, it runs the tests of each mutant."""

    def __init__(self, paths: list[str], few: int | None) -> None:
        self.paths, self.few = paths, few
        self.reach: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = {}
        self.killers: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.running: dict[int, tuple[Mutant, list[str]]] = {}
        self.outcomes: Counter[str] = Counter()

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = [item for item in items if not OUTSIDE & set(item.fixturenames)]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.session, self.items = session, {item.nodeid: item for item in session.items}
        syntaxes = {str(Path(path).resolve()): Syntax(path) for path in self.paths}
        for item in self.items.values():
            self._plain_examples(item)
            self._observe(item, syntaxes)
        if session.testsfailed:
            raise pytest.UsageError("a test fails without any change")
        for syntax in syntaxes.values():
            for mutant in syntax.mutants():
                if len(self.running) >= CHILDREN:
                    self._settle()
                tests = self._tests(mutant)
                if pid := os.fork():
                    self.running[pid] = mutant, tests
                else:
                    self._child(syntax, mutant, tests)
        while self.running:
            self._settle()
        sys.stdout.write(f"\n{self.outcomes.total()} mutants: {dict(self.outcomes)}")
        return True

    def _plain_examples(self, item: Any) -> None:
        """The same examples each time, and none is looked for that fails more simply."""
        own = getattr(item.obj, "_hypothesis_internal_use_settings", None)
        if own:
            item.obj._hypothesis_internal_use_settings = settings(  # noqa: SLF001 - no other way at this point
                own,
                max_examples=min(own.max_examples, self.few or own.max_examples),
                phases=(Phase.explicit, Phase.generate),
                derandomize=True,
                database=None,
                deadline=None,
                report_multiple_bugs=False,
            )

    def _run(self, item: Any) -> None:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)

    def _observe(self, item: Any, syntaxes: dict[str, Syntax]) -> None:
        """Which lines a test reaches, and how long it takes."""

        def line(frame: FrameType, *_: object) -> Any:
            self.reach[syntaxes[frame.f_code.co_filename].path, frame.f_lineno].add(item.nodeid)
            return line

        begin = time.process_time()
        sys.settrace(lambda frame, *_: line if frame.f_code.co_filename in syntaxes else None)
        self._run(item)
        sys.settrace(None)
        self.seconds[item.nodeid] = time.process_time() - begin

    def _tests(self, mutant: Mutant) -> list[str]:
        """Those that reach it: what ended another mutant of the function last, then the quick ones."""
        found: set[str] = set()
        for lines in (mutant.lines, mutant.statement):
            found = found or set().union(*(self.reach.get((mutant.path, line), set()) for line in lines))
        first = [name for name in self.killers[mutant.path, mutant.function] if name in found]
        return first + sorted(found - set(first), key=lambda name: self.seconds[name])

    def _child(self, syntax: Syntax, mutant: Mutant, tests: list[str]) -> None:
        """Ends the process: 0 where every test passes, else which one did not, from 1."""
        code = _BROKEN
        try:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.setitimer(signal.ITIMER_PROF, SECONDS + 4 * sum(self.seconds[name] for name in tests))
            self.session.config.pluginmanager.unregister(name="terminalreporter")
            syntax.load(mutant.function)
            for at, name in enumerate(tests, 1):
                self._run(self.items[name])
                if self.session.testsfailed:
                    os._exit(min(at, 254))
            code = 0
        finally:
            os._exit(code)

    def _settle(self) -> None:
        pid, status = os.wait()
        mutant, tests = self.running.pop(pid)
        code = os.waitstatus_to_exitcode(status)
        if code == _BROKEN:
            raise RuntimeError(f"could not be tried: {mutant}")
        self.outcomes["timed out" if code < 0 else "killed" if code else "let pass"] += 1
        if code == 0:
            sys.stdout.write(f"\n{mutant}{'' if tests else '  (no test reaches it)'}")
            sys.stdout.flush()
        if 0 < code <= len(tests):
            before = self.killers[mutant.path, mutant.function]
            before[:] = [tests[code - 1], *(name for name in before if name != tests[code - 1])]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="by default all that compute")
    parser.add_argument("--few", type=int)
    asked = parser.parse_args()
    paths = [path for path in MODULES if not asked.modules or Path(path).name in asked.modules]
    quiet = [
        "--tb=no",
        "-p",
        "no:xdist",
        "-p",
        "no:cacheprovider",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
    ]
    sys.exit(pytest.main([*quiet, *TESTS], plugins=[Mutants(paths, asked.few)]))
