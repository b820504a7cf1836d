"""One round, tallied: official scores, ranks, chances, reliability and signs of each category, as one value."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from judging.rounds.method.rules import Method
from judging.tally.statistics.both_random import BothRandom, both_random
from judging.tally.statistics.chances import CLEAR, LEADING, Chances, chances, label
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
from judging.tally.statistics.robust import huber, spread_of_judges
from judging.tally.statistics.sign import Sign, SignKind
from judging.tally.statistics.signs import (
    FAR,
    far_sheets,
    means_without,
    odd_judges,
    scores_without,
    winners_without,
)

MIN_SHEETS = 3
"""With fewer, an entry is unranked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a round is to be tallied. Same input, same result: the draws come from `seed`."""

    method: Method = Method.ADJUSTED
    places: int | Mapping[str | None, int] = 1
    """What every category awards, or each."""
    min_sheets: int = MIN_SHEETS
    outside: Collection[str] = ()
    """Entries that are scored but not ranked here: they did not move on."""
    draws: int = 10_000
    """0: nothing is said of chances."""
    seed: int = 0
    clear: float = CLEAR
    """From this chance on a winner is called so."""
    leading: float = LEADING
    far: float = FAR
    """From this leave-one-out |t| on a sheet is named."""


@dataclass(frozen=True, slots=True)
class JudgeTally:
    """One judge over the whole round; `spread` is None where the design leaves no room for any."""

    judge: str
    sheets: int
    effect: float
    spread: float | None


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
    """At rank 1 only, and only where judges connect the ranked entries of its category."""
    huber: float | None = None
    """The adjusted score with sheets that lie far from it weighted down: for comparison only."""

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
    """How sure it is who is awarded, by the least sure of them; None where nobody is left without a place."""
    flags: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class RoundTally:
    """A whole round. `judges` stand by their names; `official` is None without any sheet."""

    method: Method
    sheets: int
    components: int
    official: Official | None
    both_random: BothRandom | None
    judges: tuple[JudgeTally, ...]
    categories: tuple[CategoryTally, ...]


def tally(
    sheets: Iterable[Sheet],
    category_of: Mapping[str, str | None],
    asked: Asked = Asked(),
    signs: Mapping[str | None, Sequence[Sign]] | None = None,
) -> RoundTally:
    """`category_of` names every entry, also those without a sheet; `signs` are those found before, by category."""
    given = list(sheets)
    named = sorted(category_of, key=lambda entry: (category_of[entry] or "", entry))
    if not given:
        categories = dict.fromkeys(category_of[entry] for entry in named)
        empty = Reliability(None, None, None, None, None, None)
        return RoundTally(asked.method, 0, 0, None, None, (), tuple(
            CategoryTally(category, 0, 0, 0, empty,
                          tuple(_bare(entry) for entry in named if category_of[entry] == category), None,
                          tuple((signs or {}).get(category, ())))
            for category in categories
        ))  # fmt: skip
    design = design_of(given, dict(category_of))
    return _Count(design, category_of, named, asked, signs or {}).round()


def _bare(entry: str) -> EntryTally:
    """Without a sheet."""
    return EntryTally(entry, 0, None, None, None, None, None, None, None)


class _Count:
    """What the parts of one tally share."""

    def __init__(
        self,
        design: Design,
        category_of: Mapping[str, str | None],
        named: Sequence[str],
        asked: Asked,
        signs: Mapping[str | None, Sequence[Sign]],
    ) -> None:
        self.design, self.category_of, self.named, self.asked = design, category_of, named, asked
        self.method, self.signs = asked.method, signs
        self.fixed = official(design)
        self.random = both_random(design, self.fixed)
        self.part = components(design)
        self.adjusted = np.round(self.fixed.scores + float(design.middle), 9)
        self.huber = huber(design, self.fixed)
        outside = np.array([name in asked.outside for name in design.entries])
        enough = design.read >= asked.min_sheets
        self.groups = {
            c: np.flatnonzero((design.category == c) & ~outside) for c in range(len(design.categories))
        }
        """The entries of each category that are in the running, also those that have too few sheets."""
        self.ranked = [group[enough[group]] for group in self.groups.values()]
        self.ranks = {way: self._ranks(way) for way in Method}
        self.chances = self._chances()

    def round(self) -> RoundTally:
        """All of it."""
        design = self.design
        order = sorted(range(len(design.judges)), key=design.judges.__getitem__)
        flags = self._flags()
        spread = spread_of_judges(design, self.fixed)
        without = dict.fromkeys(self.category_of[entry] for entry in self.named)
        at = {category: number for number, category in enumerate(design.categories)}
        return RoundTally(
            method=self.method,
            sheets=design.sheets,
            components=int(self.part.max()) + 1,
            official=self.fixed,
            both_random=self.random,
            judges=tuple(
                JudgeTally(
                    design.judges[j],
                    int(design.given[j]),
                    float(self.fixed.effects[j]),
                    None if spread is None else float(spread[j]),
                )
                for j in order
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

    def _places(self, category: str | None) -> int:
        places = self.asked.places
        return places if isinstance(places, int) else places[category]

    def _chances(self) -> dict[int, Chances]:
        if self.random is None or self.random.sigma2_entry is None or not self.asked.draws:
            return {}
        groups = [group for group in self.ranked if len(group)]
        of = [self.design.categories[self.design.category[group[0]]] for group in groups]
        return chances(
            self.design,
            self.random,
            self.adjusted,
            groups,
            places={at: self._places(category) for at, category in enumerate(of)},
            draws=self.asked.draws,
            seed=self.asked.seed,
        )

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
            components=len(np.unique(self.part[self.groups[at]])) if at is not None else 0,
            reliability=self._reliability(mine),
            entries=tuple(rows),
            boundary_label=self._boundary(rows, self._places(category)) if self._connected(at) else None,
            flags=(*self.signs.get(category, ()), *(flags[at] if at is not None else ())),
        )

    def _entry(self, entry: str, at: int | None) -> EntryTally:
        if at is None:
            return _bare(entry)
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
            label=self._first_label(at, chance) if rank == 1 and chance else None,
            huber=float(self.huber[at]),
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

    def _first_label(self, at: int, chance: Chances) -> str | None:
        """Of an entry at rank 1. Those who share it are not ahead of each other, whatever the draws say."""
        category = int(self.design.category[at])
        if not self._connected(category):
            return None
        ranks, group = self.ranks[self.method], self.ranked[category]
        shared = sum(ranks[int(entry)] == 1 for entry in group) > 1
        return self._label(0.0 if shared or (self._alike and len(group) > 1) else chance.winner)

    @property
    def _alike(self) -> bool:
        """The sheets show no difference between entries: of two, each is the best as often as a coin falls."""
        return self.random is not None and self.random.sigma2_entry == 0.0

    def _connected(self, category: int | None) -> bool:
        """Whether the ranked entries can be compared: of panels that nothing connects no order is sure."""
        return category is not None and len(np.unique(self.part[self.ranked[category]])) <= 1

    def _label(self, chance: float) -> str:
        return label(chance, clear=self.asked.clear, leading=self.asked.leading)

    def _boundary(self, rows: Sequence[EntryTally], places: int) -> str | None:
        """Labelled like the winner, by the least chance of any awarded to be awarded; a tie across the end is open."""
        ranked = [row for row in rows if row.rank is not None]
        if len(ranked) <= places:
            return None
        last, first_out = ranked[places - 1], ranked[places]
        if last.rank == first_out.rank or (self._alike and last.chances):
            return self._label(0.0)
        awarded = [row.chances.awarded for row in ranked[:places] if row.chances]
        return self._label(min(awarded)) if awarded else None

    def _flags(self) -> dict[int, list[Sign]]:
        """Those of sheets, judges and winners, by the position of their category."""
        design = self.design
        flags: dict[int, list[Sign]] = {c: [] for c in range(len(design.categories))}
        of_entry = {name: int(c) for name, c in zip(design.entries, design.category, strict=True)}
        of_judge: dict[str, set[int]] = {}
        for entry, judge in zip(design.entry, design.judge, strict=True):
            of_judge.setdefault(design.judges[judge], set()).add(int(design.category[entry]))
        for category, found in flags.items():
            parts = len(np.unique(self.part[self.groups[category]]))
            if parts > 1:
                found.append(Sign(SignKind.NOT_COMPARABLE, value=float(parts)))
        for sign in far_sheets(design, self.fixed, self.asked.far):
            flags[of_entry[str(sign.entry)]].append(sign)
        for sign in sorted(odd_judges(design), key=lambda one: str(one.judge)):
            for category in sorted(of_judge[str(sign.judge)]):
                flags[category].append(sign)
        for category, entry in self._other_winners():
            flags[category].append(Sign(SignKind.METHODS_DISAGREE, entry))
        for category, sign in self._without_one():
            flags[category].append(sign)
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

    def _without_one(self) -> Iterator[tuple[int, Sign]]:
        """(category, sign), by judge, where the winners or awarded places would be others without one judge."""
        design = self.design
        if self.method is Method.ADJUSTED:
            scored = scores_without(design, self.fixed)
        else:
            scored = means_without(design)
        ranks = self.ranks[self.method]
        places = {c: self._places(category) for c, category in enumerate(design.categories)}
        awarded = {
            c: {int(i): ranks[int(i)] for i in group if ranks[int(i)] <= places[c]}
            for c, group in enumerate(self.ranked)
        }
        found = winners_without(design, scored, dict(enumerate(self.ranked)), awarded, places)
        for category, judge, kind, placed in sorted(
            found, key=lambda one: (one[0], design.judges[one[1]], one[2] is SignKind.PLACE_WITHOUT_JUDGE)
        ):
            for entry, rank in sorted(placed.items(), key=lambda one: (one[1], one[0])):
                value = float(rank) if kind is SignKind.PLACE_WITHOUT_JUDGE else None
                yield category, Sign(kind, design.entries[entry], design.judges[judge], value)
