"""How fast the pure parts are: who reads what, and the search for names in a text."""

import random
import time
from collections.abc import Callable

from judging.assignments.flow import Plan, Reader, Reading, who_reads_what
from judging.blinding.scanner import Name, find_identities

_CODES = ("G2C", "G2G", "G2B", "MOB", "PAR", "LEA", "IND")
_ORIGINS = ("international", "regional", "local")


def rules() -> list[tuple[str, float, float]]:
    """What was done, the shortest of some tries in milliseconds, and the most that it may take."""
    return [
        ("184 entries assigned to 24 judges", _shortest(_assignment(184, 24, capacity=36), 5), 50),
        ("5,000 entries assigned to 400 judges", _shortest(_assignment(5000, 400, capacity=60), 1), 2000),
        ("an entry scanned for the names of a directory", _shortest(_scan(), 20), 20),
    ]


def _shortest(run: Callable[[], object], tries: int) -> float:
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


def _scan() -> Callable[[], object]:
    names = [Name(f"وزارة الخدمة {n}") for n in range(400)] + [Name(f"Agency {n}") for n in range(400)]
    text = "خفضت وزارة الخدمة 7 زمن الإنجاز من عشرة أيام إلى يوم واحد وارتفع رضا المستفيدين. " * 25
    return lambda: find_identities(text, names)
