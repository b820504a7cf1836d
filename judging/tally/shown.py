"""A category's figures as they are read: rounded, in per cent, with what they come to. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from awards.kit.i18n import Lang
from judging.scorecards.totals import round_half_up
from judging.tally.document import SCORE_DECIMALS, CategoryTally, Document, EntryLine
from judging.tally.figures import CategoryFigures, EntryFigures, JudgeFigures, Shares
from judging.tally.intervals import Chart, chart
from judging.tally.statistics.sign import SignKind

DASH = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """An entry by both methods; texts, a dash for what is not known."""

    entry: EntryLine
    mean: str
    mean_rank: str
    adjusted: str
    adjusted_rank: str
    se: str
    huber: str
    winner: str
    """Per cent, as all chances here."""
    top3: str
    awarded: str
    places: str
    """`1–4`: where it lies in 95 of 100 draws."""
    shift: str
    """What taking leniency out added to the mean: `+0.43`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How sure the first place is."""

    label: str
    numbers: tuple[int, ...]
    """Of those who have the first rank."""
    percents: tuple[str, ...]
    """How often each of them is the best."""
    parted: bool
    """The first has the score of others, from whom a criterion parts it."""
    likelier: Line | None
    """Who is the best more often than whoever has the first rank, by a whole per cent: by the mean that may be another."""


@dataclass(frozen=True, slots=True)
class Change:
    """Without this judge these entries would have the highest score; or, `unranked`, no sheet and no rank."""

    judge: str
    numbers: tuple[int, ...]
    others: bool
    """Nobody who stands first is among them; else whoever stands first would share that score, or have it alone."""
    unranked: bool = False


@dataclass(frozen=True, slots=True)
class OtherPlaces:
    """Without this judge the awarded places would be these: (place, entries), first to last."""

    judge: str
    places: tuple[tuple[int, tuple[int, ...]], ...]


def percent(chance: float | None) -> str:
    """Whole per cent; what is not certain is never shown as 0 or 100."""
    if chance is None:
        return DASH
    whole = round(100 * chance)
    if whole == 100 and chance < 1:
        return "> 99"
    return "< 1" if whole == 0 and chance > 0 else str(whole)


def points(value: float | None) -> str:
    """A figure on the sheets' scale, to two decimals."""
    return DASH if value is None else f"{value + 0.0:.{SCORE_DECIMALS}f}"


def signed(value: float) -> str:
    """The same with its sign, a true minus."""
    text = f"{value:+.{SCORE_DECIMALS}f}"
    return text.replace("-", "−") if float(text) else f"{0:.{SCORE_DECIMALS}f}"


def line(entry: EntryLine) -> Line | None:
    """None for an entry of a tally that has no figures."""
    figures = entry.figures
    if figures is None:
        return None
    adjusted = None if figures.adjusted is None else Fraction(figures.adjusted)
    total = None if entry.total_exact is None else Fraction(entry.total_exact)
    return Line(
        entry=entry,
        mean=entry.total or DASH,
        mean_rank=str(figures.mean_rank or DASH),
        adjusted=DASH if adjusted is None else str(round_half_up(adjusted, SCORE_DECIMALS)),
        adjusted_rank=str(figures.adjusted_rank or DASH),
        se=points(figures.se),
        huber=points(figures.huber),
        winner=percent(figures.p_winner),
        top3=percent(figures.p_top3),
        awarded=percent(figures.p_awarded),
        places=_places(figures),
        shift=DASH if adjusted is None or total is None else signed(float(adjusted - total)),
    )


def _places(figures: EntryFigures) -> str:
    if figures.rank_low is None or figures.rank_high is None:
        return DASH
    if figures.rank_low == figures.rank_high:
        return str(figures.rank_low)
    return f"{figures.rank_low}{DASH}{figures.rank_high}"


def lines(category: CategoryTally) -> list[Line]:
    """Every entry, by rank; empty for a tally that has no figures."""
    return [found for entry in category.entries if (found := line(entry))]


def verdict(category: CategoryTally) -> Verdict | None:
    """None where nobody is ranked, or nothing can be said of chances."""
    first = category.ranked(1)
    if category.figures is None or category.figures.label is None or not first:
        return None
    best = max((entry for entry in category.entries if entry.rank is not None), key=_chance)
    more_often = _chance(best) > max(map(_chance, first))
    return Verdict(
        category.figures.label,
        tuple(entry.number for entry in first),
        tuple(percent(entry.figures.p_winner if entry.figures else None) for entry in first),
        parted=len(category.same_total(first[0])) > len(first),
        likelier=line(best) if more_often else None,
    )


def _chance(entry: EntryLine) -> int:
    """To be the best, in whole per cent; what is not known is no chance."""
    return round(100 * ((entry.figures and entry.figures.p_winner) or 0))


def changes(category: CategoryTally) -> list[Change]:
    """The judges without whom the highest score would be that of others, by their pseudonyms.

    Scores are compared, and no criterion parts them here: whom a tie-break put first may have had that score with others.
    """
    if category.figures is None:
        return []
    first = {entry.number for entry in category.ranked(1)}
    kinds = (SignKind.WINNER_WITHOUT_JUDGE, SignKind.UNRANKED_WITHOUT_JUDGE)
    flags = [flag for flag in category.figures.flags if flag.kind in kinds]
    found = [
        (str(judge), tuple(flag.entry for flag in found if flag.entry is not None), kind == kinds[1])
        for (judge, kind), found in groupby(flags, key=lambda flag: (flag.judge, flag.kind))
    ]
    return [
        Change(judge, numbers, first.isdisjoint(numbers), unranked)
        for judge, numbers, unranked in found
        if unranked or set(numbers) != first
    ]


def other_places(category: CategoryTally) -> list[OtherPlaces]:
    """The judges without whom the awarded places would be others, by their pseudonyms; scores alone are compared."""
    flags = category.figures.flagged(SignKind.PLACE_WITHOUT_JUDGE) if category.figures else ()
    return [
        OtherPlaces(
            str(judge),
            tuple(
                (int(place or 0), tuple(flag.entry for flag in level if flag.entry is not None))
                for place, level in groupby(mine, key=lambda flag: flag.value)
            ),
        )
        for judge, mine in groupby(flags, key=lambda flag: flag.judge)
    ]


def first_by_other(category: CategoryTally) -> tuple[int, ...]:
    """Who would stand first by the other method."""
    return tuple(
        entry.number
        for entry in category.entries
        if entry.figures
        and (entry.figures.mean_rank if category.adjusted else entry.figures.adjusted_rank) == 1
    )


def first_by_huber(category: CategoryTally) -> tuple[int, ...]:
    """Who would stand first if sheets far from the others counted less; finalists among themselves."""
    ranked = [e for e in category.entries if e.rank is not None and e.figures and e.figures.huber is not None]
    final = any(entry.finalist for entry in ranked)
    scores = {
        entry.number: round(entry.figures.huber, 9)
        for entry in ranked
        if entry.figures and entry.figures.huber is not None and (entry.finalist or not final)
    }
    return tuple(number for number, score in scores.items() if score == max(scores.values()))


@dataclass(frozen=True, slots=True)
class Step:
    """How one entry's adjusted score comes from its mean: `mean − effect = adjusted`."""

    line: Line
    judges: tuple[tuple[str, str, str], ...]
    """(pseudonym, total of the sheet, effect of the judge)"""
    effect: str
    """Mean of the effects of its judges."""


def steps(category: CategoryTally, judges: Iterable[JudgeFigures]) -> list[Step]:
    """The computation of every entry with a sheet, from the model's effects."""
    effects = {judge.judge: judge.effect for judge in judges}
    found = []
    for one in lines(category):
        sheets = one.entry.sheets
        if sheets:
            mean = sum(effects[sheet.judge] for sheet in sheets) / len(sheets)
            found.append(
                Step(
                    one,
                    tuple((sheet.judge, sheet.total, signed(effects[sheet.judge])) for sheet in sheets),
                    signed(mean),
                )
            )
    return found


@dataclass(frozen=True, slots=True)
class Given:
    """One sheet of a judge beside what the others let expect of it."""

    category: CategoryTally
    entry: EntryLine
    total: str
    expected: str
    """The entry's adjusted score plus the judge's effect."""
    apart: str
    far: bool
    """It is named to the chair."""
    beyond: bool
    """No total can be as high, or as low, as what is expected."""


def given_by(document: Document, judge: JudgeFigures) -> list[Given]:
    """A judge's sheets in all categories, those furthest from what was expected first."""
    found: list[tuple[float, Given]] = []
    for category in document.categories:
        far = {
            flag.entry
            for flag in (category.figures.flagged(SignKind.RESIDUAL) if category.figures else ())
            if flag.judge == judge.judge
        }
        for entry in category.entries:
            for sheet in entry.sheets:
                if sheet.judge == judge.judge and entry.figures and entry.figures.adjusted:
                    expected = float(Fraction(entry.figures.adjusted)) + judge.effect
                    apart = float(Fraction(sheet.total_exact)) - expected
                    found.append(
                        (
                            -abs(apart),
                            Given(
                                category,
                                entry,
                                sheet.total,
                                points(expected),
                                signed(apart),
                                entry.number in far,
                                not 0 <= expected <= 100,
                            ),
                        )
                    )
    return [one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].entry.number))]


def judge_of(document: Document, name: str) -> JudgeFigures | None:
    """The figures of the judge with this pseudonym."""
    judges: Sequence[JudgeFigures] = document.model.judges if document.model else ()
    return next((judge for judge in judges if judge.judge == name), None)


@dataclass(frozen=True, slots=True)
class Sureness:
    """All that is said of how sure a category's ranks are."""

    figures: CategoryFigures
    adjusted: bool
    places: int
    draws: int
    min_sheets: int
    verdict: Verdict | None
    first: tuple[int, ...]
    other: tuple[int, ...]
    huber: tuple[int, ...]
    changes: list[Change]
    moves: list[OtherPlaces]
    lines: list[Line]
    chart: Chart | None
    shares: Shares | None


def sureness(document: Document, category: CategoryTally) -> Sureness | None:
    """None for a category without sheets, and for a tally that was stored before any of this was."""
    if category.figures is None or document.rules is None or document.model is None:
        return None
    if not any(entry.sheets for entry in category.entries):
        return None
    return Sureness(
        figures=category.figures,
        adjusted=category.adjusted,
        places=category.places,
        draws=document.rules.draws,
        min_sheets=document.min_sheets,
        verdict=verdict(category),
        first=tuple(entry.number for entry in category.ranked(1)),
        other=first_by_other(category),
        huber=first_by_huber(category),
        changes=changes(category),
        moves=other_places(category),
        lines=lines(category),
        chart=chart(category),
        shares=document.model.shares,
    )


@dataclass(frozen=True, slots=True)
class Chapter:
    """A category with all that is said of it: what a file or a paper shows one after another."""

    category: CategoryTally
    sure: Sureness | None
    judges: list[tuple[JudgeFigures, str]]
    """Those of the category, each with their effect as text."""
    steps: list[Step]
    sheets: int


def chapter(document: Document, category: CategoryTally) -> Chapter:
    """Everything of one category."""
    judges: Sequence[JudgeFigures] = document.model.judges if document.model else ()
    mine = {sheet.judge for entry in category.entries for sheet in entry.sheets}
    return Chapter(
        category=category,
        sure=sureness(document, category),
        judges=[(judge, signed(judge.effect)) for judge in judges if judge.judge in mine],
        steps=steps(category, judges) if judges else [],
        sheets=sum(len(entry.sheets) for entry in category.entries),
    )


def chapters(document: Document) -> list[Chapter]:
    """Every category, in the document's order."""
    return [chapter(document, category) for category in document.categories]


def names_of_entries(document: Document, lang: Lang) -> dict[int, str]:
    """Number → title, for what calls entries by their names."""
    return {
        entry.number: entry.title_ar if lang == "ar" else entry.title_en
        for category in document.categories
        for entry in category.entries
    }
