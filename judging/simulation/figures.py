"""Many made-up cycles, summed up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from judging.simulation.contest import Layout, contest
from judging.simulation.ways import Outcome, Way, outcomes
from judging.tally.statistics.chances import label

LABELS = ("clear", "leading", "too_close_to_call")
DRAWS = 2_000
"""For the chances of one cycle: their own error is far below that of a few hundred cycles."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Winners of one label: how sure their tally was, and how often it was right."""

    label: str
    winners: int
    claimed: float | None
    true: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What one way of judging made of all cycles."""

    way: Way
    sheets: float
    """Of a cycle, on average."""
    found: float
    """Share of the categories whose truly best entry won."""
    error: float
    """Standard error of `found`, cycle by cycle; 0 with one cycle."""
    tau: float
    claimed: float | None
    """The mean chance that tallies gave their winners; to be compared with `found`."""
    calibration: tuple[Calibration, ...]


def simulate(
    layout: Layout, *, rounds: int, seed: int = 0, draws: int = DRAWS, done: Callable[[], None] = lambda: None
) -> tuple[Figures, ...]:
    """`rounds` cycles of this layout, judged in every way; `done` is called after each. Same input, same figures."""
    kept: dict[Way, list[Outcome]] = {way: [] for way in Way}
    for one in np.random.SeedSequence(seed).generate_state(rounds, np.uint64):
        for outcome in outcomes(contest(layout, int(one)), draws=draws):
            kept[outcome.way].append(outcome)
        done()
    return tuple(summed(way, found) for way, found in kept.items())


def summed(way: Way, cycles: list[Outcome]) -> Figures:
    """At least one cycle."""
    shares = np.array([np.mean(cycle.found) for cycle in cycles])
    pairs = [
        (claim, found)
        for cycle in cycles
        for claim, found in zip(cycle.claimed, cycle.found, strict=True)
        if claim is not None
    ]
    return Figures(
        way=way,
        sheets=float(np.mean([cycle.sheets for cycle in cycles])),
        found=float(shares.mean()),
        error=float(shares.std(ddof=1) / np.sqrt(len(shares))) if len(shares) > 1 else 0.0,
        tau=float(np.mean([cycle.tau for cycle in cycles])),
        claimed=_mean(claim for claim, _ in pairs),
        calibration=tuple(
            Calibration(
                name,
                sum(label(claim) == name for claim, _ in pairs),
                _mean(claim for claim, _ in pairs if label(claim) == name),
                _mean(float(found) for claim, found in pairs if label(claim) == name),
            )
            for name in LABELS
        )
        if pairs
        else (),
    )


def _mean(values: Iterable[float]) -> float | None:
    given = list(values)
    return float(np.mean(given)) if given else None
