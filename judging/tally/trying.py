"""What if: a stored tally counted otherwise. Nothing of it is kept, and nothing but the document is read. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from judging.rounds.method.rules import Ladder, Method, Rules
from judging.rubrics.weights import WHOLE
from judging.tally.counted import Counted, count_contests
from judging.tally.document import CategoryTally, Document, EntryLine
from judging.tally.results import Contender, Contest, Least, Sheet


@dataclass(frozen=True, slots=True)
class Try:
    """What is to be otherwise; nothing given: all as it was counted."""

    method: Method
    without: Collection[str] = ()
    """Pseudonyms of judges whose sheets are left out everywhere."""
    code: str = ""
    """The category whose weights are others."""
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    """Criterion key → weight; they sum to 100."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry as it was counted beside what it would be."""

    before: EntryLine
    after: EntryLine

    @property
    def up(self) -> int | None:
        """By how many ranks it would stand higher; below 0: lower; None where it is unranked in either."""
        if self.before.rank is None or self.after.rank is None:
            return None
        return self.before.rank - self.after.rank


def rules_in(document: Document) -> Rules:
    """The rules by which a document was counted. Raises ValueError for one that was counted before there was a choice."""
    line = document.rules
    if line is None:
        raise ValueError("this tally holds no rules")
    return Rules(
        Method(document.method),
        Ladder(line.ladder),
        line.clear,
        line.leading,
        line.far,
        line.draws,
        line.seed,
    )


def tried(document: Document, asked: Try) -> Counted:
    """The round counted as `asked`, by the rules of the document in everything else."""
    final = document.final
    return count_contests(
        [_contest(category, asked) for category in document.categories],
        replace(rules_in(document), method=asked.method),
        least=Least(document.min_sheets, final.scoring_min_sheets if final else None),
    )


def moved(before: CategoryTally, after: CategoryTally) -> list[Moved]:
    """Every entry of a category, in the order in which it would stand."""
    known = {entry.number: entry for entry in before.entries}
    return [Moved(known[entry.number], entry) for entry in after.entries]


def weights_fit(weights: Mapping[str, Fraction]) -> bool:
    """Whether these can be weights of a rubric: none below 0, and 100 together."""
    return all(weight >= 0 for weight in weights.values()) and sum(weights.values()) == WHOLE


def _contest(category: CategoryTally, asked: Try) -> Contest:
    weights = asked.weights if category.code == asked.code else {}
    return Contest(
        id=category.id,
        code=category.code,
        name_ar=category.name_ar,
        name_en=category.name_en,
        places=category.places,
        criteria=tuple(
            replace(criterion, weight=str(weights.get(criterion.key, criterion.weight)))
            for criterion in category.criteria
        ),
        contenders=[_contender(entry, asked, weights) for entry in category.entries],
        final_criteria=category.final_criteria,
    )


def _contender(entry: EntryLine, asked: Try, weights: Mapping[str, Fraction]) -> Contender:
    """Sheets on which nothing with a weight is scored are left out: they have no total."""
    return Contender(
        entry_id=entry.entry_id,
        number=entry.number,
        title_ar=entry.title_ar,
        title_en=entry.title_en,
        entrant_ar=entry.entrant_ar,
        entrant_en=entry.entrant_en,
        partners=entry.partners,
        sheets=[
            Sheet(sheet.scorecard_id, sheet.judge, sheet.scores, sheet.round)
            for sheet in entry.sheets
            if sheet.judge not in asked.without
            and any(score.points is not None and weights.get(score.criterion, 1) for score in sheet.scores)
        ],
        finalist=entry.finalist,
    )
