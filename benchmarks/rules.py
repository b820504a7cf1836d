"""How fast the pure parts are: who reads what, and the search for names in a text."""

import random
import time
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from judging.assignments.flow import Plan, Reader, Reading, who_reads_what
from judging.blinding.scanner import Name, find_identities
from judging.tally.statistics.design import Sheet
from judging.tally.statistics.tallied import tally

_CODES = ("G2C", "G2G", "G2B", "MOB", "PAR", "LEA", "IND")
_ORIGINS = ("international", "regional", "local")


def rules() -> list[tuple[str, float, float]]:
    """What was done, the shortest of some tries in CPU milliseconds, and the most that it may take: two cores have
    twice the clock's.
    """
    return [
        ("184 entries assigned to 24 judges", _shortest(_assignment(184, 24, capacity=36), 5), 50),
        ("5,000 entries assigned to 400 judges", _shortest(_assignment(5000, 400, capacity=60), 1), 2000),
        ("an entry scanned for the names of a directory", _shortest(_scan(), 20), 20),
        ("184 entries by 24 judges tallied, 10,000 draws", _shortest(_tally(184, 24), 3), 1000),
        (
            "18,400 entries by 2,400 judges tallied, 10,000 draws",
            _shortest(_tally(18_400, 2_400), 1),
            120_000,
        ),
    ]


def _shortest(run: Callable[[], object], tries: int) -> float:
    """CPU milliseconds, of all threads."""
    if tries > 1:
        run()
    times = []
    for _ in range(tries):
        start = time.process_time()
        run()
        times.append((time.process_time() - start) * 1000)
    return min(times)


def _assignment(entries: int, judges: int, *, capacity: int) -> Callable[[], object]:
    draw = random.Random(1431)
    languages = (frozenset({"ar"}), frozenset({"en"}), frozenset({"ar", "en"}))
    readings = [
        Reading(n, draw.choice(_CODES), draw.choices(languages, [40, 15, 45])[0]) for n in range(entries)
    ]
    readers = [
        Reader(n, _ORIGINS[n % 3], languages[2], frozenset(draw.sample(_CODES, 3)), capacity)
        for n in range(judges)
    ]
    conflicts = {(draw.randrange(judges), draw.randrange(entries)) for _ in range(judges * 3)}

    def run() -> None:
        plan = who_reads_what(
            readings, readers, sheets=4, seed=1, origins=_ORIGINS, conflicts=conflicts, max_load=capacity
        )
        assert isinstance(plan, Plan)

    return run


def _tally(entries: int, judges: int) -> Callable[[], object]:
    draw = np.random.default_rng(1431)
    worth, leniency = draw.normal(60, 10, entries), draw.normal(0, 6, judges)
    sheets = [
        Sheet(f"e{e:05}", f"j{j:04}", Fraction(f"{worth[e] + leniency[j] + draw.normal(0, 8):.4f}"))
        for e in range(entries)
        for j in draw.choice(judges, 4, replace=False)
    ]
    category_of: dict[str, str | None] = {f"e{e:05}": _CODES[e % 7] for e in range(entries)}
    return lambda: tally(sheets, category_of)


def _scan() -> Callable[[], object]:
    names = [Name(f"وزارة الخدمة {n}") for n in range(400)] + [Name(f"Agency {n}") for n in range(400)]
    text = "خفضت وزارة الخدمة 7 زمن الإنجاز من عشرة أيام إلى يوم واحد وارتفع رضا المستفيدين. " * 25
    return lambda: find_identities(text, names)
