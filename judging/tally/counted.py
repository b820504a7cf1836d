"""A whole round counted: one model over all of its categories, ranks by the chosen method, the other beside. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from judging.rounds.method.rules import USUAL, Method, Rules
from judging.tally.document import (
    BY_ADJUSTED,
    LAST_ALONE,
    OWN_CRITERIA,
    POOLED,
    CategoryTally,
    FinalLine,
    formula_of_totals,
)
from judging.tally.figures import (
    CategoryFigures,
    EntryFigures,
    FlagLine,
    JudgeFigures,
    LinkLine,
    ModelLine,
    ReliabilityLine,
    RulesLine,
    Shares,
    Variances,
    figure,
)
from judging.tally.ranking import Row
from judging.tally.results import Contest, Counting, Least
from judging.tally.statistics.sign import Sign

if TYPE_CHECKING:
    from judging.tally.statistics import tallied
    from judging.tally.statistics.official import Official

_DECIMALS = Decimal("0.000000001")
"""To which adjusted scores are rounded before they are compared: floats beyond them would part true ties."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The categories in the order given; no model where no sheet was counted."""

    categories: tuple[CategoryTally, ...]
    model: ModelLine | None


def count_contests(
    contests: Sequence[Contest],
    rules: Rules = USUAL,
    *,
    least: Least,
    chances: bool = True,
    whole: "tallied.RoundTally | None" = None,
) -> Counted:
    """Same sheets and rules: same result, whatever their order. Without `chances` nothing is drawn, which is quicker.

    `whole` are the statistics where they are worked out already, entries called as by `name_of`.
    """
    countings = [Counting(contest, rules.ladder) for contest in contests]
    whole = whole or _statistics(countings, rules, least, draws=rules.draws if chances else 0)
    part_of = _parts(countings)
    by_code = {category.category: category for category in whole.categories}
    return Counted(
        tuple(_category(one, by_code.get(one.contest.code), rules, least, part_of) for one in countings),
        _model(whole, whole.official) if whole.official else None,
    )


def name_of(number: int) -> str:
    """An entry in the statistics; in their order of names it stands by its number."""
    return f"{number:09d}"


def _statistics(
    countings: Sequence[Counting],
    rules: Rules,
    least: Least,
    *,
    draws: int,
) -> "tallied.RoundTally":
    # NumPy is loaded by whoever counts: a web process that only shows what is stored does without.
    from judging.tally.statistics import tallied
    from judging.tally.statistics.design import Sheet

    sheets, category_of, outside = [], {}, set()
    for one in countings:
        final = any(contender.finalist for contender in one.contenders.values())
        for number, lines in one.sheets.items():
            name = name_of(number)
            category_of[name] = cast("str | None", one.contest.code)
            if final and not one.contenders[number].finalist:
                outside.add(name)
            sheets += [Sheet(name, line.judge, Fraction(line.total_exact)) for line in lines]
    # Where nobody of a category moved on, its entries are ranked among themselves as scoring asked.
    asked = tallied.Asked(
        method=rules.method,
        places={one.contest.code: one.contest.places for one in countings},
        min_sheets=least.sheets,
        outside=frozenset(outside),
        draws=draws,
        seed=rules.seed,
        clear=rules.clear / 100,
        leading=rules.leading / 100,
        far=float(rules.far),
    )
    return tallied.tally(sheets, category_of, asked)


def _category(
    one: Counting,
    found: "tallied.CategoryTally | None",
    rules: Rules,
    least: Least,
    part_of: Mapping[str, int],
) -> CategoryTally:
    by_name = {entry.entry: entry for entry in found.entries} if found else {}
    adjusted = {
        number: str(Decimal(entry.adjusted).quantize(_DECIMALS))
        for number in one.contenders
        if (entry := by_name.get(name_of(number))) and entry.adjusted is not None
    }
    by_mean = one.rows(least, one.totals)
    by_adjusted = one.rows(least, {number: _fraction(adjusted.get(number)) for number in one.contenders})
    rows = by_mean if rules.method is Method.MEAN else by_adjusted
    mean_ranks, adjusted_ranks = _ranks(by_mean), _ranks(by_adjusted)
    entries = {
        number: _entry(
            by_name[name_of(number)], mean_ranks[number], adjusted.get(number), adjusted_ranks[number]
        )
        for number in one.contenders
    }
    return one.tally(
        rows,
        adjusted if rules.method is Method.ADJUSTED else None,
        entries,
        _figures(one, found, rows, part_of) if found else None,
    )


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _ranks(rows: Sequence[Row[int]]) -> dict[int, int | None]:
    return {row.entry: row.rank for row in rows}


def _entry(
    entry: "tallied.EntryTally", mean_rank: int | None, adjusted: str | None, adjusted_rank: int | None
) -> EntryFigures:
    chances = entry.chances
    return EntryFigures(
        mean_rank=mean_rank,
        adjusted=adjusted,
        adjusted_rank=adjusted_rank,
        se=figure(entry.se),
        huber=figure(entry.huber),
        p_winner=figure(chances.winner if chances else None),
        p_top3=figure(chances.top3 if chances else None),
        p_awarded=figure(chances.awarded if chances else None),
        rank_low=chances.low if chances else None,
        rank_high=chances.high if chances else None,
    )


def _figures(
    one: Counting, found: "tallied.CategoryTally", rows: Sequence[Row[int]], part_of: Mapping[str, int]
) -> CategoryFigures:
    reliability = found.reliability
    labels = {entry.entry: entry.label for entry in found.entries}
    return CategoryFigures(
        judges=found.judges,
        components=found.components,
        label=next((labels[name_of(row.entry)] for row in rows if row.rank == 1), None),
        boundary_label=found.boundary_label,
        reliability=ReliabilityLine(
            *(
                figure(value)
                for value in (
                    reliability.g,
                    reliability.phi,
                    reliability.alpha_interval,
                    reliability.alpha_ordinal,
                    reliability.icc2k,
                    reliability.kendall_w,
                )
            )
        ),
        flags=tuple(_flag(sign) for sign in found.flags),
        links=tuple(_links(one, part_of)) if found.components > 1 else (),
    )


def _flag(sign: Sign) -> FlagLine:
    return FlagLine(sign.kind.value, int(sign.entry) if sign.entry else None, sign.judge, figure(sign.value))


def _links(one: Counting, part_of: Mapping[str, int]) -> Iterator[LinkLine]:
    """One reading for each part of the category beyond the largest, that would connect it: the judge of that part who
    read most here, and the entry of the largest part with the fewest sheets.
    """
    parts: defaultdict[int, list[int]] = defaultdict(list)
    for number, lines in one.sheets.items():
        if lines:
            parts[part_of[lines[0].judge]].append(number)
    largest, *others = sorted(parts.values(), key=lambda part: (-len(part), part))
    entry = min(largest, key=lambda number: (len(one.sheets[number]), number))
    for part in others:
        read = Counter(line.judge for number in part for line in one.sheets[number])
        yield LinkLine(min(read, key=lambda judge: (-read[judge], judge)), entry)


def _parts(countings: Sequence[Counting]) -> dict[str, int]:
    """Judge → the part of the round that they lie in, over all categories."""
    part_of: dict[str, int] = {}
    for one in countings:
        for lines in one.sheets.values():
            met = {part_of.setdefault(line.judge, len(part_of)) for line in lines}
            if len(met) > 1:
                part_of = {judge: min(met) if part in met else part for judge, part in part_of.items()}
    return part_of


def _model(whole: "tallied.RoundTally", official: "Official") -> ModelLine:
    random = whole.both_random
    return ModelLine(
        sheets=whole.sheets,
        components=whole.components,
        official=Variances(
            noise=figure(official.sigma2), judge=figure(official.sigma2_judge), reml=figure(official.reml)
        ),
        both_random=Variances(
            noise=figure(random.sigma2 if random else None),
            judge=figure(random.sigma2_judge if random else None),
            entry=figure(random.sigma2_entry if random else None),
            reml=figure(random.reml if random else None),
        ),
        shares=_shares(
            random.sigma2_entry if random else None,
            random.sigma2_judge if random else None,
            random.sigma2 if random else None,
        ),
        judges=tuple(
            JudgeFigures(judge.judge, judge.sheets, cast("float", figure(judge.effect)), figure(judge.spread))
            for judge in whole.judges
        ),
    )


def _shares(entry: float | None, judge: float | None, noise: float | None) -> Shares | None:
    if entry is None or judge is None or noise is None or not (whole := entry + judge + noise):
        return None
    return Shares(
        *(cast("float", figure(part / whole)) for part in (entry, judge, noise)),
    )


def formula_for(contests: Sequence[Contest], method: Method, final: FinalLine | None) -> str:
    """How a document of these categories says that it was counted."""
    words = formula_of_totals(
        criterion.scale for contest in contests for criterion in (*contest.criteria, *contest.final_criteria)
    )
    if final is not None:
        words += POOLED if final.pools else LAST_ALONE
    if any(contest.final_criteria for contest in contests):
        words += OWN_CRITERIA
    return words + BY_ADJUSTED if method is Method.ADJUSTED else words


def rules_line(version: int, rules: Rules) -> RulesLine:
    """The rules as the document keeps them; the method stands in the document itself."""
    return RulesLine(
        version, rules.ladder.value, rules.clear, rules.leading, rules.far, rules.draws, rules.seed
    )
