"""A tally of a file as plain text: what `tahkim tally` prints for people."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from judging.scorecards.totals import round_half_up
from judging.tally.statistics.chances import INTERVAL
from judging.tally.statistics.signs import Sign, SignKind
from judging.tally.statistics.tallied import CategoryTally, EntryTally, RoundTally

_HEADS = ("rank", "entry", "sheets", "mean", "adjusted", "± se", "P(winner)", f"places, {INTERVAL:.0%}", "")
_SIGNS = {
    SignKind.RESIDUAL: "{entry}: the sheet of {judge} is far from what the others let expect (t {value:.1f})",
    SignKind.CONSTANT_JUDGE: "{judge} gave every entry {value:g}",
    SignKind.ONE_ENTRY_JUDGE: "{judge} read {entry} alone",
    SignKind.THIN_SHEET: "{entry}: the sheet of {judge} does not count, {value:.0%} of the weight is scored",
    SignKind.NOT_COMPARABLE: "not comparable across panels: no judge connects {value:.0f} groups of entries",
    SignKind.METHODS_DISAGREE: "the other method has another winner: {entry}",
    SignKind.WINNER_WITHOUT_JUDGE: "without {judge} the winner would be {entry}",
}


def tally_text(tally: RoundTally) -> str:
    """A table for each category, with what deserves a second look under it."""
    return "\n\n".join("\n".join(_lines(category)) for category in tally.categories)


def _lines(category: CategoryTally) -> Iterator[str]:
    if category.category is not None:
        yield category.category
    rows = [_HEADS, *(_cells(entry) for entry in category.entries)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.ljust(width) if at in (1, 8) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
    yield from _signs(category.flags)


def _cells(entry: EntryTally) -> Sequence[str]:
    chances = entry.chances
    return (
        "–" if entry.rank is None else str(entry.rank),
        entry.entry,
        str(entry.sheets),
        "–" if entry.mean is None else str(round_half_up(entry.mean, 2)),
        "–" if entry.adjusted is None else f"{entry.adjusted:.2f}",
        "–" if entry.se is None else f"{entry.se:.2f}",
        f"{chances.winner:.3f}" if chances else "–",
        f"{chances.low}–{chances.high}" if chances else "–",
        (entry.label or "").replace("_", " "),
    )


def _signs(flags: Sequence[Sign]) -> Iterator[str]:
    """Winners who would share without a judge stand in one line."""
    for (kind, judge, value), group in groupby(flags, key=lambda flag: (flag.kind, flag.judge, flag.value)):
        entries = ", ".join(flag.entry for flag in group if flag.entry)
        yield "  ! " + _SIGNS[kind].format(entry=entries, judge=judge, value=value)
