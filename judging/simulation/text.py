"""Figures of a simulation as plain text and as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from judging.simulation.contest import Layout
from judging.simulation.figures import Figures
from judging.simulation.ways import Way

_NAMES = {
    Way.MEAN: "mean",
    Way.Z_SCORE: "z-score per judge",
    Way.ADJUSTED: "adjusted",
    Way.TWO_STAGE: "two stages, adjusted",
}
_HEADS = ("", "sheets", "best wins", "± se", "Kendall τ", "claimed")
_LABEL_HEADS = ("", "label", "winners", "claimed", "true")


def as_text(layout: Layout, figures: Sequence[Figures], *, rounds: int) -> str:
    """What was simulated in one sentence, the ways of judging side by side, and how far their chances hold."""
    return "\n".join((*_about(layout, rounds), "", *_compared(figures), "", *_calibrated(figures)))


def as_json(layout: Layout, figures: Sequence[Figures], *, rounds: int, seed: int) -> dict[str, Any]:
    """`{"layout", "rounds", "seed", "ways": [{"way", "sheets", "best_wins", "se", "kendall_tau", "claimed",
    "calibration": [{"label", "winners", "claimed", "true"}]}]}`; an undefined figure is null.
    """
    return {
        "layout": {
            "entries": layout.entries,
            "judges": layout.judges,
            "categories": layout.categories,
            "per_entry": layout.per_entry,
            "leniency": layout.leniency,
            "noise": layout.noise,
            "sorting": layout.sorting,
            "first": layout.first,
            "shortlist": layout.shortlist,
            "more": layout.more,
        },
        "rounds": rounds,
        "seed": seed,
        "ways": [
            {
                "way": one.way.value,
                "sheets": one.sheets,
                "best_wins": one.found,
                "se": one.error,
                "kendall_tau": one.tau,
                "claimed": one.claimed,
                "calibration": [
                    {"label": c.label, "winners": c.winners, "claimed": c.claimed, "true": c.true}
                    for c in one.calibration
                ],
            }
            for one in figures
        ],
    }


def _about(layout: Layout, rounds: int) -> Iterator[str]:
    yield (
        f"{rounds} made-up cycles: {layout.entries} entries in {layout.categories} categories, "
        f"{layout.judges} judges."
    )
    yield (
        f"One stage: {layout.per_entry} sheets for each entry. Two stages: {layout.first}, then up to "
        f"{layout.more} more for the {layout.shortlist} best of each category."
    )
    yield f"In σ of what entries are worth: judges' leniency {layout.leniency:g}, noise of a sheet {layout.noise:g}."


def _compared(figures: Sequence[Figures]) -> Iterator[str]:
    return _table(
        _HEADS,
        [
            (
                _NAMES[one.way],
                f"{one.sheets:.0f}",
                f"{one.found:.3f}",
                f"{one.error:.3f}",
                f"{one.tau:.3f}",
                _share(one.claimed),
            )
            for one in figures
        ],
    )


def _calibrated(figures: Sequence[Figures]) -> Iterator[str]:
    return _table(
        _LABEL_HEADS,
        [
            (
                _NAMES[one.way],
                c.label.replace("_", " "),
                str(c.winners),
                _share(c.claimed),
                _share(c.true),
            )
            for one in figures
            for c in one.calibration
        ],
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns of words to the left, of figures to the right."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    words = [heads[at] in ("", "label") for at in range(len(heads))]
    for row in (heads, *rows):
        cells = (
            cell.ljust(width) if word else cell.rjust(width)
            for cell, width, word in zip(row, widths, words, strict=True)
        )
        yield "  ".join(cells).rstrip()
