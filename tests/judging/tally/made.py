"""Rounds for tests of counting: contests whose sheets have criteria, from numbers that a test draws."""

import uuid
from collections.abc import Mapping, Sequence

import numpy as np

from judging.rubrics.scale import TEN
from judging.tally.document import CriterionLine, ScoreLine
from judging.tally.results import Contender, Contest, Sheet

WEIGHTS = {"benefit": "50", "channels": "30", "support": "20"}
Given = Sequence[tuple[int, str, Sequence[int]]]
"""(entry, judge, points)"""
_NAMES = uuid.UUID(int=1)


def contest(code: str, entries: Sequence[int], given: Given, *, finalists: Sequence[int] = ()) -> Contest:
    """One category; sheets stand in the order given."""
    criteria = tuple(CriterionLine(key, key, key, weight, TEN) for key, weight in WEIGHTS.items())
    return Contest(
        uuid.uuid5(_NAMES, code),
        code,
        f"ف {code}",
        f"C {code}",
        2,
        criteria,
        [
            Contender(
                uuid.uuid5(_NAMES, str(number)),
                number,
                f"ع{number}",
                f"T{number}",
                "ج",
                "A",
                sheets=[sheet(number, judge, points) for of, judge, points in given if of == number],
                finalist=number in finalists,
            )
            for number in entries
        ],
    )


def sheet(number: int, judge: str, points: Sequence[int]) -> Sheet:
    lines = [ScoreLine(key, str(p)) for key, p in zip(WEIGHTS, points, strict=True)]
    return Sheet(uuid.uuid5(_NAMES, f"{number} {judge}"), judge, lines)


def drawn(seed: int, *, entries: int = 8, judges: int = 5, each: int = 3) -> Mapping[str, Given]:
    """Two categories whose judges differ in leniency; code → sheets, entries numbered through both."""
    random = np.random.default_rng(seed)
    lenient = random.integers(-2, 3, judges)
    found: dict[str, list[tuple[int, str, Sequence[int]]]] = {"A": [], "B": []}
    for number in range(1, 2 * entries + 1):
        code = "A" if number <= entries else "B"
        worth = int(random.integers(3, 8))
        for judge in random.choice(judges, each, replace=False):
            points = np.clip(worth + lenient[judge] + random.integers(-1, 2, 3), 0, 10)
            found[code].append((number, f"J{judge + 1:02}", [int(p) for p in points]))
    return found


def contests(given: Mapping[str, Given]) -> list[Contest]:
    """As `contest` makes them, one for each code."""
    return [
        contest(code, sorted({number for number, *_ in sheets}), sheets) for code, sheets in given.items()
    ]
