"""Rounds of sheets: invented ones, and real ones with known answers."""

import csv
from fractions import Fraction
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from judging.tally.statistics.design import Sheet, design_of

CASES = Path(__file__).parent / "cases"


def case(name):
    """(sheets, categories) of a file of scores."""
    rows = list(csv.DictReader((CASES / name).read_text(encoding="utf-8").splitlines()))
    sheets = [Sheet(row["entry"], row["judge"], Fraction(row["score"])) for row in rows]
    return sheets, {row["entry"]: row.get("category") for row in rows}


def designed(sheets, category_of=None):
    return design_of(sheets, category_of or {sheet.entry: None for sheet in sheets})


def drawn(seed, *, entries=30, judges=8, most=4, noise=0.8, categories=1):
    """A round of `entries`, each read by 1 to `most` of the `judges`; (sheets, categories)."""
    random = np.random.default_rng(seed)
    worth, leniency = random.normal(0, 1, entries), random.normal(0, 0.7, judges)
    sheets = [
        Sheet(f"e{i:03}", f"j{j:02}", Fraction(f"{worth[i] + leniency[j] + noise * random.normal():.6f}"))
        for i in range(entries)
        for j in random.choice(judges, random.integers(1, most + 1), replace=False)
    ]
    return sheets, {f"e{i:03}": f"c{i % categories}" for i in range(entries)}


@st.composite
def small_rounds(draw):
    """(sheets, categories): anything that a file may hold, small."""
    entries, judges = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    pairs = draw(
        st.lists(
            st.tuples(st.integers(0, entries - 1), st.integers(0, judges - 1)),
            min_size=1,
            max_size=20,
            unique=True,
        )
    )
    totals = draw(st.lists(st.integers(0, 40), min_size=len(pairs), max_size=len(pairs)))
    sheets = [Sheet(f"e{e}", f"j{j}", Fraction(t, 4)) for (e, j), t in zip(pairs, totals, strict=True)]
    categories = draw(st.integers(1, 2))
    return sheets, {f"e{e}": f"c{e % categories}" for e in range(entries)}
