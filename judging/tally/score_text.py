"""A tally of a file as plain text: what `tahkim tally` prints for people."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from judging.scorecards.totals import round_half_up
from judging.tally.statistics.chances import INTERVAL
from judging.tally.statistics.sign import Sign, SignKind
from judging.tally.statistics.tallied import MIN_SHEETS, CategoryTally, EntryTally, RoundTally

_HEADS = (
    "rank",
    "entry",
    "sheets",
    "mean",
    "adjusted",
    "± se",
    "P(winner)",
    "P(awarded)",
    f"places, {INTERVAL:.0%}",
    "",
)
_TEXTS = ("entry", "")
"""Columns that begin at their left side."""
_SIGNS = {
    SignKind.RESIDUAL: "{entry}: the sheet of {judge} is far from what the others let expect (t {value:.1f})",
    SignKind.CONSTANT_JUDGE: "{judge} gave every entry {value:g}",
    SignKind.ONE_ENTRY_JUDGE: "{judge} read no entry but {entry}",
    SignKind.THIN_SHEET: "{entry}: the sheet of {judge} does not count, {value:.0%} of the weight is scored",
    SignKind.NOT_COMPARABLE: "not comparable across panels: no judge connects {value:.0f} groups of entries",
    SignKind.METHODS_DISAGREE: "the other method has another winner: {entry}",
    SignKind.WINNER_WITHOUT_JUDGE: "without {judge} the winner would be {entry}",
    SignKind.UNRANKED_WITHOUT_JUDGE: "{entry} has no sheet but that of {judge}, and without it no rank",
}


def tally_text(tally: RoundTally, abstentions: int = 0, places: int = 1) -> str:
    """A table for each category, with what deserves a second look under it; then how many scores are empty, if any."""
    parts = ["\n".join(_lines(category, places)) for category in tally.categories]
    if abstentions:
        parts.append(f"abstentions (empty scores, counted as nothing): {abstentions}")
    return "\n\n".join(parts)


def _lines(category: CategoryTally, places: int) -> Iterator[str]:
    if category.category is not None:
        yield _plain(category.category)
    table = [_HEADS, *(_cells(entry) for entry in category.entries)]
    columns = [column for column in zip(*table, strict=True) if column[0] != "P(awarded)" or places > 1]
    set_out = [
        [cell.ljust(width) if column[0] in _TEXTS else cell.rjust(width) for cell in column]
        for column, width in ((column, max(map(len, column))) for column in columns)
    ]
    for row in zip(*set_out, strict=True):
        yield "  ".join(row).rstrip()
    if places > 1 and category.boundary_label:
        yield f"  who has the first {places} places: {_words(category.boundary_label)}"
    short = [_plain(entry.entry) for entry in category.entries if entry.unranked]
    if short:
        yield f"  ! not ranked, fewer than {MIN_SHEETS} sheets: {', '.join(short)}"
    yield from _signs([flag for flag in category.flags if flag.kind is not SignKind.PLACE_WITHOUT_JUDGE])
    if places > 1 and any(not entry.unranked for entry in category.entries):
        yield from _places(category.flags, places)


def _cells(entry: EntryTally) -> Sequence[str]:
    chances = entry.chances
    return (
        "–" if entry.rank is None else str(entry.rank),
        _plain(entry.entry),
        str(entry.sheets),
        "–" if entry.mean is None else str(round_half_up(entry.mean, 2)),
        "–" if entry.adjusted is None else f"{entry.adjusted:.2f}",
        "–" if entry.se is None else f"{entry.se:.2f}",
        f"{chances.winner:.3f}" if chances else "–",
        f"{chances.awarded:.3f}" if chances else "–",
        f"{chances.low}–{chances.high}" if chances else "–",
        _words(entry.label or ""),
    )


def _plain(name: str | None) -> str:
    """A name on one line: whatever a file holds, it neither breaks a table nor speaks to the terminal."""
    return "".join(sign if sign.isprintable() else "�" for sign in " ".join((name or "").split()))


def _words(label: str) -> str:
    return label.replace("_", " ")


def _places(flags: Sequence[Sign], places: int) -> Iterator[str]:
    """Of each judge whether the awarded places would be others without them."""
    moving = [flag for flag in flags if flag.kind is SignKind.PLACE_WITHOUT_JUDGE]
    for judge, group in groupby(moving, key=lambda flag: flag.judge):
        order = ", ".join(f"{flag.value:.0f} {_plain(flag.entry)}" for flag in group)
        yield f"  ! without {_plain(judge)} the first {places} places would be: {order}"
    who = "any other judge" if moving else "any one judge"
    yield f"  without {who} the first {places} places stay as they are"


def _signs(flags: Sequence[Sign]) -> Iterator[str]:
    """Winners who would share without a judge stand in one line."""
    for (kind, by, value), group in groupby(flags, key=lambda flag: (flag.kind, flag.judge, flag.value)):
        judge = _plain(by)
        names = [_plain(flag.entry) for flag in group if flag.entry]
        entries = ", ".join(names)
        if kind is SignKind.WINNER_WITHOUT_JUDGE and len(names) > 1:
            yield f"  ! without {judge} the first place would be shared by {entries}"
            continue
        yield "  ! " + _SIGNS[kind].format(entry=entries, judge=judge, value=value)
