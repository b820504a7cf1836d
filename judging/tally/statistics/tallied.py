"""One round, tallied: official scores, ranks, chances, reliability and signs of each category, as one value."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import partial

import numpy as np

from judging.tally.statistics.both_random import BothRandom, both_random
from judging.tally.statistics.chances import Chances, chances, label
from judging.tally.statistics.design import Design, Ints, Sheet, components, design_of
from judging.tally.statistics.official import Official, official
from judging.tally.statistics.reliability import (
    Reliability,
    alpha_interval,
    alpha_ordinal,
    complete,
    generalisability,
    icc2k,
    kendall_w,
)
from judging.tally.statistics.signs import (
    Sign,
    SignKind,
    far_sheets,
    means_without,
    odd_judges,
    scores_without,
    winners_without,
)

MIN_SHEETS = 3
"""With fewer, an entry is unranked."""


class Method(StrEnum):
    """What the ranks follow; the other is always shown beside."""

    ADJUSTED = "adjusted"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class EntryTally:
    """An entry without a sheet has no mean and no score; one with fewer than three is not ranked."""

    entry: str
    sheets: int
    mean: Fraction | None
    mean_rank: int | None
    adjusted: float | None
    se: float | None
    rank: int | None
    chances: Chances | None
    label: str | None
    """At rank 1 only."""

    @property
    def unranked(self) -> bool:
        """Too few sheets."""
        return self.rank is None


@dataclass(frozen=True, slots=True)
class CategoryTally:
    """Entries in order of rank, the unranked last."""

    category: str | None
    sheets: int
    judges: int
    components: int
    """In how many of the round's parts that no judge connects its entries lie."""
    reliability: Reliability
    entries: tuple[EntryTally, ...]
    boundary_label: str | None
    """How sure the last awarded place is; None where nobody is left without one."""
    flags: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class RoundTally:
    """A whole round. `judges` are name, sheets and effect, each by its name; `official` is None without any sheet."""

    method: Method
    sheets: int
    components: int
    official: Official | None
    both_random: BothRandom | None
    judges: tuple[tuple[str, int, float], ...]
    categories: tuple[CategoryTally, ...]


def tally(
    sheets: Iterable[Sheet],
    category_of: Mapping[str, str | None],
    *,
    method: Method = Method.ADJUSTED,
    places: int = 1,
    draws: int = 10_000,
    seed: int = 0,
    signs: Mapping[str | None, Sequence[Sign]] | None = None,
) -> RoundTally:
    """`category_of` names every entry, also those without a sheet; `places` is what each category awards.

    `signs` are those that were found before, by category. Same input, same result: the draws come from `seed`.
    """
    given = list(sheets)
    named = sorted(
        category_of, key=lambda entry: (category_of[entry] is not None, category_of[entry] or "", entry)
    )
    if not given:
        categories = dict.fromkeys(category_of[entry] for entry in named)
        empty = Reliability(None, None, None, None, None, None)
        bare = partial(EntryTally, sheets=0, mean=None, mean_rank=None, adjusted=None, se=None, rank=None,
                       chances=None, label=None)  # fmt: skip
        return RoundTally(method, 0, 0, None, None, (), tuple(
            CategoryTally(category, 0, 0, 0, empty,
                          tuple(bare(entry) for entry in named if category_of[entry] == category), None,
                          tuple((signs or {}).get(category, ())))
            for category in categories
        ))  # fmt: skip
    design = design_of(given, dict(category_of))
    return _Count(design, category_of, named, method, places, draws, seed, signs or {}).round()


class _Count:
    """What the parts of one tally share."""

    def __init__(
        self,
        design: Design,
        category_of: Mapping[str, str | None],
        named: Sequence[str],
        method: Method,
        places: int,
        draws: int,
        seed: int,
        signs: Mapping[str | None, Sequence[Sign]],
    ) -> None:
        self.design, self.category_of, self.named, self.method, self.places = (
            design,
            category_of,
            named,
            method,
            places,
        )
        self.signs = signs
        self.fixed = official(design)
        self.random = both_random(design, self.fixed)
        self.part = components(design)
        self.adjusted = np.round(self.fixed.scores + float(design.middle), 9)
        enough = design.read >= MIN_SHEETS
        self.ranked = [np.flatnonzero((design.category == c) & enough) for c in range(len(design.categories))]
        self.ranks = {way: self._ranks(way) for way in Method}
        self.chances = self._chances(draws, seed)

    def round(self) -> RoundTally:
        """All of it."""
        design = self.design
        order = sorted(range(len(design.judges)), key=design.judges.__getitem__)
        flags = self._flags()
        without = dict.fromkeys(self.category_of[entry] for entry in self.named)
        at = {category: number for number, category in enumerate(design.categories)}
        return RoundTally(
            method=self.method,
            sheets=design.sheets,
            components=int(self.part.max()) + 1,
            official=self.fixed,
            both_random=self.random,
            judges=tuple(
                (design.judges[j], int(design.given[j]), float(self.fixed.effects[j])) for j in order
            ),
            categories=tuple(self._category(category, at.get(category), flags) for category in without),
        )

    def _ranks(self, method: Method) -> dict[int, int]:
        """1 + number strictly better, over the ranked of each category. Means compare exactly."""
        found: dict[int, int] = {}
        for group in self.ranked:
            values = {int(entry): self._value(int(entry), method) for entry in group}
            falling = sorted(values.values(), reverse=True)
            first = {value: place for place, value in reversed(list(enumerate(falling, 1)))}
            found |= {entry: first[value] for entry, value in values.items()}
        return found

    def _value(self, entry: int, method: Method) -> Fraction | float:
        return self.design.exact_means[entry] if method is Method.MEAN else float(self.adjusted[entry])

    def _chances(self, draws: int, seed: int) -> dict[int, Chances]:
        if self.random is None or self.random.sigma2_entry is None:
            return {}
        groups = [group for group in self.ranked if len(group)]
        places = dict.fromkeys(range(len(groups)), self.places)
        return chances(self.design, self.random, self.adjusted, groups, places=places, draws=draws, seed=seed)

    def _category(
        self, category: str | None, at: int | None, flags: Mapping[int, Sequence[Sign]]
    ) -> CategoryTally:
        design = self.design
        place = {design.entries[i]: i for i in range(len(design.entries)) if design.category[i] == at}
        rows = [
            self._entry(entry, place.get(entry))
            for entry in self.named
            if self.category_of[entry] == category
        ]
        rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.entry))
        mine = design.category[design.entry] == at
        return CategoryTally(
            category=category,
            sheets=int(mine.sum()),
            judges=len(np.unique(design.judge[mine])),
            components=len(np.unique(self.part[list(place.values())])) if place else 0,
            reliability=self._reliability(mine),
            entries=tuple(rows),
            boundary_label=self._boundary(rows),
            flags=(*self.signs.get(category, ()), *(flags.get(at, ()) if at is not None else ())),
        )

    def _entry(self, entry: str, at: int | None) -> EntryTally:
        if at is None:
            return EntryTally(entry, 0, None, None, None, None, None, None, None)
        rank, chance = self.ranks[self.method].get(at), self.chances.get(at)
        errors = self.fixed.errors
        return EntryTally(
            entry=entry,
            sheets=int(self.design.read[at]),
            mean=self.design.exact_means[at],
            mean_rank=self.ranks[Method.MEAN].get(at),
            adjusted=float(self.adjusted[at]),
            se=None if errors is None else float(errors[at]),
            rank=rank,
            chances=chance,
            label=label(chance.winner) if rank == 1 and chance else None,
        )

    def _reliability(self, mine: Ints) -> Reliability:
        design, random = self.design, self.random
        entry, judge, totals = design.entry[mine], design.judge[mine], design.totals[mine]
        read = np.unique(entry, return_counts=True)[1]
        variances = (
            (random.sigma2_entry, random.sigma2_judge, random.sigma2) if random else (None, None, None)
        )
        panel = complete(entry, judge, totals)
        return Reliability(
            *generalisability(*variances, read),
            alpha_interval=alpha_interval(entry, totals),
            alpha_ordinal=alpha_ordinal(entry, totals),
            icc2k=None if panel is None else icc2k(panel),
            kendall_w=None if panel is None else kendall_w(panel),
        )

    def _boundary(self, rows: Sequence[EntryTally]) -> str | None:
        """Labelled like the winner, by the chance of the last awarded to be awarded; a tie across it is open."""
        ranked = [row for row in rows if row.rank is not None]
        if len(ranked) <= self.places:
            return None
        last, first_out = ranked[self.places - 1], ranked[self.places]
        if last.rank == first_out.rank:
            return label(0.0)
        awarded = [row.chances.awarded for row in ranked if row.rank == last.rank and row.chances]
        return label(min(awarded)) if awarded else None

    def _flags(self) -> dict[int, list[Sign]]:
        """Those of sheets, judges and winners, by the position of their category."""
        design = self.design
        flags: dict[int, list[Sign]] = {c: [] for c in range(len(design.categories))}
        of_entry = {name: int(c) for name, c in zip(design.entries, design.category, strict=True)}
        of_judge: dict[str, set[int]] = {}
        for entry, judge in zip(design.entry, design.judge, strict=True):
            of_judge.setdefault(design.judges[judge], set()).add(int(design.category[entry]))
        for category, found in flags.items():
            parts = len(np.unique(self.part[design.category == category]))
            if parts > 1:
                found.append(Sign(SignKind.NOT_COMPARABLE, value=float(parts)))
        for sign in far_sheets(design, self.fixed):
            flags[of_entry[str(sign.entry)]].append(sign)
        for sign in sorted(odd_judges(design), key=lambda one: str(one.judge)):
            for category in sorted(of_judge[str(sign.judge)]):
                flags[category].append(sign)
        for category, entry in self._other_winners():
            flags[category].append(Sign(SignKind.METHODS_DISAGREE, entry))
        for category, judge, first in self._without_one():
            flags[category] += [Sign(SignKind.WINNER_WITHOUT_JUDGE, entry, judge) for entry in first]
        return flags

    def _winners(self, method: Method) -> dict[int, frozenset[int]]:
        ranks = self.ranks[method]
        return {
            c: frozenset(int(i) for i in group if ranks[int(i)] == 1)
            for c, group in enumerate(self.ranked)
            if len(group)
        }

    def _other_winners(self) -> Iterator[tuple[int, str]]:
        other = Method.MEAN if self.method is Method.ADJUSTED else Method.ADJUSTED
        mine = self._winners(self.method)
        for category, winners in self._winners(other).items():
            for entry in sorted(winners - mine[category]):
                yield category, self.design.entries[entry]

    def _without_one(self) -> Iterator[tuple[int, str, list[str]]]:
        """(category, judge, winners) where the winners would be others without that judge."""
        design = self.design
        if self.method is Method.ADJUSTED:
            scored = scores_without(design, self.fixed)
        else:
            scored = means_without(design)
        found = winners_without(design, scored, self._winners(self.method), MIN_SHEETS)
        named = [
            (category, design.judges[judge], [design.entries[entry] for entry in first])
            for category, judge, first in found
        ]
        yield from sorted(named)
